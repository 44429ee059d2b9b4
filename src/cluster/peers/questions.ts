import type { Wire } from './ndjson-socket.ts'

/** Questions over a connection, each answered by a message of the same kind and number. */
export class Questions {
  readonly #send: (message: Wire) => void
  readonly #open = new Map<number, (answer: Wire | undefined) => void>()
  #asked = 0
  #ended = false

  constructor(send: (message: Wire) => void) {
    this.#send = send
  }

  /** Resolves with the answer, or with nothing when the connection ends before. */
  ask(message: Wire): Promise<Wire | undefined> {
    if (this.#ended) return Promise.resolve(undefined)
    const id = ++this.#asked
    return new Promise(resolve => {
      this.#open.set(id, resolve)
      this.#send({ ...message, id })
    })
  }

  answered(message: Wire): void {
    const id = Number(message['id'])
    const resolve = this.#open.get(id)
    this.#open.delete(id)
    resolve?.(message)
  }

  end(): void {
    this.#ended = true
    for (const resolve of this.#open.values()) resolve(undefined)
    this.#open.clear()
  }
}
