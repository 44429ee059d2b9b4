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

/** What an entry of the agent's cache is found by: how long one waits for it, and how it is shown, make no other of it. */
function cacheKeyOf({ path, raw }: Request): string {
  const parameters = (raw.url ?? '').slice(path.length + 1).split('&')
  return `${path}?${parameters.filter(part => !NO_CACHE_KEY.test(part)).join('&')}`
}

const NO_CACHE_KEY = /^(?:index|wait|cached|stale|max_stale|pretty|passing)(?:=|$)/
