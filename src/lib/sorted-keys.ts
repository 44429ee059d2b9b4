/** Keys a chunk holds at the most before it is split: big enough to search fast, small enough to shift fast. */
const CHUNK = 512

/**
 * A set of strings in order of their code units, as chunks of sorted arrays: adding, removing and finding a
 * key cost about the same at a million keys as at a thousand, and a prefix is read at the cost of what it holds.
 */
export class SortedKeys {
  #chunks: string[][] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Returns false when the key was there. */
  add(key: string): boolean {
    if (this.#chunks.length === 0) {
      this.#chunks.push([key])
      this.#size = 1
      return true
    }
    if (this.#append(key)) return true
    const c = this.#chunkOf(key)
    const chunk = this.#chunks[c] as string[]
    const at = lowerBound(chunk, key)
    if (chunk[at] === key) return false
    if (at === chunk.length) chunk.push(key)
    else chunk.splice(at, 0, key)
    if (chunk.length > CHUNK) this.#chunks.splice(c + 1, 0, chunk.splice(splitPoint(chunk, at)))
    this.#size++
    return true
  }

  /** Adds a key behind all others, as restored rows come, without looking for its place. */
  #append(key: string): boolean {
    const last = this.#chunks.at(-1) as string[]
    if ((last.at(-1) as string) >= key) return false
    if (last.length < CHUNK) last.push(key)
    else this.#chunks.push([key])
    this.#size++
    return true
  }

  /** Returns false when the key was not there. */
  delete(key: string): boolean {
    if (this.#chunks.length === 0) return false
    const c = this.#chunkOf(key)
    const chunk = this.#chunks[c] as string[]
    const at = lowerBound(chunk, key)
    if (chunk[at] !== key) return false
    chunk.splice(at, 1)
    if (chunk.length === 0) this.#chunks.splice(c, 1)
    this.#size--
    return true
  }

  /** The keys that begin with `prefix`, in order. */
  withPrefix(prefix: string): string[] {
    const found: string[] = []
    if (this.#chunks.length === 0) return found
    let c = this.#chunkOf(prefix)
    let at = lowerBound(this.#chunks[c] as string[], prefix)
    for (; c < this.#chunks.length; c++, at = 0) {
      const chunk = this.#chunks[c] as string[]
      // all that follow up to a key with the prefix have it, too
      const whole = (chunk.at(-1) as string).startsWith(prefix)
      for (; at < chunk.length; at++) {
        const key = chunk[at] as string
        if (!whole && !key.startsWith(prefix)) return found
        found.push(key)
      }
    }
    return found
  }

  /** The first key that is not less than `key` (`after`: that is greater), if there is one. */
  ceiling(key: string, after = false): string | undefined {
    if (this.#chunks.length === 0) return undefined
    let c = this.#chunkOf(key)
    let at = lowerBound(this.#chunks[c] as string[], key)
    if (after && this.#chunks[c]?.[at] === key) at++
    if (at === this.#chunks[c]?.length) {
      c++
      at = 0
    }
    return this.#chunks[c]?.[at]
  }

  /** The last chunk that begins at or before `key`. */
  #chunkOf(key: string): number {
    let low = 0
    let high = this.#chunks.length - 1
    while (low < high) {
      const mid = (low + high + 1) >>> 1
      if ((this.#chunks[mid]?.[0] as string) <= key) low = mid
      else high = mid - 1
    }
    return low
  }
}

/** Keys that come in order fill their chunks; others split them in the middle. */
function splitPoint(chunk: string[], at: number): number {
  return at === chunk.length - 1 ? chunk.length - 1 : chunk.length >>> 1
}

function lowerBound(chunk: readonly string[], key: string): number {
  let low = 0
  let high = chunk.length
  while (low < high) {
    const mid = (low + high) >>> 1
    if ((chunk[mid] as string) < key) low = mid + 1
    else high = mid
  }
  return low
}
