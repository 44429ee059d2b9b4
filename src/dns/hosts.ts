import type { DnsRecord } from './records.ts'
import type { Recursors } from './recursors.ts'

/** Most host names that one answer asks the recursors for, and how often it starts over with what they said. */
const MAX_HOSTS = 32
const MAX_ROUNDS = 4

/** Host names outside of our domains that an answer needs. They are collected first and asked for all at once. */
export class Hosts {
  readonly #recursors: Recursors
  readonly #known = new Map<string, readonly DnsRecord[]>()
  readonly #missing = new Set<string>()
  #rounds = 0

  constructor(recursors: Recursors) {
    this.#recursors = recursors
  }

  /** What is known of a host name; if nothing is yet, it will be asked for. */
  find(name: string): readonly DnsRecord[] {
    const known = this.#known.get(name)
    if (!known && this.#known.size + this.#missing.size < MAX_HOSTS) this.#missing.add(name)
    return known ?? []
  }

  /** Whether something has to be asked before the answer is complete. */
  get incomplete(): boolean {
    return this.#missing.size > 0 && this.#rounds < MAX_ROUNDS
  }

  async ask(): Promise<void> {
    this.#rounds++
    const names = [...this.#missing]
    this.#missing.clear()
    const found = await Promise.all(names.map(name => this.#recursors.addresses(name)))
    names.forEach((name, i) => this.#known.set(name, found[i] ?? []))
  }
}
