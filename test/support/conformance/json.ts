import type { Reply } from './reply.ts'
import type { Json } from './scenario.ts'

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Strings (to be skipped) and numbers of a JSON text. */
const TOKENS = /"(?:\\.|[^"\\])*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

const keepExact = (token: string): string =>
  /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token

/** The JSON of an answer that says it is JSON (`always`: or does not say so). Integers that a double cannot hold become strings, to stay exact. */
export function jsonOf(reply: Reply, always = false): Json | undefined {
  if (!always && !reply.headers['content-type']?.includes('json')) return undefined
  try {
    return JSON.parse(reply.body.replace(TOKENS, keepExact)) as Json
  } catch {
    return undefined
  }
}

/** The part of a value at a dotted path such as `0.Checks.1.Status`. */
export function pick(value: unknown, path: string): unknown {
  let at = value
  for (const key of path.split('.')) at = (at as Record<string, unknown> | null | undefined)?.[key]
  return at
}

/** The same with the keys of every object in order. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}

/** What kinds of values stand where; of a list, its first item. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]))
  return value === null ? null : typeof value
}
