import type { AgentAcl } from '../agent/acl/agent-acl.ts'
import { UnknownToken } from '../agent/acl/unknown-token.ts'
import type { Incoming } from './exchange.ts'
import { secretInHeaders } from './secret.ts'
import type { ReadOptions } from './blocking-parameters.ts'
import type { Request } from './request.ts'

/**
 * The agent's cache tells each time whether it knew an answer, another datacenter's answers are not the agent's to keep, and
 * those without a leader say so, and where an agent is is told after a time.
 */
export function isCacheable({ query, hints, leaderless }: Request, read: ReadOptions): boolean {
  return (
    hints.plainRead &&
    !leaderless &&
    (query.isEmpty || !(read.cached || query.has('dc') || query.has('datacenter') || query.has('near')))
  )
}

/** The key of a read that does not wait, by the rights of its token. */
const keyOfRead = (url: string, id: string): string => (id === '' ? url : `${id} ${url}`)

/** The same for a request that was not taken apart yet; undefined when the rights of its token must be looked up first. */
export function keyWithAcls({ url, headers }: Pick<Incoming, 'url' | 'headers'>, acl: AgentAcl): string | undefined {
  if (url.includes('token=')) return undefined
  const authorizer = acl.known(secretInHeaders(headers))
  return authorizer && keyOfRead(url, authorizer.id)
}

/**
 * The key of a cached answer. Readers that wait ask with another index each time, and get the same answer; since waiting may
 * show in its headers, it is not the answer to those who do not. Who asks belongs to it where ACLs are on; for a token that is not
 * known there is none, as the read itself says when it looks at the token.
 */
export function keyOf(req: Request, waits: boolean): string | undefined {
  const { raw, path } = req
  const id = idOf(req)
  if (id === undefined) return undefined
  const url = raw.url ?? path
  if (!waits) return keyOfRead(url, id)
  return `${id}blocking ${path}?${withoutWait(url.slice(path.length + 1))}`
}

function withoutWait(search: string): string {
  let rest = ''
  for (const part of search.split('&')) {
    if (part.startsWith('index=') || part.startsWith('wait=')) continue
    rest += rest === '' ? part : `&${part}`
  }
  return rest
}

function idOf(req: Request): string | undefined {
  try {
    return req.authorizer.id
  } catch (err) {
    if (err instanceof UnknownToken) return undefined
    throw err
  }
}
