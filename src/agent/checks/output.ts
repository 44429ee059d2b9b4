/** Keeps the last bytes of what a check prints, and counts them all. */
export class TailBuffer {
  #tail: Buffer = Buffer.alloc(0)
  #total = 0
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  write(chunk: Buffer): void {
    this.#total += chunk.length
    const joined = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk])
    // A copy: a part of the buffer that was read would keep all of it alive.
    this.#tail = Buffer.from(joined.subarray(-this.#limit))
  }

  /** The tail alone. */
  text(): string {
    return this.#tail.toString('utf8')
  }

  /** The tail after a line that says what is missing, as Consul shows the output of scripts. */
  captured(): string {
    const { length } = this.#tail
    return this.#total > length ? `Captured ${length} of ${this.#total} bytes\n...\n${this.text()}` : this.text()
  }
}

/** The head of a text before a remark that says what is missing, as Consul keeps the output of TTL checks. */
export function truncateHead(text: string, limit: number): string {
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length <= limit) return text
  return `${bytes.subarray(0, limit).toString('utf8')} ... (captured ${limit} of ${bytes.length} bytes)`
}
