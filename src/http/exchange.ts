import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Prepared } from './reply.ts'
import type { Hints } from './request.ts'

/** What the API asks of a request. Node's own has it, and so has one that came by the short way (`wire/`). */
export interface Incoming {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  readonly socket?: { readonly remoteAddress?: string | undefined; readonly remotePort?: number | undefined }
  /** The body, where all of it came with the request; Node's own have none. */
  readonly buffered?: Buffer
  /** What the headers say, where that was found out before. */
  readonly hints?: Hints
  /** Reads on although nobody wants the body. */
  resume(): unknown
}

/** What the API asks of a response, in the same way. */
export interface Outgoing {
  readonly req?: { readonly method?: string | undefined }
  readonly statusCode: number
  readonly headersSent: boolean
  /** Its client is gone, or was cut off. */
  readonly destroyed: boolean
  /** Sends a whole answer; Node's own have no such method. */
  sendBuffered?(prepared: Prepared): void
  /** `finish`: all was sent; `close`: so it was, or its client is gone. */
  on(event: 'finish' | 'close', fn: () => void): unknown
  once(event: 'finish' | 'close', fn: () => void): unknown
  /** Cuts the client off. */
  destroy(): unknown
}

/** The same request, for what is read or passed on as a stream. What needs that never comes by the short way. */
export function nodeRequest(raw: Incoming): IncomingMessage {
  if (raw.buffered) throw new Error(`Failed to read ${raw.url ?? ''} as a stream: it came by the short way.`)
  return raw as IncomingMessage
}

/** The same response, for what is written as a stream or by another's rules. */
export function nodeResponse(res: Outgoing): ServerResponse {
  if (res.sendBuffered) throw new Error('Failed to answer as a stream: the request came by the short way.')
  return res as ServerResponse
}
