import { anything } from '../../go/struct.ts'
import { equal } from '../../lib/equal.ts'
import type { Proxy } from '../../model/rows.ts'
import { mergeCentralConfig, takesCentralConfig } from '../../state/central-config/merge.ts'
import type { Store } from '../../state/store.ts'
import type { LocalService, LocalState } from './state.ts'

/** As it reaches the catalog: what was a structure in settings is a map there, whose members come by their names. */
function asSent(proxy: Proxy): Proxy {
  const { Upstreams } = proxy
  if (!Array.isArray(Upstreams)) return proxy
  const sent = Upstreams.map((upstream: Readonly<Record<string, unknown>>) =>
    'Config' in upstream ? { ...upstream, Config: anything(upstream['Config']) } : upstream,
  )
  return { ...proxy, Upstreams: sent }
}

/** Keeps the agent's own proxies completed with what config entries say about them: https://developer.hashicorp.com/consul/docs/agent/config-entries */
export class CentralConfigSync {
  readonly #state: LocalState
  readonly #store: Store
  /** What ends to follow the entries that a service depends on, by its ID. */
  readonly #followed = new Map<string, () => void>()
  /** IDs of services whose entries changed. */
  readonly #changed = new Set<string>()

  constructor(state: LocalState, store: Store) {
    this.#state = state
    this.#store = store
    state.onChange(({ kind, id, after }) => {
      if (kind === 'service' && !after?.central) this.#unfollow(id)
    })
  }

  /** The service as it is to be stored; from now on it follows the entries that it depends on. */
  complete(service: LocalService): LocalService {
    const { row } = service
    if (!takesCentralConfig(row)) return service
    const registered = service.central?.registered ?? row.Proxy
    const { value, watchSet } = this.#store.readTracked(view => ({
      shown: mergeCentralConfig(view, { ...row, Proxy: registered }),
      catalog: asSent(mergeCentralConfig(view, { ...row, Proxy: registered }, 'complete').Proxy),
    }))
    this.#unfollow(row.ID)
    this.#followed.set(
      row.ID,
      watchSet.onChange(() => this.#note(row.ID)),
    )
    return { ...service, row: value.shown, central: { registered, catalog: value.catalog } }
  }

  /** Takes over what changed while it was stopped. */
  start(): void {
    for (const { row, central } of this.#state.services())
      if (central && !this.#followed.has(row.ID)) this.#note(row.ID)
  }

  stop(): void {
    for (const id of [...this.#followed.keys()]) this.#unfollow(id)
  }

  #unfollow(id: string): void {
    this.#followed.get(id)?.()
    this.#followed.delete(id)
  }

  /** Within a commit: the writer is answered before what it brings about is written in turn. */
  #note(id: string): void {
    this.#changed.add(id)
    if (this.#changed.size === 1) queueMicrotask(() => this.#refresh())
  }

  #refresh(): void {
    const ids = [...this.#changed]
    this.#changed.clear()
    for (const id of ids) {
      const service = this.#state.service(id)
      if (!service?.central) continue
      const completed = this.complete(service)
      if (!equal(completed.row, service.row)) this.#state.putService(completed)
    }
  }
}
