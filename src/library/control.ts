import type { DnsFault, Fault } from '../control/fault.ts'
import type { FaultHandle, FaultOptions } from '../control/faults.ts'
import type { DnsMatch, RequestMatch } from '../control/match.ts'

/**
 * What is to go wrong. Of several faults that fit a request, the newest happens. Each ends by its handle (`using` or `remove()`), by
 * its `times`, by `reset()` of the faults or of the emulator.
 */
export interface Faults {
  /**
   * Lets HTTP requests that fit go wrong. Throws `MC_ERR_FAULT` or `MC_ERR_MATCH` for what means nothing.
   *
   * @example consul.faults.use({ path: '/v1/kv/app/config' }, { status: 500, body: 'rpc error' }, { times: 1 })
   */
  use(match: RequestMatch, fault: Fault, options?: FaultOptions): FaultHandle
  /**
   * Lets DNS questions that fit go wrong. Throws as `use`.
   *
   * @example consul.faults.dns({ name: 'web.service.consul' }, 'servfail')
   */
  dns(match: DnsMatch, fault: DnsFault, options?: FaultOptions): FaultHandle
  /**
   * Removes all.
   *
   * @example consul.faults.reset()
   */
  reset(): void
  /**
   * Throws `MC_ERR_FAULTS_UNUSED`, and lists them, when faults never happened, or not as often as they should have.
   *
   * @example afterEach(() => consul.faults.assertUsed())
   */
  assertUsed(): void
}

/** One HTTP request as it came, and what became of it. */
export interface RecordedRequest {
  /** Its place in the journal, from 1 on. */
  readonly id: number
  /** When it came, on the emulator's clock: milliseconds since 1970. */
  readonly at: number
  /** `GET`, `PUT`, … */
  readonly method: string
  /** Path and query as they came. */
  readonly url: string
  /** The path as it came, still encoded. */
  readonly path: string
  /** The members of the query; the first one where a name is repeated. */
  readonly query: Readonly<Record<string, string>>
  /** The key that a request to `/v1/kv/` names; undefined for any other. */
  readonly key: string | undefined
  /** The token that came with it, in whatever way; '' for none. */
  readonly token: string
  /** The start of its body as text, up to 4 KiB, as far as it was read. */
  readonly body: string
  /** Undefined while it is not answered, and for good when its client left or was cut off before. */
  readonly status: number | undefined
  /** Milliseconds to its answer on the emulator's clock; undefined as `status` is. */
  readonly duration: number | undefined
  /** Whether it waited for a change. */
  readonly blocked: boolean
  /** ID of the fault that it met. */
  readonly fault: string | undefined
}

/** One DNS question as it came, and what became of it. */
export interface RecordedQuery {
  /** Its place in the journal, from 1 on. */
  readonly id: number
  /** When it came, on the emulator's clock: milliseconds since 1970. */
  readonly at: number
  /** How it came. */
  readonly transport: 'udp' | 'tcp'
  /** The name as asked, without the dot at its end; '' when the packet was none. */
  readonly name: string
  /** `A`, `SRV`, …; the number of a type without a name. */
  readonly type: string
  /** `NOERROR`, `NXDOMAIN`, …; undefined when there was no answer. */
  readonly rcode: string | undefined
  /** How many records the answer section had. */
  readonly answers: number | undefined
  /** Milliseconds to its answer on the emulator's clock; undefined while there is none. */
  readonly duration: number | undefined
  /** ID of the fault that it met. */
  readonly fault: string | undefined
}

/** What came over HTTP and DNS: the last thousand requests and questions. */
export interface Journal {
  /** Whether what comes is written down. Default true. */
  recording: boolean
  /** The HTTP requests, oldest first. */
  readonly requests: readonly RecordedRequest[]
  /** The DNS questions, oldest first. */
  readonly queries: readonly RecordedQuery[]
  /**
   * The requests that fit, oldest first. Throws `MC_ERR_MATCH` for a match that means nothing.
   *
   * @example consul.journal.find({ method: 'PUT', key: 'app/config' })
   */
  find(match: RequestMatch): readonly RecordedRequest[]
  /**
   * The DNS questions that fit, oldest first. Throws as `find`.
   *
   * @example consul.journal.findQueries({ type: 'SRV' })
   */
  findQueries(match: DnsMatch): readonly RecordedQuery[]
  /**
   * Gives the requests that fit; throws `MC_ERR_NOT_REQUESTED`, and tells what came near, unless there are `times` of them (default: at
   * least one).
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
   * Forgets all.
   *
   * @example consul.journal.clear()
   */
  clear(): void
}
