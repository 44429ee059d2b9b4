import type { Incoming } from './exchange.ts'
import type { Responder } from './responder.ts'

/** Stands between the sockets and the API: sees every request first, and may delay it, answer it, or change its answer. */
export interface HttpInterceptor {
  /** Whether it has anything to do; requests pass it by otherwise. */
  readonly active: boolean
  /** Takes a request over; `pass` lets it go its way, now or later, to be answered there. Never throws. */
  intercept(raw: Incoming, res: Responder, pass: (res: Responder) => void): void
}
