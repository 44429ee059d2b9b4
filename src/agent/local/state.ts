import type { Proxy } from '../../model/rows.ts'
import type { NewCheck } from '../../state/check.ts'
import type { NewService } from '../../state/service.ts'
import type { CheckDefinition } from '../../model/registration.ts'

/** Where something was registered: over HTTP, or in the configuration. */
export type Origin = 'api' | 'config'

/** With which token something reaches the catalog: '' for the agent's default one, undefined for all rights. */
interface Synced {
  readonly token?: string | undefined
}

export interface LocalService extends Synced {
  /** As it was registered, or with what config entries say about its proxy. */
  readonly row: NewService
  /** What `row` was completed from, where config entries have a say in it. */
  readonly central?: CentralParts
  readonly origin: Origin
}

/** The proxy of a service before and after config entries were heard. */
export interface CentralParts {
  readonly registered: Proxy
  /** As the catalog is told of it: see Spelling. */
  readonly catalog: Proxy
}

/** A check's row, with the name and tags that its service had when the check was registered. */
export type LocalCheckRow = NewCheck & {
  readonly ServiceName: string
  readonly ServiceTags: readonly string[] | null
}

export interface LocalCheck extends Synced {
  readonly row: LocalCheckRow
  /** Undefined for what nothing runs: maintenance. */
  readonly definition: CheckDefinition | undefined
  readonly origin: Origin
  /** The proxy through which it is made; undefined for one that is made directly. The port is the row's ExposedPort. */
  readonly proxyAddress?: string | undefined
}

/** What came, went or changed; `before` or `after` is missing then. */
export type Change =
  | { readonly kind: 'service'; readonly id: string; readonly before?: LocalService; readonly after?: LocalService }
  | { readonly kind: 'check'; readonly id: string; readonly before?: LocalCheck; readonly after?: LocalCheck }

/** The agent's own services and checks. IDs are taken as they are spelled. */
export class LocalState {
  readonly #services = new Map<string, LocalService>()
  readonly #checks = new Map<string, LocalCheck>()
  /** IDs of checks by the ID of their service. */
  readonly #byService = new Map<string, Set<string>>()
  readonly #listeners = new Set<(change: Change) => void>()
  readonly #resultListeners = new Set<(check: LocalCheck) => void>()

  services(): Iterable<LocalService> {
    return this.#services.values()
  }

  service(id: string): LocalService | undefined {
    return this.#services.get(id)
  }

  checks(): Iterable<LocalCheck> {
    return this.#checks.values()
  }

  check(id: string): LocalCheck | undefined {
    return this.#checks.get(id)
  }

  /** The checks of a service; of the node for ''. */
  checksOf(serviceId: string): readonly LocalCheck[] {
    return Array.from(this.#byService.get(serviceId) ?? [], id => this.#checks.get(id) as LocalCheck)
  }

  putService(service: LocalService): void {
    const id = service.row.ID
    const before = this.#services.get(id)
    this.#services.set(id, service)
    this.#tell({ kind: 'service', id, ...(before && { before }), after: service })
  }

  removeService(id: string): void {
    const before = this.#services.get(id)
    if (!before) return
    this.#services.delete(id)
    this.#tell({ kind: 'service', id, before })
  }

  putCheck(check: LocalCheck): void {
    const id = check.row.CheckID
    const before = this.#checks.get(id)
    this.#checks.set(id, check)
    if (before && before.row.ServiceID !== check.row.ServiceID) this.#forget(before)
    const ids = this.#byService.get(check.row.ServiceID)
    if (ids) ids.add(id)
    else this.#byService.set(check.row.ServiceID, new Set([id]))
    this.#tell({ kind: 'check', id, ...(before && { before }), after: check })
  }

  removeCheck(id: string): void {
    const before = this.#checks.get(id)
    if (!before) return
    this.#checks.delete(id)
    this.#forget(before)
    this.#tell({ kind: 'check', id, before })
  }

  /** Told after each change, until the returned function is called. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Told after each result that a client gave for a TTL check, also one that changes nothing. */
  onResult(listener: (check: LocalCheck) => void): () => void {
    this.#resultListeners.add(listener)
    return () => this.#resultListeners.delete(listener)
  }

  tellResult(id: string): void {
    const check = this.#checks.get(id)
    if (check) for (const listener of [...this.#resultListeners]) listener(check)
  }

  #forget({ row: { ServiceID, CheckID } }: LocalCheck): void {
    const ids = this.#byService.get(ServiceID)
    if (ids?.delete(CheckID) && ids.size === 0) this.#byService.delete(ServiceID)
  }

  #tell(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change)
  }
}
