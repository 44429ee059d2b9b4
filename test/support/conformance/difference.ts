import { isDeepStrictEqual } from 'node:util'
import { sorted } from './json.ts'

function compare(want: unknown, got: unknown, at: string): string[] {
  if (isDeepStrictEqual(want, got)) return []
  if (
    want &&
    got &&
    typeof want === 'object' &&
    typeof got === 'object' &&
    Array.isArray(want) === Array.isArray(got)
  ) {
    const [left, right] = [want as Record<string, unknown>, got as Record<string, unknown>]
    const keys = new Set([...Object.keys(left), ...Object.keys(right)])
    return [...keys].flatMap(key => compare(left[key], right[key], at ? `${at}.${key}` : key))
  }
  return [`${at}: want ${JSON.stringify(want)}, got ${JSON.stringify(got)}`]
}

/** Each place where an answer differs from the recorded one, with both values; none when they are alike. */
export const difference = (want: unknown, got: unknown): string[] =>
  compare(sorted(want), sorted(JSON.parse(JSON.stringify(got ?? null))), '')
