import type { Incoming } from './exchange.ts'
import type { Responder } from './responder.ts'

/** Lets a request go its way, to be answered there. */
export type Pass = (raw: Incoming, res: Responder) => void

/** Stands between the sockets and the API: sees every request first, and may delay it, answer it, or change its answer. */
export interface HttpInterceptor {
  /** Whether it has anything to do; requests pass it by otherwise. */
  readonly active: boolean
  /** Takes a request over, and passes it on now, later or never. Never throws. */
  intercept(raw: Incoming, res: Responder, pass: Pass): void
}
