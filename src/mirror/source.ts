import { ConsulClient } from '../client/client.ts'
import type { ClientOptions } from '../client/options.ts'
import type { ClientResponse } from '../client/response.ts'
import type { Query } from '../client/url.ts'
import type { Clock } from '../lib/clock.ts'

/** A key as the KV API renders it. */
export interface SourceKey {
  readonly Key: string
  /** Base64; null for none. */
  readonly Value: string | null
  readonly Flags: number | bigint
}

/** A node with all that is registered on it, as Consul's own page reads it. */
export interface SourceNode {
  readonly Node: string
  readonly ID: string
  readonly Address: string
  readonly TaggedAddresses: Readonly<Record<string, string>> | null
  readonly Meta: Readonly<Record<string, string>> | null
  readonly Services: readonly (object & { readonly ID: string })[] | null
  readonly Checks: readonly (object & { readonly CheckID: string })[] | null
  /** The cluster that it was imported from. */
  readonly PeerName?: string
}

/** A list at an index. */
export interface Version<T> {
  readonly index: bigint
  readonly value: T
  /** Whether its ACLs may hide a part of the list from the mirror. */
  readonly partial: boolean
}

/** What a list is asked for: what it is after an index, or, at 0, what it is now. */
export type ReadVersion<T> = (index: bigint, signal: AbortSignal) => Promise<Version<T>>

/** How long the source is asked to wait for a change. It adds a sixteenth at most. */
const WAIT = 60_000
/** A connection over which nothing has come by then is dead. */
const DEADLINE = 90_000

/** A Consul that is read and never written: every request is a GET. */
export class Source {
  readonly #client: ConsulClient
  readonly #hasToken: boolean
  readonly #prefix: string
  readonly #clock: Clock

  /** Throws a ClientError when the address is none or a file of `tls` cannot be read. */
  constructor(options: ClientOptions, { prefix, clock }: { readonly prefix: string; readonly clock: Clock }) {
    this.#client = new ConsulClient({ ...options, stale: true })
    this.#hasToken = (options.token ?? '') !== ''
    this.#prefix = prefix
    this.#clock = clock
  }

  /** The keys below the prefix. */
  readonly keys: ReadVersion<readonly SourceKey[]> = async (index, signal) => {
    const answer = await this.#get(`/v1/kv/${this.#prefix}`, { recurse: true }, index, signal)
    // Consul says so when there are none
    const value = answer.status === 404 ? [] : answer.expectOk().json<readonly SourceKey[]>()
    return { index: indexOf(answer), value, partial: this.#isPartial(answer) }
  }

  /** The nodes with their services and checks, those of other clusters left out. */
  readonly nodes: ReadVersion<readonly SourceNode[]> = async (index, signal) => {
    const answer = await this.#get('/v1/internal/ui/nodes', {}, index, signal)
    const nodes = answer.expectOk().json<readonly SourceNode[]>()
    const value = nodes.filter(({ PeerName = '' }) => PeerName === '')
    return { index: indexOf(answer), value, partial: this.#isPartial(answer) }
  }

  /** Consul says so to clients with a token. To others it says only that what is not allowed is denied. */
  #isPartial({ headers }: ClientResponse): boolean {
    if (headers['x-consul-results-filtered-by-acls'] === 'true') return true
    return !this.#hasToken && headers['x-consul-default-acl-policy'] === 'deny'
  }

  async #get(path: string, query: Query, index: bigint, signal: AbortSignal): Promise<ClientResponse> {
    const silence = new AbortController()
    const timer = this.#clock.setTimeout(() => silence.abort(), DEADLINE)
    try {
      const blocking = index > 0n ? { index: String(index), wait: `${WAIT}ms` } : {}
      return await this.#client.request('GET', path, {
        query: { ...query, ...blocking },
        signal: AbortSignal.any([signal, silence.signal]),
      })
    } finally {
      timer.clear()
    }
  }
}

const indexOf = ({ index = 0n }: ClientResponse): bigint => index
