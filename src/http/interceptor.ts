import type { IncomingMessage, ServerResponse } from 'node:http'

/** Stands between the sockets and the API: sees every request first, and may delay it, answer it, or change its answer. */
export interface HttpInterceptor {
  /** Whether it has anything to do; requests pass it by otherwise. */
  readonly active: boolean
  /** Takes a request over; `pass` lets it go its way, now or later. Never throws. */
  intercept(raw: IncomingMessage, res: ServerResponse, pass: () => void): void
}
