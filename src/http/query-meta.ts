import type { Consistency } from './blocking-parameters.ts'
import type { FlatHeaders } from './reply.ts'

interface Meta {
  readonly index: number
  readonly known: boolean
  /** Milliseconds since the leader was last heard of. */
  readonly lastContact?: number
  readonly backend?: string
  readonly consistency?: Consistency | undefined
  readonly cache?: 'HIT' | 'MISS' | undefined
  /** Milliseconds since what is cached was last up to date. */
  readonly age?: number
  /** Something was left out that the token may not see. */
  readonly filtered?: boolean
}

/** How old something is, in the seconds of an `Age` header. */
export const ageText = (ms: number): string => (ms / 1000).toFixed(0)

export const RESULTS_FILTERED: FlatHeaders = ['X-Consul-Results-Filtered-By-Acls', 'true']

/** The headers of a read. An index is never 0: a client that waits on 0 would not wait. */
export function queryMeta({
  index,
  known,
  lastContact = 0,
  backend = 'blocking-query',
  consistency,
  cache,
  age = 0,
  filtered = false,
}: Meta): FlatHeaders {
  const headers: string[] = []
  if (cache !== undefined) headers.push('X-Cache', cache)
  if (cache === 'HIT') headers.push('Age', ageText(age))
  if (consistency !== undefined) headers.push('X-Consul-Effective-Consistency', consistency)
  headers.push('X-Consul-Index', String(Math.max(index, 1)))
  headers.push(
    'X-Consul-Knownleader',
    String(known),
    'X-Consul-Lastcontact',
    String(lastContact),
    'X-Consul-Query-Backend',
    backend,
  )
  if (filtered) headers.push(...RESULTS_FILTERED)
  return headers
}

/** Those of a read without a leader. */
export const NO_LEADER = queryMeta({ index: 1, known: false })
