import type { ReadOptions } from './blocking-parameters.ts'
import type { Request } from './request.ts'

/**
 * The agent's cache tells each time whether it knew an answer, another datacenter's answers are not the agent's to keep, and
 * those without a leader say so.
 */
export function isCacheable({ query, hints, leaderless }: Request, read: ReadOptions): boolean {
  return (
    hints.plainRead && !leaderless && (query.isEmpty || !(read.cached || query.has('dc') || query.has('datacenter')))
  )
}

/**
 * The key of a cached answer. Readers that wait ask with another index each time, and get the same answer; since waiting may
 * show in its headers, it is not the answer to those who do not. Who asks belongs to it where ACLs are on.
 */
export function keyOf({ raw, path, authorizer: { id } }: Request, waits: boolean): string {
  const url = raw.url ?? path
  if (!waits) return id === '' ? url : `${id} ${url}`
  const rest = url.slice(path.length + 1).split('&')
  return `${id}waiting ${path}?${rest.filter(part => !part.startsWith('index=') && !part.startsWith('wait=')).join('&')}`
}
