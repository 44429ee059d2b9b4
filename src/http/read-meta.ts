import type { Agent } from '../agent/agent.ts'
import { cacheState } from './agent-cache.ts'
import type { CachedRead } from './answer-cache.ts'
import type { Asked } from './blocked-read.ts'
import { isStreamed } from './blocking-parameters.ts'
import { queryMeta } from './query-meta.ts'
import type { FlatHeaders } from './reply.ts'
import type { Request } from './request.ts'

/** The headers of one answer to a read. */
export function readMeta(
  agent: Agent,
  req: Request,
  { index, value }: CachedRead,
  { options, read, held }: Asked,
  waited: boolean,
): FlatHeaders {
  // Go's server loses headers that are set behind the status, but not those for gzip: that writer holds the status back
  if (value.meta === 'none' || (value.meta === 'late' && !req.hints.gzip)) return []
  const streaming = options.streaming === true && isStreamed(read)
  // what a stream has brought once the agent's cache knows
  const cached = read.cached || options.cached?.always === true
  const by = options.cached?.by
  const state = by && (cached || streaming) ? cacheState(agent, req, by, { waited, streamed: streaming }) : undefined
  return queryMeta({
    index,
    known: !streaming && !req.leaderless && value.untold !== true,
    lastContact: req.leaderless && !streaming ? agent.datacenter.leadership.lastContact : 0,
    backend: streaming ? 'streaming' : 'blocking-query',
    consistency: options.showsConsistency === false ? undefined : read.consistency,
    cache: cached ? state : undefined,
    age: held?.age ?? 0,
    filtered: value.filtered === true && !streaming && !req.isAnonymous,
  })
}
