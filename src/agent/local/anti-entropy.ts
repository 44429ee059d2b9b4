import type { Clock, Timer } from '../../lib/clock.ts'
import { equal } from '../../lib/equal.ts'
import type { Sliceable } from '../../lib/slices.ts'
import type { Logger } from '../../logging/logger.ts'
import type { Settings } from '../../model/settings.ts'
import { allowAll, type Authorizer } from '../../state/acl/authorizer.ts'
import { keyOf } from '../../state/schema.ts'
import type { Store } from '../../state/store.ts'
import { catalogDrift, pushCheck, pushService } from './catalog-sync.ts'
import { DeferredOutputs } from './deferred-outputs.ts'
import type { Change, LocalState } from './state.ts'
import { errorText } from '../../lib/error-text.ts'

/** How often the whole is compared. */
const INTERVAL = 60_000
/** Commits that are made in one go. */
const MANY = 250
/** Checks of one commit: about a tenth of a second. */
const MAX_COMMIT = 10_000

export interface AntiEntropyParts {
  readonly state: LocalState
  readonly store: Store
  readonly clock: Clock
  readonly logger: Logger
  readonly settings: () => Settings
  /** Writes what every node has, whatever it runs. */
  readonly refreshNode: () => void
  /** Whether the catalog can be told now; what changes meanwhile is told afterwards. */
  readonly canSync: () => boolean
  /** The rights of a token; throws for one that is not known. */
  readonly resolveToken: (token: string) => Authorizer
  readonly agentToken: () => string
  /** Milliseconds from a change to its being told to the catalog; 0 for at once. */
  readonly delay: number
}

/**
 * Tells the catalog what the agent knows of its own node, for which it has the last word. Each change is told by
 * itself; once a minute all is compared, and what others wrote to the catalog in between is put right.
 */
export class AntiEntropy {
  readonly #parts: AntiEntropyParts
  readonly #services = new Set<string>()
  readonly #checks = new Set<string>()
  /** What changed of services that are held back, by the IDs of these. */
  readonly #held = new Map<string, Untold>()
  readonly #deferred: DeferredOutputs
  /** Those of what went, until the catalog knows. */
  readonly #tokens = new Map<string, string | undefined>()
  #open = 0
  #quiet = false
  #soon: Timer | undefined
  #minute: Timer | undefined

