import { revertTo } from '../state/revert-to.ts'
import { type Difference, differences } from '../state/difference.ts'
import { sameItems } from '../lib/equal.ts'
import type { Sliceable } from '../lib/slices.ts'
import { dumpSlices, dumpState } from '../state/dump.ts'
import { keyOf } from '../state/schema.ts'
import type { StateSnapshot } from '../state/store.ts'
import type { Agent } from './agent.ts'
import type { LocalCheck, LocalService } from './local/state.ts'
import { claimSelf } from './self.ts'

/** All that an agent knows, as plain values: the state, and the services and checks that it looks after itself. */
export interface AgentSnapshot extends StateSnapshot {
  readonly agent: { readonly services: readonly LocalService[]; readonly checks: readonly LocalCheck[] }
}

/** Snapshots of an agent's state: taken, restored, reverted to, compared, written out. */
export class StateSnapshots {
  readonly #agent: Agent
  #origin: AgentSnapshot

  constructor(agent: Agent) {
    this.#agent = agent
    this.#origin = this.snapshot()
  }

  snapshot(): AgentSnapshot {
    const { store, local } = this.#agent
    return {
      ...store.snapshot(),
      agent: { services: [...local.state.services()], checks: [...local.state.checks()] },
    }
  }

  /** As Consul's restore: rows come back with the indexes they had, and every blocked query is woken. */
  restore(snapshot: AgentSnapshot): void {
    const { store, settings } = this.#agent
    store.restore(snapshot)
    store.write(tx => claimSelf(tx, settings))
    this.#restoreLocal(snapshot)
    this.#forget()
  }

  /** Makes the state what it was by one commit: the index rises, and those are woken whose rows differ. */
  revert(snapshot: AgentSnapshot): void {
    const { store, sessionTtls } = this.#agent
    store.write(tx => revertTo(tx, snapshot))
    this.#restoreLocal(snapshot)
    for (const session of store.view.scan('sessions')) sessionTtls.renew(session)
  }

  /** Back to the beginning, as one commit. */
  reset(): void {
    this.revert(this.#origin)
    this.#forget()
  }

  /** The state as it is now becomes the beginning to which `reset` goes back. */
  keepAsOrigin(): void {
    this.#origin = this.snapshot()
  }

  dump(): string {
    return dumpState(this.#agent.store.snapshot())
  }

  /** The same in slices; as bytes where it is large. */
  dumping(): Sliceable<string | Buffer> {
    return dumpSlices(this.#agent.store.snapshot())
  }

  /** What changed since the snapshot, or since the beginning. */
  diff(since: StateSnapshot = this.#origin): readonly Difference[] {
    return differences(since, this.#agent.store.snapshot())
  }

  /** The catalog was brought back before, so that it is told only of what it had not been told of then. */
  #restoreLocal({ agent: { services, checks } }: AgentSnapshot): void {
    const { local, settings, store } = this.#agent
    const { state } = local
    // a snapshot may come from an agent of another name
    const Node = settings.nodeName
    const known = (table: 'services' | 'checks', id: string): boolean =>
      store.view.get(table, keyOf(Node, id)) !== undefined
    const unchanged =
      sameItems([...state.services()], services) && services.every(({ row }) => known('services', row.ID))
    local.withoutSync(() => {
      for (const { row } of [...state.checks()]) state.removeCheck(row.CheckID)
      if (!unchanged) for (const { row } of [...state.services()]) state.removeService(row.ID)
    })
    local.batch(() => {
      for (const service of unchanged ? [] : services) {
        const here = service.row.Node === Node ? service : { ...service, row: { ...service.row, Node } }
        const put = (): void => state.putService(here)
        if (known('services', service.row.ID)) local.withoutSync(put)
        else put()
      }
      for (const check of checks) {
        const put = (): void => state.putCheck({ ...check, row: { ...check.row, Node } })
        if (known('checks', check.row.CheckID)) local.withoutSync(put)
        else put()
      }
    })
  }

  /** What is remembered beside the state, and would show that there was another one. */
  #forget(): void {
    const { lockDelays, events, cache, cachedValues, heldReads, proxyWatches } = this.#agent
    lockDelays.clear()
    events.clear()
    cache.clear()
    cachedValues.clear()
    heldReads.clear()
    proxyWatches.clear()
  }
}
