import type { Answer } from './answer.ts'
import type { Transport } from './protocol.ts'

/** Stands between the sockets and the answers: sees every packet first, and may delay it, answer it, or drop it. */
export interface DnsInterceptor {
  /** Whether it has anything to do; packets pass it by otherwise. */
  readonly active: boolean
  /** Gives the answer to a packet, which `pass` makes as ever. Never throws. */
  intercept(packet: Buffer, transport: Transport, pass: () => Answer | Promise<Answer>): Answer | Promise<Answer>
}
