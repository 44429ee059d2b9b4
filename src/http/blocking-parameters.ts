import { parseDuration } from '../go/duration.ts'
import { refusal } from '../api/refusals.ts'
import type { Request } from './request.ts'
import { isUint64, MAX_INT64, MIN_INT64 } from '../go/integers.ts'

export type Consistency = 'leader' | 'stale' | 'consistent'

/** How a read wants to be answered. */
export interface ReadOptions {
  readonly consistency: Consistency
  /** The index to wait beyond; as a double, which is enough to compare with. */
  readonly minIndex: number
  /** The same, exactly. */
  readonly minIndexText: string
  /** Milliseconds to wait at the most, before jitter. */
  readonly wait: number
  readonly cached: boolean
  /** Proxies are shown completed by config entries. */
  readonly mergesCentralConfig: boolean
  /** The answer is sorted by distance. */
  readonly sortsByDistance: boolean
}

/** Whether an endpoint with a streaming backend answers from it: streams neither merge central configuration nor sort by distance. */
export const isStreamed = ({ minIndex, cached, mergesCentralConfig, sortsByDistance }: ReadOptions): boolean =>
  (minIndex > 0 || cached) && !mergesCentralConfig && !sortsByDistance

export const plainRead = (
  wait: number,
  consistency: Consistency = 'leader',
  mergesCentralConfig = false,
): ReadOptions => ({
  consistency,
  minIndex: 0,
  minIndexText: '',
  wait,
  cached: false,
  mergesCentralConfig,
  sortsByDistance: false,
})

/** Reads consistency, wait and index, in Consul's order of complaints. `discovery`: of the catalog and its health. */
export function readOptions(req: Request, discovery = false): ReadOptions {
  const { query, settings } = req
  const mayBeStale = discovery && settings.discoveryMaxStale > 0
  if (query.isEmpty && req.hints.plainRead) {
    return plainRead(settings.defaultQueryTime, mayBeStale ? 'stale' : 'leader')
  }
  const asked = consistencyOf(req)
  const consistency = mayBeStale && asked === 'leader' && !query.has('leader') ? 'stale' : asked
  const { wait, index } = blockingOptions(req)
  const cached = query.has('cached') && settings.http.useCache
  const mergesCentralConfig = query.has('merge-central-config')
  if (index === '' && !cached) return plainRead(wait, consistency, mergesCentralConfig)
  const sortsByDistance = query.get('near') !== ''
  return {
    consistency,
    minIndex: Number(index),
    minIndexText: index,
    wait,
    cached,
    mergesCentralConfig,
    sortsByDistance,
  }
}

/** Wait and index alone, for what knows no consistency. */
export function blockingOptions({
  query,
  settings,
}: Pick<Request, 'settings'> & { readonly query: Pick<Request['query'], 'get'> }): {
  readonly wait: number
  readonly index: string
} {
  const wait = waitTime(query.get('wait'), settings.defaultQueryTime, settings.maxQueryTime)
  const index = query.get('index')
  if (index !== '' && !isUint64(index)) throw refusal.invalidIndex()
  return { wait, index }
}

/** Consistency and Cache-Control alone, for what never waits. */
export function consistencyOf(req: Request): Consistency {
  const { query } = req
  const allowed = allowsStale(query.get('max_stale'))
  const stale = query.has('stale') || allowed
  const consistent = query.has('consistent')
  if (stale && consistent) throw refusal.conflictingConsistency()
  if (query.has('cached') && consistent) throw refusal.conflictingCache()
  if (!req.hints.plainRead && req.header('cache-control') !== '') checkCacheControl(req.header('cache-control'))
  return stale ? 'stale' : consistent ? 'consistent' : 'leader'
}

/** Whether `?max_stale=` lets an answer be stale: by more than no time. */
function allowsStale(maxStale: string): boolean {
  if (maxStale === '') return false
  try {
    return parseDuration(maxStale) > 0
  } catch {
    throw refusal.invalidMaxStale(maxStale)
  }
}

function waitTime(text: string, standard: number, max: number): number {
  if (text === '') return standard
  let ms: number
  try {
    ms = parseDuration(text) / 1e6
  } catch {
    throw refusal.invalidWait()
  }
  return ms <= 0 ? standard : Math.min(ms, max)
}

function checkCacheControl(header: string): void {
  for (const part of header.split(',')) {
    const [name = '', value] = splitOnce(part.trim().toLowerCase())
    if ((name === 'max-age' || name === 'stale-if-error') && value !== undefined && !isInt64(value)) {
      throw refusal.invalidCacheControl()
    }
  }
}

function splitOnce(part: string): readonly [string, string?] {
  const at = part.indexOf('=')
  return at < 0 ? [part] : [part.slice(0, at), part.slice(at + 1)]
}

/** Seconds as Go's Atoi takes them: with a sign, if need be. */
function isInt64(text: string): boolean {
  if (!/^[+-]?[0-9]{1,40}$/.test(text)) return false
  const value = BigInt(text.replace('+', ''))
  return value >= MIN_INT64 && value <= MAX_INT64
}
