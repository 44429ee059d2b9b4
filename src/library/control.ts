import type { DnsFault, Fault } from '../control/fault.ts'
import type { FaultHandle, FaultOptions } from '../control/faults.ts'
import type { DnsMatch, RequestMatch } from '../control/match.ts'
import type { RecordedQuery, RecordedRequest } from '../control/recorded.ts'

/**
 * Faults in HTTP and DNS answers. If several match a request, the newest applies; those
 * limited by `times` apply in the order they were added. A fault ends with its handle (`using` or `remove()`),
 * after `times` uses, or with `reset()` of the faults or of the emulator.
 */
export interface Faults {
  /**
   * Makes matching HTTP requests fail. Throws `MC_ERR_FAULT` for an invalid fault, `MC_ERR_MATCH` for an invalid match.
   *
   * @example consul.faults.use({ path: '/v1/kv/app/config' }, { status: 500, body: 'rpc error' }, { times: 1 })
   */
  use(match: RequestMatch, fault: Fault, options?: FaultOptions): FaultHandle
  /**
   * Makes matching DNS questions fail. Throws like `use`.
   *
   * @example consul.faults.dns({ name: 'web.service.consul' }, 'servfail')
   */
  dns(match: DnsMatch, fault: DnsFault, options?: FaultOptions): FaultHandle
  /**
   * Removes all faults.
   *
   * @example consul.faults.reset()
   */
  reset(): void
  /**
   * Throws `MC_ERR_FAULTS_UNUSED` with a list of the faults that were never applied, or less often than their `times`.
   *
   * @example afterEach(() => consul.faults.assertUsed())
   */
  assertUsed(): void
}

/** A record of the last thousand HTTP requests and DNS questions. */
export interface Journal {
  /** Whether requests and questions are recorded. Default true. */
  recording: boolean
  /** The HTTP requests, oldest first. */
  readonly requests: readonly RecordedRequest[]
  /** The DNS questions, oldest first. */
  readonly queries: readonly RecordedQuery[]
  /**
   * Returns the matching requests, oldest first. Throws `MC_ERR_MATCH` for an invalid match.
   *
   * @example consul.journal.find({ method: 'PUT', key: 'app/config' })
   */
  find(match: RequestMatch): readonly RecordedRequest[]
  /**
   * Returns the matching DNS questions, oldest first. Throws like `find`.
   *
   * @example consul.journal.findQueries({ type: 'SRV' })
   */
  findQueries(match: DnsMatch): readonly RecordedQuery[]
  /**
   * Returns the matching requests. Throws `MC_ERR_NOT_REQUESTED`, with the closest requests in its message, unless there are exactly
   * `times` of them (default: at least one).
   *
   * @example consul.journal.assertRequested({ method: 'PUT', path: '/v1/agent/service/register' }, 1)
   */
  assertRequested(match: RequestMatch, times?: number): readonly RecordedRequest[]
  /**
   * The same for DNS questions.
   *
   * @example consul.journal.assertQueried({ name: 'web.service.consul' })
   */
  assertQueried(match: DnsMatch, times?: number): readonly RecordedQuery[]
  /**
   * Clears the journal.
   *
   * @example consul.journal.clear()
   */
  clear(): void
}
