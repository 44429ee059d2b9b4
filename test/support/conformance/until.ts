import { isDeepStrictEqual } from 'node:util'
import type { Reply } from './reply.ts'
import { jsonOf, pick } from './json.ts'
import type { Step, Until } from './scenario.ts'

/** Whether an answer is the one that is polled for. */
export function isReached(reply: Reply, until: Until, { asJson }: Step): boolean {
  const json = jsonOf(reply, asJson)
  if (until.status !== undefined && reply.status !== until.status) return false
  if (until.text !== undefined && !reply.body.includes(until.text)) return false
  const at = until.path ? pick(json, until.path) : json
  if (until.has && !hasItem(at, until.has)) return false
  if (until.length !== undefined && lengthOf(at) !== until.length) return false
  return until.is === undefined || isDeepStrictEqual(at ?? null, until.is)
}

const hasItem = (list: unknown, wanted: object): boolean =>
  Array.isArray(list) &&
  list.some(item => Object.entries(wanted).every(([path, value]) => isDeepStrictEqual(pick(item, path) ?? null, value)))

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0)
