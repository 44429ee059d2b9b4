import type { IncomingHttpHeaders } from 'node:http'

/** An answer as it came. */
export interface Reply {
  status: number
  headers: IncomingHttpHeaders
  bytes: Buffer
  /** The bytes as text. */
  body: string
  /** The name in the server's certificate. */
  certificate?: string | undefined
}
