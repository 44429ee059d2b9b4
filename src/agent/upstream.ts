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

/** What a server tells of a token: the rules of all its policies that hold in the datacenter. */
export interface TokenRights {
  readonly accessor: string
  /** Milliseconds since 1970; undefined for a token that stays. */
  readonly expires: number | undefined
  /** Whether it has roles, which may change meanwhile. */
  readonly roles: boolean
  readonly policies: readonly { readonly id: string; readonly rules: string }[]
}

/** Tells an agent without a state what a secret may do. */
export interface TokenServer {
  /** `unknown`: why there is no such token. Undefined when no server answers. */
  rightsOf(secret: string): Promise<TokenRights | { readonly unknown: string } | undefined>
}

/** The server that answers for an agent which holds no state itself. */
export interface Upstream {
  /** Has the server answer a request; calls `fail` with Consul's text, and nothing else, when it cannot. */
  relay(request: RelayedRequest, answer: RelayedAnswer, fail: (text: string) => void): void
}
