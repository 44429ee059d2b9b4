import type { IncomingMessage, ServerResponse } from 'node:http'

/** The server that answers for an agent which holds no state itself. */
export interface Upstream {
  /** Has the server answer a request; calls `fail` with Consul's text, and nothing else, when it cannot. */
  relay(raw: IncomingMessage, res: ServerResponse, fail: (text: string) => void): void
}
