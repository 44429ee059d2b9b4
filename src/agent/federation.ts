import type { Datacenter, Participant } from './datacenter.ts'

/** Datacenters that were joined, and how far apart they are. */
interface Area<P extends Participant> {
  readonly datacenters: Set<Datacenter<P>>
  /** Milliseconds of a round trip, by the two names in order. */
  readonly roundTrips: Map<string, number>
  readonly federations: Set<Federation<P>>
}

/** What an agent knows of datacenters: its own and those that it was joined with, by their names. */
export class Federation<P extends Participant> {
  #area: Area<P>

  constructor(first: Datacenter<P>) {
    this.#area = { datacenters: new Set([first]), roundTrips: new Map(), federations: new Set([this]) }
  }

  /** Makes all datacenters of both known to each other. Throws when two of them have the same name. */
  join(other: Federation<P>): void {
    const [area, theirs] = [this.#area, other.#area]
    if (area === theirs) return
    for (const { name } of theirs.datacenters) {
      if (this.find(name)) throw new Error(`there is a datacenter "${name}" already`)
    }
    for (const datacenter of theirs.datacenters) area.datacenters.add(datacenter)
    for (const [pair, ms] of theirs.roundTrips) area.roundTrips.set(pair, ms)
    for (const federation of theirs.federations) {
      area.federations.add(federation)
      federation.#area = area
    }
  }

  setRoundTrip(a: Datacenter<P>, b: Datacenter<P>, ms: number): void {
    this.#area.roundTrips.set(pairOf(a, b), ms)
  }

  roundTrip(a: Datacenter<P>, b: Datacenter<P>): number {
    return a === b ? 0 : (this.#area.roundTrips.get(pairOf(a, b)) ?? 0)
  }

  find(name: string): Datacenter<P> | undefined {
    for (const datacenter of this.#area.datacenters) if (datacenter.name === name) return datacenter
    return undefined
  }

  /** All of them, the nearest first and this one before those that are no farther; then by name. */
  from(here: Datacenter<P>): readonly Datacenter<P>[] {
    return [...this.#area.datacenters].sort((a, b) => {
      const distance = this.roundTrip(here, a) - this.roundTrip(here, b)
      if (distance !== 0) return distance
      return a.name < b.name ? -1 : 1
    })
  }
}

const pairOf = (a: { readonly name: string }, b: { readonly name: string }): string =>
  JSON.stringify([a.name, b.name].sort())
