import type { Clock } from '../../lib/clock.ts'
import { partsOf } from '../../lib/parts.ts'
import { runToEnd, type Sliceable } from '../../lib/slices.ts'
import type { Random } from '../../lib/random.ts'
import type { Logger } from '../../logging/logger.ts'
import type { Settings } from '../../model/settings.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import type { Store } from '../../state/store.ts'
import type { CheckStatus } from '../../model/rows.ts'
import type { CheckDefinition, ServiceRegistration } from '../../model/registration.ts'
import { refuseCheck } from '../checks/index.ts'
import type { CheckContext } from '../checks/context.ts'
import { aliasSource } from './alias-source.ts'
import { AntiEntropy } from './anti-entropy.ts'
import { CentralConfigSync } from './central-config.ts'
import { checkRow, type CheckPlace, withIds } from './check-row.ts'
import { CheckRunner } from './check-runner.ts'
import { refuse } from './errors.ts'
import { exposeChecks } from './exposed-checks.ts'
import { maintenanceCheck, NODE_MAINTENANCE, serviceMaintenance } from './maintenance.ts'
import { CriticalServiceReaper } from './reaper.ts'
import { serviceRow } from './service-row.ts'
import { sidecarId, sidecarOf, withPort } from './sidecar.ts'
import { LocalState, type LocalService, type Origin } from './state.ts'
import { withTaggedAddresses } from './tagged-addresses.ts'
import { validateOwnCheck, validateService, validateSidecar } from './validate-service.ts'

export interface LocalParts {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly store: Store
  readonly settings: () => Settings
  /** Writes what every node has into the catalog, whatever it runs. */
  readonly refreshNode: () => void
  /** The rights of a token; throws for one that is not known. */
  readonly resolveToken: (token: string) => Authorizer
  readonly agentToken: () => string
  /** Whether the catalog can be told of changes now. */
  readonly canSync: () => boolean
  /** Milliseconds from a change to its being told to the catalog; 0 (the default) for at once. */
  readonly syncDelay?: number | undefined
  /** Default true. */
  readonly runChecks?: boolean | undefined
  /** What checks show and trust over TLS. Default: the machine's. */
  readonly checkTls?: CheckContext['tls']
}

export interface ServiceOptions {
  readonly origin?: Origin
  /** With which it reaches the catalog. Default: with all rights. */
  readonly token?: string | undefined
  /** Checks of the service that the registration does not name go. */
  readonly replaceExistingChecks?: boolean
}

/** Services and checks that are registered or deregistered at once. */
const PART = 250

/** What the agent itself looks after: its services and checks. Throws AgentRefusal. */
export class Local {
  readonly state = new LocalState()
  readonly #parts: LocalParts
  readonly #sync: AntiEntropy
  readonly #runner: CheckRunner
  readonly #reaper: CriticalServiceReaper
  readonly #central: CentralConfigSync
  /** IDs of sidecars that came with their service, and go with it. */
  readonly #sidecars = new Set<string>()
  /** What is being done for services, by their IDs. */
  readonly #going = new Map<string, Sliceable<void>>()

