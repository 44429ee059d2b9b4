import type { Incoming } from './exchange.ts'
import type { Responder } from './responder.ts'

/** Passes a request on to the API. */
export type Pass = (raw: Incoming, res: Responder) => void

/** Stands between the sockets and the API: sees every request first, and may delay it, answer it, or change its answer. */
export interface HttpInterceptor {
  /** Whether it has anything to do; requests pass it by otherwise. */
  readonly active: boolean
  /** Takes a request over, and passes it on now, later or never. Never throws. */
  intercept(raw: Incoming, res: Responder, pass: Pass): void
}