  constructor(parts: AntiEntropyParts) {
    this.#parts = parts
    const interval = (): number => parts.settings().checkUpdateInterval
    this.#deferred = new DeferredOutputs(parts.clock, interval, id => {
      this.#checks.add(id)
      this.#tellSoon()
    })
    parts.state.onChange(change => this.#note(change))
  }

  start(): void {
    this.#minute = this.#parts.clock.setTimeout(() => {
      this.start()
      this.compareAll()
    }, INTERVAL)
  }

  /** Ends the timers; what was not told yet is told. */
  stop(): void {
    this.#minute?.clear()
    this.#deferred.clear()
    this.#tell()
  }

  /** Changes inside are told together when the outermost of these ends, whether or not it throws. */
  batch<T>(fn: () => T): T {
    this.#open++
    try {
      return fn()
    } finally {
      this.#open--
      this.#tellSoon()
    }
  }

  /**
   * Holds back what changes of these services and their checks; the returned function tells it in slices, and all of it in one commit
   * unless that would take long. Only checks of a service that did not change itself are told one by one, as Consul tells them, as
   * long as they are not many.
   */
  hold(services: readonly string[]): () => Sliceable<void> {
    const held: Untold = { services: new Set(), checks: new Set() }
    for (const id of services) this.#held.set(id, held)
    const isMany = (): boolean => held.checks.size > MANY
    const tell = (most: number): void => {
      const told = isMany() ? services : held.services
      for (const id of told) if (held.services.has(id) || this.#parts.state.service(id)) this.#services.add(id)
      for (const id of held.checks) {
        if (most-- === 0) break
        held.checks.delete(id)
        this.#checks.add(id)
      }
      this.#tellSoon()
    }
    return function* (this: AntiEntropy): Sliceable<void> {
      for (; held.checks.size > MAX_COMMIT; yield) tell(MAX_COMMIT)
      for (const id of services) this.#held.delete(id)
      tell(MAX_COMMIT)
    }.bind(this)
  }

  /** Changes inside are not told: the catalog knows of them already. */
  withoutSync(fn: () => void): void {
    this.#quiet = true
    try {
      fn()
    } finally {
      this.#quiet = false
    }
  }

  /** Tells an output of a check that was registered again, which would be told later. */
  tellOutput(id: string): void {
    if (!this.#deferred.has(id)) return
    this.#deferred.delete(id)
    this.#untoldOf(this.#parts.state.check(id)?.row.ServiceID).checks.add(id)
    this.#tellSoon()
  }

  /** Compares all that is here with all that the catalog has of this node, and puts the catalog right. */
  compareAll(): void {
    const { state, store, settings } = this.#parts
    if (!this.#parts.canSync()) return
    this.#try('Failed to sync node info', () => this.#parts.refreshNode())
    this.batch(() => {
      const drift = catalogDrift(store.view, state, settings(), id => this.#deferred.has(id))
      for (const [id, adopted] of drift.adopted) {
        const service = state.service(id)
        if (service) state.putService({ ...service, row: { ...service.row, ...adopted } })
      }
      for (const id of drift.services) this.#untoldOf(id).services.add(id)
      for (const id of drift.checks) this.#untoldOf(state.check(id)?.row.ServiceID).checks.add(id)
    })
  }

  #note(change: Change): void {
    const { before, after } = change
    if (this.#quiet || (before && after && equal(before.row, after.row))) return
    if (!after && before) this.#tokens.set(`${change.kind} ${change.id}`, before.token)
    const { services, checks } = this.#untoldOf(serviceOf(change))
    if (change.kind === 'service') services.add(change.id)
    else if (onlyOutput(change) && !checks.has(change.id)) this.#deferred.add(change.id)
    else {
      this.#deferred.delete(change.id)
      checks.add(change.id)
    }
    this.#tellSoon()
  }

  /** Where changes of a service and its checks are noted. */
  #untoldOf(service = ''): Untold {
    return this.#held.get(service) ?? { services: this.#services, checks: this.#checks }
  }

  #tellSoon(): void {
    if (this.#open > 0 || (this.#services.size === 0 && this.#checks.size === 0)) return
    if (this.#parts.delay === 0) return this.#tell()
    this.#soon ??= this.#parts.clock.setTimeout(() => this.#tell(), this.#parts.delay)
  }

  #tell(): void {
    this.#soon?.clear()
    this.#soon = undefined
    const { state, store, settings } = this.#parts
    if (!this.#parts.canSync()) return
    for (const id of this.#services) {
      this.#services.delete(id)
      const checks = state.checksOf(id).filter(({ row }) => this.#checks.delete(row.CheckID))
      const push = (): void => {
        this.#mayWriteService(id)
        store.write(tx => pushService(tx, id, state, checks, settings()))
      }
      this.#push('service', id, state.service(id), push)
    }
    for (const id of this.#checks) {
      this.#checks.delete(id)
      const push = (): void => {
        this.#mayWriteCheck(id)
        store.write(tx => pushCheck(tx, id, state, settings()))
      }
      this.#push('check', id, state.check(id), push)
    }
  }

  /** Tells the catalog of one thing, and the log of what that changed: not of a check that went with its service. */
  #push(kind: 'service' | 'check', id: string, present: unknown, push: () => void): void {
    const { store, logger } = this.#parts
    const before = store.index
    if (!this.#try(`Failed to sync ${kind}`, push, id)) return
    if (store.index !== before) logger.info(`${present ? 'Synced' : 'Deregistered'} ${kind}`, { [kind]: id })
    else if (present) logger.debug(`${kind === 'service' ? 'Service' : 'Check'} in sync`, { [kind]: id })
  }

  #mayWriteService(id: string): void {
    const { state, store, settings } = this.#parts
    const local = state.service(id)
    const { nodeName } = settings()
    const name = local?.row.Service ?? store.view.get('services', keyOf(nodeName, id))?.Service
    const authorizer = this.#authorizerOf('service', id, local)
    const allowed = name === undefined || authorizer.allows('service', 'write', name)
    if (!allowed && (local || !authorizer.allows('node', 'write', nodeName))) throw new Error('Permission denied')
  }

  #mayWriteCheck(id: string): void {
    const { state, store, settings } = this.#parts
    const local = state.check(id)
    const { nodeName } = settings()
    const row = local?.row ?? store.view.get('checks', keyOf(nodeName, id))
    if (!row) return
    const authorizer = this.#authorizerOf('check', id, local)
    const ofService = row.ServiceName !== '' && authorizer.allows('service', 'write', row.ServiceName)
    if (!ofService && !authorizer.allows('node', 'write', nodeName)) throw new Error('Permission denied')
  }

  /** What was registered goes with its token; what only the catalog knows of with the agent's. */
  #authorizerOf(
    kind: 'service' | 'check',
    id: string,
    local: { readonly token?: string | undefined } | undefined,
  ): Authorizer {
    const key = `${kind} ${id}`
    const known = local !== undefined || this.#tokens.has(key)
    const token = local ? local.token : known ? this.#tokens.get(key) : this.#parts.agentToken()
    this.#tokens.delete(key)
    return token === undefined ? allowAll : this.#parts.resolveToken(token)
  }

  /** Whether it worked. What the catalog refuses must not harm the one whose change it was; the next comparison tries again. */
  #try(what: string, fn: () => void, id = ''): boolean {
    try {
      fn()
      return true
    } catch (error) {
      this.#parts.logger.error(what, { id, error: errorText(error) })
      return false
    }
  }
}

/** IDs of what the catalog is to be told of. */
interface Untold {
  readonly services: Set<string>
  readonly checks: Set<string>
}

/** The ID of the service that a change is of, or of a check of it; '' for checks of the node. */
function serviceOf(change: Change): string {
  return change.kind === 'service' ? change.id : ((change.after ?? change.before)?.row.ServiceID ?? '')
}

/** Whether the check is as it was but for what it printed. */
function onlyOutput({ kind, before, after }: Change): boolean {
  return kind === 'check' && before !== undefined && after !== undefined
    ? equal({ ...before.row, Output: '' }, { ...after.row, Output: '' })
    : false
}