  constructor(parts: LocalParts) {
    const { clock, random, logger, store } = parts
    this.#parts = parts
    this.#central = new CentralConfigSync(this.state, store)
    this.#sync = new AntiEntropy({ ...parts, state: this.state, delay: parts.syncDelay ?? 0 })
    this.#runner = new CheckRunner(this.state, {
      clock,
      random,
      logger,
      aliases: aliasSource(this.state, store),
      runs: parts.runChecks ?? true,
      tls: parts.checkTls,
      discardsOutput: () => parts.settings().discardCheckOutput,
    })
    this.#reaper = new CriticalServiceReaper(this.state, clock, id => {
      logger.info('Check for service has been critical for too long; deregistered service', { service: id })
      this.deregisterService(id)
    })
    // the last to hear of a change, so that a check that it changes in turn is heard of afterwards
    exposeChecks(this.state, () => parts.settings().exposedPorts)
  }

  start(): void {
    this.#central.start()
    this.#runner.start()
    this.#reaper.start()
    this.#sync.start()
  }

  stop(): void {
    this.#runner.stop()
    this.#reaper.stop()
    this.#sync.stop()
    this.#central.stop()
  }

  /** Compares with the catalog now, as happens once a minute. */
  compareWithCatalog(): void {
    this.#sync.compareAll()
  }

  /** Changes inside reach the catalog together. */
  batch<T>(fn: () => T): T {
    return this.#sync.batch(fn)
  }

  /** Changes inside do not reach the catalog, which knows of them already. */
  withoutSync(fn: () => void): void {
    this.#sync.withoutSync(fn)
  }

  registerService(given: ServiceRegistration, options?: ServiceOptions): void {
    runToEnd(this.registering(given, options))
  }

  /** The same in slices. The catalog is told in the end, in one commit. */
  *registering(given: ServiceRegistration, options: ServiceOptions = {}): Sliceable<void> {
    const { origin = 'api', replaceExistingChecks, token } = options
    validateService(given, origin)
    const sidecar = this.#sidecarOf(given, options)
    for (const part of partsOf(given.checks, PART)) {
      for (const check of part) this.#permit(check, origin)
      yield
    }
    const refused = sidecar && this.#firstRefusal(sidecar.checks, origin)
    const kept = refused === undefined ? sidecar : this.#refusedSidecar(sidecar)
    const registrations = [given, ...(kept ? [kept] : [])].map(withTaggedAddresses)
    const changes = this.#changes(registrations, origin, replaceExistingChecks === true, token)
    yield* this.#inTurn(given.row.ID || given.row.Service, changes)
    if (refused !== undefined) throw refuse.failed(`error updating service registration: ${refused}`)
  }

  /** As in Consul, the service is there by then, and what is new of a sidecar that was there, without its checks. */
  #refusedSidecar(sidecar: ServiceRegistration | undefined): ServiceRegistration | undefined {
    return sidecar && this.state.service(sidecar.row.ID) ? { ...sidecar, checks: [] } : undefined
  }

  /** What is to be done for services and their checks, one after the other. */
  *#changes(
    registrations: readonly ServiceRegistration[],
    origin: Origin,
    replaceChecks: boolean,
    token: string | undefined,
  ): Iterable<() => void> {
    for (const registration of registrations) {
      const row = serviceRow(registration.row, this.#node)
      const service: LocalService = { row, origin, token }
      const { ID, Service } = row
      yield () => this.#put(service)
      const checks = withIds(registration.checks, ID, Service)
      if (replaceChecks) {
        const named = new Set(checks.map(check => check.checkId))
        for (const { row: old } of this.state.checksOf(ID)) {
          if (!named.has(old.CheckID)) yield () => this.state.removeCheck(old.CheckID)
        }
      }
      for (const check of checks) yield () => this.#putCheck(check, service, origin, 'service', token)
    }
    for (const { row } of registrations.slice(1)) yield () => void this.#sidecars.add(row.ID)
  }

  /**
   * Changes a service and its sidecar in slices, and tells the catalog in the end. Consul holds a lock meanwhile: who has something
   * else to do with the same service does the rest of what goes on first.
   */
  *#inTurn(id: string, changes: Iterable<() => void>): Sliceable<void> {
    for (let other = this.#going.get(id); other; other = this.#going.get(id)) yield* other
    const work = this.#inParts(id, changes)
    this.#going.set(id, work)
    yield* work
  }

  *#inParts(id: string, changes: Iterable<() => void>): Sliceable<void> {
    const tell = this.#sync.hold([id, sidecarId(id)])
    let count = 0
    try {
      for (const change of changes) {
        change()
        if (++count % PART === 0) yield
      }
    } finally {
      yield* tell()
      this.#going.delete(id)
    }
  }

  /** As in Consul, a service whose sidecar finds no port is registered without it, and refused. */
  #sidecarOf(service: ServiceRegistration, options: ServiceOptions): ServiceRegistration | undefined {
    const sidecar = sidecarOf(service)
    if (!sidecar) return undefined
    // those of configurations are not looked at
    if (options.origin !== 'config') validateSidecar(sidecar)
    const { ID, Service } = service.row
    try {
      return withPort(sidecar, ID || Service, this.state, this.#parts.settings().sidecarPorts)
    } catch (error) {
      this.registerService({ ...service, sidecar: undefined }, options)
      throw error
    }
  }

  /** Its checks go along, and so does a sidecar that came with it. */
  deregisterService(id: string): void {
    runToEnd(this.deregistering(id))
  }

  /** The same in slices. The catalog is told in the end, in one commit. */
  *deregistering(id: string): Sliceable<void> {
    if (!this.state.service(id)) throw refuse.unknownService(id)
    yield* this.#inTurn(id, this.#removals(id))
  }

  *#removals(id: string): Iterable<() => void> {
    for (const { row } of this.state.checksOf(id)) yield () => this.removeCheck(row.CheckID)
    yield () => {
      this.state.removeService(id)
      this.#parts.logger.debug('removed service', { service: id })
    }
    this.#sidecars.delete(id)
    const sidecar = sidecarId(id)
    if (this.#sidecars.has(sidecar) && this.state.service(sidecar)) yield* this.#removals(sidecar)
  }

  registerCheck(definition: CheckDefinition, { origin = 'api', token }: ServiceOptions = {}): void {
    const service = this.validateNewCheck(definition, origin)
    this.#permit(definition, origin)
    this.#putCheck(definition, service, origin, origin, token)
  }

  /** Refuses a check that cannot be; gives the service that it is of. */
  validateNewCheck(definition: CheckDefinition, origin: Origin): LocalService | undefined {
    validateOwnCheck(definition, origin)
    const service = this.state.service(definition.serviceId)
    if (definition.serviceId !== '' && !service) throw refuse.noSuchServiceOfCheck(definition.serviceId)
    return service
  }

  deregisterCheck(id: string): void {
    if (!this.state.check(id)) throw refuse.unknownCheck(id)
    this.removeCheck(id)
  }

  /** Removes a check where it is still there. */
  removeCheck(id: string): void {
    if (this.state.check(id)) this.#parts.logger.debug('removed check', { check: id })
    this.state.removeCheck(id)
  }

  /** News of a TTL check. */
  updateCheck(id: string, status: CheckStatus, output: string): void {
    if (!this.state.check(id)) throw refuse.unknownCheck(id)
    if (!this.#runner.update(id, status, output)) throw refuse.noTtl(id)
    this.state.tellResult(id)
  }

  /** Puts a service in maintenance or ends that; the first reason stays. */
  maintainService(id: string, enable: boolean, reason: string): void {
    const service = this.state.service(id)
    if (!service) throw refuse.unknownService(id)
    this.#maintain(serviceMaintenance(id), enable, reason, service)
  }

  maintainNode(enable: boolean, reason: string): void {
    this.#maintain(NODE_MAINTENANCE, enable, reason)
  }

  #maintain(checkId: string, enable: boolean, reason: string, service?: LocalService): void {
    if (enable === (this.state.check(checkId) !== undefined)) return
    const what = `${service ? 'Service' : 'Node'} ${enable ? 'entered' : 'left'} maintenance mode`
    this.#parts.logger.info(what, service && { service: service.row.ID })
    if (enable) this.state.putCheck(maintenanceCheck(service, reason, this.#node))
    else this.removeCheck(checkId)
  }

  get #node(): string {
    return this.#parts.settings().nodeName
  }

  #permit(check: CheckDefinition, origin: Origin): void {
    const refused = this.#firstRefusal([check], origin)
    if (refused !== undefined) throw refuse.failed(refused)
  }

  #firstRefusal(checks: readonly CheckDefinition[], origin: Origin): string | undefined {
    const settings = this.#parts.settings()
    for (const check of checks) {
      const refused = refuseCheck(check, settings, origin)
      if (refused !== undefined) return refused
    }
    return undefined
  }

  #put(service: LocalService): void {
    const { Service } = service.row
    if (/[^a-zA-Z0-9-]/.test(Service)) {
      this.#parts.logger.warn(
        'Service name will not be discoverable via DNS due to invalid characters. Valid characters include all alpha-numerics and dashes.',
        { service: Service },
      )
    }
    this.state.putService(this.#central.complete(service))
  }

  /** A check that was there keeps its status and its output. */
  #putCheck(
    given: CheckDefinition,
    service: LocalService | undefined,
    origin: Origin,
    place: CheckPlace,
    token: string | undefined,
  ): void {
    const definition = { ...given, outputMaxSize: given.outputMaxSize || this.#parts.settings().checkOutputMaxSize }
    const row = checkRow(definition, service, this.#node, place)
    const old = this.state.check(row.CheckID)?.row
    this.state.putCheck({
      definition,
      origin,
      token,
      row: old ? { ...row, Status: old.Status, Output: old.Output } : row,
    })
    this.#sync.tellOutput(row.CheckID)
  }
}
