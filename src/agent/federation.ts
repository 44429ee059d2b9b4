import type { Datacenter, Participant } from './datacenter.ts'
import type { KnownDatacenter } from './known-datacenter.ts'
import type { Member } from './member.ts'
import type { RemoteDatacenter } from './remote-datacenter.ts'

/** Datacenters that were joined, and how far apart they are. */
interface Area<P extends Participant> {
  readonly datacenters: Set<Datacenter<P>>
  /** Milliseconds of a round trip, by the two names in order. */
  readonly roundTrips: Map<string, number>
  readonly federations: Set<Federation<P>>
  /** Those of other processes. */
  readonly remotes: Map<string, RemoteDatacenter>
}

/** What an agent knows of datacenters: its own and those that it was joined with, by their names. */
export class Federation<P extends Participant> {
  #area: Area<P>

  constructor(first: Datacenter<P>) {
    this.#area = {
      datacenters: new Set([first]),
      roundTrips: new Map(),
      federations: new Set([this]),
      remotes: new Map(),
    }
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
    for (const [name, remote] of theirs.remotes) area.remotes.set(name, remote)
    for (const federation of theirs.federations) {
      area.federations.add(federation)
      federation.#area = area
    }
  }

  setRoundTrip(a: Datacenter<P>, b: Datacenter<P>, ms: number): void {
    this.#area.roundTrips.set(pairOf(a, b), ms)
  }

  roundTrip(a: KnownDatacenter, b: KnownDatacenter): number {
    return a === b ? 0 : (this.#area.roundTrips.get(pairOf(a, b)) ?? 0)
  }

  find(name: string): Datacenter<P> | undefined {
    for (const datacenter of this.#area.datacenters) if (datacenter.name === name) return datacenter
    return undefined
  }

  /** One that is reached over the network, unless all its servers have left. */
  remote(name: string): RemoteDatacenter | undefined {
    const remote = this.#area.remotes.get(name)
    return remote?.present === true ? remote : undefined
  }

  get hasRemotes(): boolean {
    return this.#area.remotes.size > 0
  }

  /** The servers of datacenters that are none any more because all of them have left. */
  departed(): readonly Member[] {
    return [...this.#area.remotes.values()].flatMap(remote => (remote.present ? [] : remote.wanMembers()))
  }

  /** Makes a datacenter of another process known, or known no more. */
  setRemote(name: string, remote: RemoteDatacenter | undefined): void {
    if (remote) this.#area.remotes.set(name, remote)
    else this.#area.remotes.delete(name)
  }

  /** Those of this process. */
  inProcess(): Iterable<Datacenter<P>> {
    return this.#area.datacenters
  }

  /** All of them, this one first, then the nearest; then by name. */
  from(here: Datacenter<P>): readonly KnownDatacenter[] {
    const remotes = [...this.#area.remotes.values()].filter(({ present }) => present)
    return [...this.#area.datacenters, ...remotes].sort((a, b) => {
      const distance = this.roundTrip(here, a) - this.roundTrip(here, b)
      if (distance !== 0) return distance
      if (a === here || b === here) return a === here ? -1 : 1
      return a.name < b.name ? -1 : 1
    })
  }
}

const pairOf = (a: Pick<KnownDatacenter, 'name'>, b: Pick<KnownDatacenter, 'name'>): string =>
  JSON.stringify([a.name, b.name].sort())
