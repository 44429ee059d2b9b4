import type { Incoming, Outgoing } from './exchange.ts'

/** Stands between the sockets and the API: sees every request first, and may delay it, answer it, or change its answer. */
export interface HttpInterceptor {
  /** Whether it has anything to do; requests pass it by otherwise. */
  readonly active: boolean
  /** Whether it may change answers or hold them up: then it is given requests and responses of Node's own. */
  readonly alters: boolean
  /** Takes a request over; `pass` lets it go its way, now or later. Never throws. */
  intercept(raw: Incoming, res: Outgoing, pass: () => void): void
}
