import { nextTurn } from '../../lib/defer.ts'
import type { Store } from '../../state/store.ts'
import { exportedInstances, exportedNames, type Exporter as ExportingCluster } from '../../state/peering/exports.ts'
import type { View } from '../../state/view.ts'
import type { Wire } from '../peers/ndjson-socket.ts'

export interface ExporterParts {
  readonly store: Store
  /** The name of the peering here, which export entries name. */
  readonly peer: string
  readonly cluster: ExportingCluster
  readonly send: (message: Wire) => void
}

/** Tells a peer what is exported to it, and each time that one of these services has changed. */
export class Exporter {
  readonly #parts: ExporterParts
  readonly #services = new Map<string, () => void>()
  #names: readonly string[] = []
  #stopNames: () => void = () => undefined

  constructor(parts: ExporterParts) {
    this.#parts = parts
  }

  /** What it told last. */
  get names(): readonly string[] {
    return this.#names
  }

  start(): void {
    this.#stopNames = this.#follow(
      view => exportedNames(view, this.#parts.peer),
      names => this.#tellNames(names),
    )
  }

  stop(): void {
    this.#stopNames()
    for (const stop of this.#services.values()) stop()
    this.#services.clear()
  }

  #tellNames(names: readonly string[]): void {
    const { peer, cluster, send } = this.#parts
    this.#names = names
    for (const [name, stop] of this.#services) {
      if (names.includes(name)) continue
      stop()
      this.#services.delete(name)
    }
    send({ t: 'exports', names })
    for (const name of names) {
      if (this.#services.has(name)) continue
      const stop = this.#follow(
        view => exportedInstances(view, name, peer, cluster),
        instances => send({ t: 'service', name, instances }),
      )
      this.#services.set(name, stop)
    }
  }

  /** Reads and tells, now and whenever what was read has changed; several changes of one turn are told together. */
  #follow<T>(read: (view: View) => T, tell: (value: T) => void): () => void {
    let stopped = false
    let unwatch: () => void = () => undefined
    const look = (): void => {
      if (stopped) return
      const { value, watchSet } = this.#parts.store.readTracked(read)
      unwatch = watchSet.onChange(() => nextTurn(look))
      tell(value)
    }
    look()
    return () => {
      stopped = true
      unwatch()
    }
  }
}
