import type { DnsFault, Fault } from '../control/fault.ts'
import type { FaultHandle, FaultOptions } from '../control/faults.ts'
import type { DnsMatch, RequestMatch } from '../control/match.ts'

/**
 * Faults in HTTP and DNS answers. If several match a request, the newest applies. A fault ends with its handle (`using` or `remove()`),
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

/** A recorded HTTP request and its outcome. */
export interface RecordedRequest {
  /** Its place in the journal, from 1 on. */
  readonly id: number
  /** When it arrived, on the emulator's clock: milliseconds since 1970. */
  readonly at: number
  /** `GET`, `PUT`, … */
  readonly method: string
  /** Path and query as they came, a token in it hidden. */
  readonly url: string
  /** The path as it came, still encoded. */
  readonly path: string
  /** The members of the query; the first one where a name is repeated. */
  readonly query: Readonly<Record<string, string>>
  /** The key that a request to `/v1/kv/` names; undefined for any other. */
  readonly key: string | undefined
  /** The secret of its token, from a header or the query; '' for none. It is not shown where a request is printed or serialized. */
  readonly token: string
  /** The accessor ID of that token, with ACLs on; '' where it is not known. */
  readonly accessor: string
  /** The start of its body as text, up to 4 KiB, as far as it was read. Secrets of the ACL system in it are hidden. */
  readonly body: string
  /** The status of the answer; undefined until it is answered, and if the client disconnected before. */
  readonly status: number | undefined
  /** Milliseconds until the answer on the emulator's clock; undefined while `status` is. */
  readonly duration: number | undefined
  /** Whether it blocked. */
  readonly blocked: boolean
  /** The ID of the fault that was applied to it. */
  readonly fault: string | undefined
}

/** A recorded DNS question and its outcome. */
export interface RecordedQuery {
  /** Its place in the journal, from 1 on. */
  readonly id: number
  /** When it came, on the emulator's clock: milliseconds since 1970. */
  readonly at: number
  /** The transport. */
  readonly transport: 'udp' | 'tcp'
  /** The queried name without its trailing dot; '' for an unreadable packet. */
  readonly name: string
  /** `A`, `SRV`, …; the number of a type without a name. */
  readonly type: string
  /** `NOERROR`, `NXDOMAIN`, …; undefined without an answer. */
  readonly rcode: string | undefined
  /** The number of records in the answer section. */
  readonly answers: number | undefined
  /** Milliseconds until the answer on the emulator's clock; undefined without one. */
  readonly duration: number | undefined
  /** The ID of the fault that was applied to it. */
  readonly fault: string | undefined
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
