import type { MetricsFilter } from '../model/settings.ts'

/** Whether a metric of this name is kept: the longest beginning that a rule names decides, and a block where both name the same. */
export function isKept({ allowed, blocked, others }: MetricsFilter, name: string): boolean {
  const longest = (prefixes: readonly string[]): number =>
    Math.max(-1, ...prefixes.filter(prefix => name.startsWith(prefix)).map(({ length }) => length))
  const [most, mostBlocked] = [longest(allowed), longest(blocked)]
  return most === mostBlocked ? most < 0 && others : most > mostBlocked
}
