/** Counts what is buffered for several clients: memory that any one of them could use up. */
export class ByteBudget {
  readonly #max: number
  #bytes = 0

  /** `max`: bytes that all of them may have together. */
  constructor(max: number) {
    this.#max = max
  }

  /** A share of it for one client: `take` refuses what would be too much, `free` gives all back. */
  share(): ByteShare {
    let taken = 0
    return {
      take: bytes => {
        if (this.#bytes + bytes > this.#max) return false
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

export interface ByteShare {
  take(bytes: number): boolean
  free(): void
}
