import type { IncomingHttpHeaders } from 'node:http'
import type { Readable, Writable } from 'node:stream'

/** A request that another agent answers. */
export interface RelayedRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  readonly socket?: { readonly remoteAddress?: string | undefined } | undefined
  /** The body, where it is there. */
  readonly buffered?: Buffer
  /** The body, where it is still to be read. */
  readonly stream?: Readable
}

/** Where the answer goes. */
export interface RelayedAnswer {
  readonly status: number | undefined
  readonly gone: boolean
  stream(head: {
    readonly status: number
    readonly reason?: string | undefined
    readonly headers: readonly string[]
  }): Writable
  onClose(fn: () => void): void
  onGone(fn: () => void): void
  cut(): void
}

/** The server that answers for an agent which holds no state itself. */
export interface Upstream {
  /** Has the server answer a request; calls `fail` with Consul's text, and nothing else, when it cannot. */
  relay(request: RelayedRequest, answer: RelayedAnswer, fail: (text: string) => void): void
}
