import type { Socket } from 'node:net'

const TEXT = 'Your IP is issuing too many concurrent connections, please rate limit your calls\n'
const ANSWER = `HTTP/1.1 429 Too Many Requests\r\nContent-Type: text/plain\r\nContent-Length: ${TEXT.length}\r\nConnection: close\r\n\r\n${TEXT}`
/** Milliseconds for a client to read why its connection is closed. */
const PATIENCE = 1_000

/** Counts the connections of each client, and turns those away that are too many: Consul's `limits.http_max_conns_per_client`. */
export class ConnectionLimit {
  readonly #max: () => number
  readonly #open = new Map<string, number>()

  /** `max` gives the most connections from one address; 0 for no limit. */
  constructor(max: () => number) {
    this.#max = max
  }

  /** Whether a new connection may stay; otherwise it is answered and closed. */
  admits(socket: Socket): boolean {
    const max = this.#max()
    // a unix socket has no address, and no limit
    const address = socket.remoteAddress
    if (address === undefined) return true
    const open = this.#open.get(address) ?? 0
    if (max > 0 && open >= max) {
      refuse(socket)
      return false
    }
    this.#open.set(address, open + 1)
    socket.once('close', () => this.#release(address))
    return true
  }

  #release(address: string): void {
    const left = (this.#open.get(address) ?? 1) - 1
    if (left > 0) this.#open.set(address, left)
    else this.#open.delete(address)
  }
}

function refuse(socket: Socket): void {
  socket.on('error', () => undefined)
  // what the client sends meanwhile must be read, or the system would cut the answer off
  socket.resume()
  socket.setTimeout(PATIENCE, () => socket.destroy())
  socket.end(ANSWER)
}
