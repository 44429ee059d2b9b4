import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Hints } from './hints.ts'

/** What the API asks of a request, whatever way it came. */
export interface Incoming {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  readonly socket?:
    { readonly remoteAddress?: string | undefined; readonly remotePort?: number | undefined } | undefined
  /** The body, where all of it came with the request. */
  readonly buffered?: Buffer
  /** The body, where it has to be read. */
  readonly stream?: Readable
  /** What the headers say, where that was found out before. */
  readonly hints?: Hints
  /** Has the client send its body, if it waits to be asked for it. */
  askForBody?(): void
  /** Leaves the rest of the body unread. `size`: what was read of it and not looked at. */
  resume(size?: number): void
}
