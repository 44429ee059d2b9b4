/** Bytes that peers which have not proved themselves may have buffered here, all of them together. */
const MAX = 32 * 1024 * 1024

/** Counts what is buffered for peers that have not proved themselves: memory that any client could use up. */
export class UnprovenBytes {
  #bytes = 0

  /** A share of it for one peer: `take` refuses what would be too much, `free` gives all back. */
  share(): UnprovenShare {
    let taken = 0
    return {
      take: bytes => {
        if (this.#bytes + bytes > MAX) return false
        taken += bytes
        this.#bytes += bytes
        return true
      },
      free: () => {
        this.#bytes -= taken
        taken = 0
      },
    }
  }
}

export interface UnprovenShare {
  take(bytes: number): boolean
  free(): void
}
