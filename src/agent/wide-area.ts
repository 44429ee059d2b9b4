import type { Datacenter } from './datacenter.ts'

/** Datacenters that know each other, and how far apart they are. */
export class WideArea {
  readonly #datacenters = new Set<Datacenter>()
  /** Milliseconds of a round trip, by the two names in order. */
  readonly #roundTrips = new Map<string, number>()

  constructor(first: Datacenter) {
    this.#datacenters.add(first)
  }

  /** Makes one area of two. Their names must differ. */
  join(other: WideArea): void {
    if (other === this) return
    for (const datacenter of other.#datacenters) {
      if (this.find(datacenter.name)) throw new Error(`there is a datacenter "${datacenter.name}" already`)
    }
    for (const datacenter of other.#datacenters) {
      this.#datacenters.add(datacenter)
      datacenter.wan = this
    }
    for (const [pair, ms] of other.#roundTrips) this.#roundTrips.set(pair, ms)
  }

  setRoundTrip(a: Datacenter, b: Datacenter, ms: number): void {
    this.#roundTrips.set(pairOf(a, b), ms)
  }

  roundTrip(a: Datacenter, b: Datacenter): number {
    return a === b ? 0 : (this.#roundTrips.get(pairOf(a, b)) ?? 0)
  }

  find(name: string): Datacenter | undefined {
    for (const datacenter of this.#datacenters) if (datacenter.name === name) return datacenter
    return undefined
  }

  /** All of them, the nearest first and this one before those that are no farther; then by name. */
  from(here: Datacenter): readonly Datacenter[] {
    return [...this.#datacenters].sort((a, b) => {
      const distance = this.roundTrip(here, a) - this.roundTrip(here, b)
      if (distance !== 0) return distance
      return a.name < b.name ? -1 : 1
    })
  }
}

const pairOf = (a: Datacenter, b: Datacenter): string => JSON.stringify([a.name, b.name].sort())
