import { formatDuration, parseDuration } from '../../../../go/duration.ts'
import type { RawEntry } from '../../../../model/settings.ts'

/** What a configuration says at a dotted path; of `a|b` the first that is there. */
export function configuredAt(config: RawEntry, paths: string): unknown {
  for (const path of paths.split('|')) {
    let value: unknown = config
    for (const name of path.split('.')) value = (value as RawEntry | undefined)?.[name]
    if (value !== undefined) return value
  }
  return undefined
}

/** What Go takes for no limit. */
export const unlimited = (rate: number): number => (rate < 0 ? Number.MAX_VALUE : rate)

/**
 * One member a line: its name (dots for members of members), where it stands in the configuration (`-`: nowhere, it is always the same),
 * and its default: JSON, a duration, or `unlimited`, which a number less than 0 means, too. A second default is that with `-dev`.
 */
export function showTable(table: string, config: RawEntry, dev = false): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const line of table.trim().split('\n')) {
    const [name = '', paths = '', standard = '', ofDev = standard] = line.trim().split(' ')
    const value = paths === '-' ? undefined : configuredAt(config, paths)
    set(shown, name.split('.'), showValue(value, dev ? ofDev : standard))
  }
  return shown
}

const DURATION = /^\d[\dhms.]*s$/

function showValue(value: unknown, standard: string): unknown {
  if (standard === 'unlimited') return unlimited(typeof value === 'number' ? value : -1)
  if (DURATION.test(standard)) return typeof value === 'string' ? formatDuration(parseDuration(value)) : standard
  return value ?? (JSON.parse(standard) as unknown)
}

function set(into: Record<string, unknown>, [name = '', ...deeper]: readonly string[], value: unknown): void {
  if (deeper.length === 0) into[name] = value
  else set((into[name] ??= {}) as Record<string, unknown>, deeper, value)
}
