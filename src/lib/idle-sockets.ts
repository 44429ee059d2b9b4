/** What can be closed to make room. */
interface Closable {
  destroy(): void
}

/**
 * Connections that wait for their clients, as long as there are not too many: where one more comes, the one that has waited for longest
 * is closed. So a client that opens thousands and sends nothing takes its own room, not that of clients with requests.
 */
export class IdleSockets {
  readonly #max: number
  /** In the order in which they began to wait. */
  readonly #idle = new Set<Closable>()

  constructor(max: number) {
    this.#max = max
  }

  /** It waits from now on. */
  add(socket: Closable): void {
    this.#idle.delete(socket)
    this.#idle.add(socket)
    if (this.#idle.size <= this.#max) return
    const [longest] = this.#idle
    if (!longest) return
    this.#idle.delete(longest)
    longest.destroy()
  }

  /** It has something to do, or is closed. */
  delete(socket: Closable): void {
    this.#idle.delete(socket)
  }
}
