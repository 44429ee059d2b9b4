import type { Agent } from '../agent/agent.ts'
import { STREAMED_FOR } from '../agent/streams.ts'
import { type CachedBy, cacheKeyOf } from './cache-key.ts'
import { ageText } from './query-meta.ts'
import type { Request } from './request.ts'

/**
 * What the agent's cache says of a read; from now on it knows it, what is streamed not as long as the rest. What was waited for was not
 * there when it was asked for.
 */
export function cacheState(
  agent: Agent,
  req: Request,
  by: readonly CachedBy[],
  { waited, streamed }: { readonly waited: boolean; readonly streamed: boolean },
): 'HIT' | 'MISS' {
  const key = cacheKeyOf(req, by, agent.settings.datacenter)
  const known = isKnown(agent, key, streamed) || areWatchedRoots(agent, req, key)
  return known && !waited ? 'HIT' : 'MISS'
}

/** Whether the agent's cache knows what is found by a key, which it does from now on. */
export function isKnown({ cache }: Agent, key: string, streamed = false): boolean {
  const known = cache.get(key) === true
  cache.set(key, true, streamed ? { ttl: STREAMED_FOR } : undefined)
  return known
}

/** The agent asks for the roots itself, without a token, and with those of its proxies. */
function areWatchedRoots({ proxyWatches }: Agent, { secret }: Request, key: string): boolean {
  return key === ROOTS || (key === `${ROOTS}#token=${secret}` && proxyWatches.rootsWith(secret))
}

/** How an answer says that the cache did not know it. */
export const MISS = [['X-Cache', 'MISS']] as const

/** How it says that it did, what is so many milliseconds old. */
export const hit = (age: number): Cached<unknown>['headers'] => [
  ['X-Cache', 'HIT'],
  ['Age', ageText(age)],
]

/** An answer, with the headers that tell whether it was cached. */
export interface Cached<T> {
  readonly value: T
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** What is cached under `key`, or what `make` gives now, to be cached; undefined if that finds nothing. */
export async function cachedValue<T>(
  { clock, cachedValues }: Agent,
  req: Request,
  key: string,
  make: () => T | Promise<T | undefined> | undefined,
): Promise<Cached<T> | undefined> {
  const now = clock.now()
  const cached = cachedValues.get(key)
  if (cached && isFresh(req.header('cache-control'), now - cached.madeAt)) {
    return { value: cached.value as T, headers: hit(now - cached.madeAt) }
  }
  const value = await make()
  if (value === undefined) return undefined
  cachedValues.set(key, { madeAt: now, value })
  return { value, headers: MISS }
}

/** Whether an answer that is so many milliseconds old will do; no time at all means what `must-revalidate` does. */
function isFresh(cacheControl: string, age: number): boolean {
  return cacheControl
    .toLowerCase()
    .split(',')
    .map(part => part.trim())
    .every(part => {
      if (part === 'must-revalidate') return false
      const seconds = /^max-age=([+-]?\d+)$/.exec(part)?.[1]
      return seconds === undefined || Number(seconds) < 0 || (Number(seconds) > 0 && age <= Number(seconds) * 1000)
    })
}

/** They are those of the cluster, whichever peer is named. */
const ROOTS = '/v1/agent/connect/ca/roots?'
