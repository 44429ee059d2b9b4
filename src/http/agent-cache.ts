import type { Agent } from '../agent/agent.ts'
import type { Request } from './request.ts'

/** What the agent's cache says of a read; from now on it knows it. */
export function cacheState(agent: Agent, req: Request): 'HIT' | 'MISS' {
  const key = cacheKeyOf(req)
  const hit = agent.cache.get(key) === true
  agent.cache.set(key, true)
  return hit ? 'HIT' : 'MISS'
}

/** How an answer says what the cache said of it. */
export const CACHE_HEADERS = {
  HIT: [
    ['X-Cache', 'HIT'],
    ['Age', '0'],
  ],
  MISS: [['X-Cache', 'MISS']],
} as const

/**
 * What an entry of the agent's cache is found by: what is asked of a server, not how long one waits for it or how it is shown.
 * What is sorted by distance comes from another cache than a stream, which is filtered behind it.
 */
function cacheKeyOf({ path, raw, query }: Request): string {
  const parameters = (raw.url ?? '').slice(path.length + 1).split('&')
  const streamed = STREAMED.test(path) && query.get('near') === ''
  const isKey = (part: string): boolean => CACHE_KEY.test(part) && !(streamed && part.startsWith('filter='))
  const asked = path === DATACENTERS ? [] : parameters.filter(isKey)
  const sorted = STREAMED.test(path) && !streamed
  return `${path}?${asked.sort().join('&')}${sorted ? '#near' : ''}`
}

const DATACENTERS = '/v1/catalog/datacenters'
const STREAMED = /^\/v1\/health\/(?:service|connect)\//
const CACHE_KEY =
  /^(?:dc|datacenter|filter|node-meta|tag|peer|peer-name|merge-central-config|compile-dc|by|name|token|connect)(?:=|$)/
