const LF = 10
const CR = 13

/** Finds the end of a request's head in bytes that come in any pieces, looking at each byte once. Go takes bare line feeds, too. */
export class HeadScanner {
  /** Bytes of the line at hand: an empty line ends the head. */
  #line = 0
  #onlyReturn = false
  /** Whether the first line has all come. */
  hasLine = false

  /** Where the head ends in this piece, counted from its start; -1 while it continues. */
  scan(piece: Uint8Array): number {
    let from = 0
    for (;;) {
      const at = piece.indexOf(LF, from)
      const end = at < 0 ? piece.length : at
      if (end > from) {
        this.#onlyReturn = this.#line === 0 && end - from === 1 && piece[from] === CR
        this.#line += end - from
      }
      if (at < 0) return -1
      // an empty first line is no head, but nothing can come that would make it one
      if (this.#line === 0 || this.#onlyReturn) return at + 1
      this.hasLine = true
      this.#line = 0
      this.#onlyReturn = false
      from = at + 1
    }
  }
}
