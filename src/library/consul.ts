import { Emulator } from '../emulator.ts'
import { environmentOf } from '../client/environment.ts'
import { arbitrarySeed, seededRandom } from '../lib/random.ts'
import { Log } from '../logging/log.ts'
import { ConsulError } from '../model/errors.ts'
import { type ConsulOptions, mirrorSource, type RecordOptions, settingsFromOptions } from '../options.ts'
import { applySeed } from '../seed/apply.ts'
import type { Seed } from '../seed/seed.ts'
import type { BlockedMatch, BlockedQuery } from '../control/blocked.ts'
import type { RequestMatch } from '../control/match.ts'
import { bound } from './address.ts'
import { directAcl } from './acl.ts'
import type { Acl } from './acl-objects.ts'
import { type Agent, directAgent } from './agent.ts'
import type { RecordedRequest } from '../control/recorded.ts'
import type { Faults, Journal } from './control.ts'
import { type Catalog, copy, directCatalog } from './catalog.ts'
import { consulArguments, WRITES } from './argument-kinds.ts'
import { check, checkArguments, withGuardedCalls } from './check.ts'
import { clockOf, type ConsulClock } from './clock.ts'
import { type Cluster, publicCluster } from './cluster.ts'
import { type ConsulEvents, EmulatorEvents } from './emulator-events.ts'
import { directEvents, type Events } from './event.ts'
import { directHealth, type Health } from './health.ts'
import { injectRequest, type InjectResponse } from './inject.ts'
import { directKv, type Kv } from './kv.ts'
import { failToListen } from './listen-failure.ts'
import { consulOptions } from './option-kinds.ts'
import { type ConfigEntries, directConfig } from './config.ts'
import { directIntentions, type Intentions } from './intentions.ts'
import { directPeerings, type Peerings } from './peerings.ts'
import { directQueries, type Queries } from './query.ts'
import { directSession, type Session } from './session.ts'
import { type Difference, isSnapshot, readSnapshot, type Snapshot } from './snapshot.ts'
import type { History } from '../agent/history.ts'
import { NO_HISTORY } from '../control/emulator-actions.ts'
import { directTxn, type TxnOperation, type TxnOutcome } from './txn.ts'
import { type PastCommit, type PastState, pastState } from './past-state.ts'
import { OwnCertificate } from './own-certificate.ts'
import { type CountedWaitOptions, until, untilBlocked, untilRequested, type WaitOptions } from './until.ts'
import { joinHostPort } from '../go/host-port.ts'

/** An emulated Consul agent, made by `createConsul` or `startConsul`. */
export class Consul implements AsyncDisposable {
  readonly #emulator: Emulator
  readonly #events: EmulatorEvents
  readonly #signal: AbortSignal | undefined
  /** From `close()` to the next `listen()`. */
  #closed = false
  readonly #certificate: OwnCertificate | undefined
  readonly #onAbort = (): void => void this.close()
  readonly #txn: (operations: readonly TxnOperation[]) => TxnOutcome
  /** What was asked for last: `listen` and `close` come one after the other. */
  #last: Promise<unknown> = Promise.resolve()

  /**
   * The clock of this emulator.
   *
   * @example await consul.clock.advance('20s')
   */
  readonly clock: ConsulClock
  /**
   * The key/value store.
   *
   * @example consul.kv.put('greeting', 'hello')
   * @see https://developer.hashicorp.com/consul/api-docs/kv
   */
  readonly kv: Kv
  /**
   * All nodes with their services and checks.
   *
   * @example consul.catalog.service('web')
   * @see https://developer.hashicorp.com/consul/api-docs/catalog
   */
  readonly catalog: Catalog
  /**
   * The agent's own services and checks.
   *
   * @example consul.agent.register({ name: 'web', port: 8080, check: 'passing' })
   * @see https://developer.hashicorp.com/consul/api-docs/agent
   */
  readonly agent: Agent
  /**
   * Services and nodes with their health checks.
   *
   * @example consul.health.service('web', { passing: true })
   * @see https://developer.hashicorp.com/consul/api-docs/health
   */
  readonly health: Health
  /**
   * Sessions and locks.
   *
   * @example consul.session.create({ ttl: '10s' })
   * @see https://developer.hashicorp.com/consul/api-docs/session
   */
  readonly session: Session
  /**
   * User events.
   *
   * @example consul.event.fire('deploy', '1.2.3')
   * @see https://developer.hashicorp.com/consul/api-docs/event
   */
  readonly event: Events
  /**
   * Prepared queries.
   *
   * @example consul.query.execute('web')
   * @see https://developer.hashicorp.com/consul/api-docs/query
   */
  readonly query: Queries
  /**
   * Tokens, policies and roles of an emulator with ACLs.
   *
   * @example consul.acl.tokens.create({ Policies: [{ Name: 'app' }] }).SecretID
   * @see https://developer.hashicorp.com/consul/api-docs/acl
   */
  readonly acl: Acl
  /**
   * Config entries.
   *
   * @example consul.config.set({ Kind: 'service-defaults', Name: 'web', Protocol: 'http' })
   * @see https://developer.hashicorp.com/consul/api-docs/config
   */
  readonly config: ConfigEntries
  /**
   * Intentions: which services may call each other in the mesh.
   *
   * @example consul.intentions.set('web', 'db', { Action: 'allow' })
   * @see https://developer.hashicorp.com/consul/api-docs/connect/intentions
   */
  readonly intentions: Intentions
  /**
   * Peerings with other clusters.
   *
   * @example const token = await consul.peerings.generateToken('west')
   * @see https://developer.hashicorp.com/consul/api-docs/peering
   */
  readonly peerings: Peerings
  /**
   * Injected faults.
   *
   * @example using outage = consul.faults.use({ path: '/v1/kv/app/config' }, { status: 500 })
   */
  readonly faults: Faults
  /**
   * The recorded HTTP requests and DNS questions.
   *
   * @example consul.journal.assertRequested({ method: 'PUT', path: '/v1/agent/service/register' })
   */
  readonly journal: Journal
  /**
   * The datacenter around the agent: other nodes, the leader, other datacenters.
   *
   * @example await consul.cluster.fail('web-2')
   */
  readonly cluster: Cluster

  /** Use `createConsul` or `startConsul`. Throws `MC_ERR_OPTIONS`, `MC_ERR_SEED` or `MC_ERR_SNAPSHOT`. */
  constructor(options: ConsulOptions = {}) {
    check(consulOptions, options, { what: 'make an emulator' })
    const random = seededRandom(options.random ?? arbitrarySeed())
    this.clock = clockOf(options.clock)
    this.#signal = options.signal
    const settings = settingsFromOptions(options, random.uuid())
    const [host = '127.0.0.1'] = settings.addresses.https ?? settings.clientAddresses
    if (options.https !== undefined && options.https !== false) {
      this.#certificate = new OwnCertificate(host, `server.${settings.datacenter}.${settings.domain}`)
    }
    const certificate = this.#certificate
    this.#emulator = new Emulator(settings, {
      ...(certificate && { certificate: () => certificate.certificate() }),
      clock: this.clock,
      random,
      log: new Log({ now: () => this.clock.now(), logger: options.logger }),
      ...(options.syncDelay !== undefined && { syncDelay: options.syncDelay }),
      ...(options.runChecks !== undefined && { runChecks: options.runChecks }),
      ...(options.mirror && { mirror: mirrorSource(options.mirror) }),
      ...(options.plugins && { plugins: options.plugins }),
      ...(options.fastPath !== undefined && { fastPath: options.fastPath }),
    })
    const { agent, cluster, control } = this.#emulator
    const whileOpen = <N extends keyof typeof WRITES, T extends object>(name: N, target: T): T =>
      withGuardedCalls(target, WRITES[name], method => this.#refuseClosed(`call ${name}.${method}`))
    this.kv = whileOpen('kv', directKv(agent))
    this.catalog = whileOpen('catalog', directCatalog(agent))
    this.agent = whileOpen('agent', directAgent(agent))
    this.health = directHealth(agent)
    this.session = whileOpen('session', directSession(agent))
    this.event = whileOpen('event', directEvents(agent))
    this.query = whileOpen('query', directQueries(agent))
    this.config = whileOpen('config', directConfig(agent))
    this.acl = directAcl(agent, (name, area) =>
      withGuardedCalls(area, WRITES.acl, method => this.#refuseClosed(`call ${name}.${method}`)),
    )
    this.intentions = whileOpen('intentions', directIntentions(agent))
    this.peerings = whileOpen('peerings', directPeerings(agent))
    this.#txn = directTxn(agent)
    this.#events = new EmulatorEvents(control)
    this.faults = control.faults
    this.journal = control.journal
    this.cluster = whileOpen('cluster', publicCluster(cluster))
    this.#begin(options.seed)
  }

  #begin(seed: ConsulOptions['seed']): void {
    if (seed === undefined) return
    try {
      if (isSnapshot(seed)) this.#emulator.state.restore(readSnapshot(seed, 'start from a snapshot'))
      else applySeed(this.#emulator.agent, seed)
    } catch (err) {
      // the caller never gets the emulator, so it is closed here
      void this.#emulator.close()
      throw err
    }
    this.#emulator.state.keepAsOrigin()
  }

  /**
   * Binds the ports. Resolves when every listener answers; rejects if a port is taken (`EADDRINUSE`, the message names the option)
   * or the signal is aborted. Idempotent, and works again after `close()`: on the same ports, with the same state.
   *
   * @example await createConsul().listen()
   */
  async listen(): Promise<this> {
    return this.#next(async () => {
      this.#signal?.throwIfAborted()
      if (this.listening) return this
      this.#closed = false
      await this.#emulator.listen().catch(failToListen('listen'))
      if (this.#signal?.aborted === true) {
        // aborted while the ports were being bound, before the listener was added
        await this.#emulator.close()
        this.#signal.throwIfAborted()
      }
      this.#signal?.addEventListener('abort', this.#onAbort, { once: true })
      return this
    })
  }

  /**
   * Answers every blocking query with the current state, closes the sockets and clears all timers, so that nothing keeps the process alive.
   * Idempotent. The state remains readable; changes and waits throw `MC_ERR_CLOSED` until `listen()`.
   *
   * @example await consul.close()
   */
  async close(): Promise<void> {
    return this.#next(async () => {
      this.#signal?.removeEventListener('abort', this.#onAbort)
      this.#closed = true
      await this.#emulator.close()
      this.#certificate?.removeFile()
    })
  }

  /**
   * Closes and listens again, like a restart of a Consul agent with a data folder: connections break, addresses and state remain.
   * Rejects if a port was taken in between.
   *
   * @example await consul.restart()
   */
  async restart(): Promise<void> {
    await this.close()
    await this.listen()
  }

  /**
   * Equivalent to `close()`.
   *
   * @example await using consul = await startConsul()
   */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** What changes nothing any more, or waits for ever, after `close()`. */
  #refuseClosed(what: string): void {
    if (!this.#closed) return
    const reason = 'the emulator was closed. listen() opens it again; what it knows can still be read.'
    throw new ConsulError('MC_ERR_CLOSED', `Failed to ${what}: ${reason}`)
  }

  #next<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#last.then(run, run)
    this.#last = next.catch(() => undefined)
    return next
  }

  /**
   * Whether the ports are bound.
   *
   * @example expect(consul.listening).toBe(false)
   */
  get listening(): boolean {
    return this.#emulator.listening
  }

  /**
   * The address of the HTTP API; it survives `close()` and `listen()`. Throws `MC_ERR_NOT_LISTENING` before the first `listen()` and with
   * `http: false`.
   *
   * @example await fetch(`${consul.http.url}/v1/kv/greeting?raw`)
   */
  get http(): { readonly url: string; readonly host: string; readonly port: number } {
    return bound(this.#emulator.http, 'HTTP')
  }

  /**
   * The address of the HTTP API over TLS, with the authority to trust as PEM ('' with certificates of the configuration); it survives
   * `close()` and `listen()`. Throws `MC_ERR_NOT_LISTENING` before the first `listen()` and without the option `https`.
   *
   * @example https.get(`${consul.https.url}/v1/status/leader`, { ca: consul.https.ca })
   * @see https://developer.hashicorp.com/consul/docs/agent/config/config-files#tls-configuration-reference
   */
  get https(): { readonly url: string; readonly host: string; readonly port: number; readonly ca: string } {
    return { ...bound(this.#emulator.https, 'HTTPS', 'https'), ca: this.#certificate?.ca ?? '' }
  }

  /**
   * The address of the DNS server, for UDP and TCP; it survives `close()` and `listen()`. Throws `MC_ERR_NOT_LISTENING` before the first
   * `listen()` and with `dns: false`.
   *
   * @example resolver.setServers([`${consul.dns.host}:${consul.dns.port}`])
   */
  get dns(): { readonly host: string; readonly port: number } {
    const { host, port } = bound(this.#emulator.dns, 'DNS')
    return { host, port }
  }

  /**
   * The environment for a program under test: `CONSUL_HTTP_ADDR`, with ACLs the `initialManagement` token, and neutral values of the other variables that Consul clients read.
   * With the option `https` the address is that of HTTPS; `CONSUL_CACERT`, and `NODE_EXTRA_CA_CERTS` for programs on Node, name a file with
   * the authority, which exists until `close()`. Throws `MC_ERR_NOT_LISTENING` before the first `listen()`.
   *
   * @example spawn('my-program', { env: { ...process.env, ...consul.env } })
   * @see https://developer.hashicorp.com/consul/commands#environment-variables
   */
  get env(): Readonly<Record<string, string>> {
    const { enabled, initialManagement } = this.#emulator.agent.settings.acl
    const token = enabled ? initialManagement : ''
    if (this.#certificate) {
      const { url } = this.https
      const caFile = this.#certificate.caFile()
      const environment = environmentOf({ address: url, ssl: true, token, tls: { caFile } })
      return { ...environment, NODE_EXTRA_CA_CERTS: caFile }
    }
    const { host, port } = this.http
    return environmentOf({ address: joinHostPort(host, port), token })
  }

  /**
   * Sends a request to the HTTP API without a socket, whether or not the emulator listens. Objects are sent as JSON, text and bytes as
   * they are. A blocking query resolves when it is answered. Does not reject when the API refuses a request: check the status.
   *
   * @example (await consul.inject('GET', '/v1/kv/greeting?raw')).body
   */
  async inject(
    method: string,
    url: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<InjectResponse> {
    checkArguments('inject', consulArguments.inject, [method, url, body, headers])
    this.#refuseClosed('inject a request')
    return injectRequest(this.#emulator.inject, method, url, body, headers)
  }

  /**
   * The index of the last commit, the largest value that `X-Consul-Index` can have.
   *
   * @example const before = consul.index
   * @see https://developer.hashicorp.com/consul/api-docs/features/blocking
   */
  get index(): number {
    return this.#emulator.agent.store.index
  }

  /**
   * Runs operations on keys, nodes, services and checks in one transaction: all or none. `Errors` lists those that failed. Throws
   * `MC_ERR_REFUSED`: 400 for an invalid operation, 413 for more than 128 operations.
   *
   * @example consul.txn([{ KV: { Verb: 'set', Key: 'a', Value: btoa('1') } }])
   * @see https://developer.hashicorp.com/consul/api-docs/txn
   */
  txn(operations: readonly TxnOperation[]): TxnOutcome {
    checkArguments('txn', consulArguments.txn, [operations])
    this.#refuseClosed('run a transaction')
    return this.#txn(operations)
  }

  /**
   * Adds the content of a seed to the state. Throws `MC_ERR_SEED` or `MC_ERR_REFUSED` and then changes nothing.
   *
   * @example consul.seed({ kv: { greeting: 'hello' }, services: [{ name: 'web', port: 80 }] })
   */
  seed(seed: Seed): void {
    this.#refuseClosed('add a seed')
    applySeed(this.#emulator.agent, seed)
  }

  /**
   * Copies keys, nodes, services and health checks of another Consul, once; nothing is written there. The option `mirror` follows it
   * instead. Rejects with `MC_ERR_OPTIONS` for an invalid address, with `MC_ERR_UNREACHABLE` if the other does not answer or refuses.
   *
   * @example await consul.recordFrom('http://consul.example:8500', { prefix: 'app/' })
   */
  async recordFrom(from: string, options: RecordOptions = {}): Promise<void> {
    checkArguments('recordFrom', consulArguments.recordFrom, [from, options])
    this.#refuseClosed('record')
    await this.#emulator.recordFrom(mirrorSource({ from, ...options }))
  }

  /**
   * Returns the whole state, for `restore` and `diff`. Events and pending requests are not part of it.
   *
   * @example const before = consul.snapshot()
   */
  snapshot(): Snapshot {
    return this.#emulator.state.snapshot()
  }

  /**
   * Restores a snapshot of this emulator or another one, as `consul snapshot restore` does: rows return with their indexes, and every
   * blocking query is answered. Throws `MC_ERR_SNAPSHOT`.
   *
   * @example consul.restore(before)
   * @see https://developer.hashicorp.com/consul/api-docs/snapshot
   */
  restore(snapshot: Snapshot): void {
    this.#refuseClosed('restore a snapshot')
    this.#emulator.state.restore(readSnapshot(snapshot, 'restore'))
  }

  /**
   * The remembered commits, oldest first, with the rows that each changed; `restore` forgets those before it. Throws `MC_ERR_OPTIONS`
   * without the option `history`.
   *
   * @example consul.history().map(({ index, changes }) => [index, changes.length])
   */
  history(): readonly PastCommit[] {
    return copy(this.#history('list commits').commits()) as readonly PastCommit[]
  }

  /**
   * The state after the last commit up to an index, to be read as this one is. Throws `MC_ERR_HISTORY` if the index is before the
   * remembered commits or after the last one, `MC_ERR_OPTIONS` without the option `history`.
   *
   * @example expect(consul.at(before).kv.getText('mode')).toBe('blue')
   */
  at(index: number): PastState {
    const { agent } = this.#emulator
    return pastState(this.#history('read the past').stateAt(index), agent.settings, this.clock.now())
  }

  /**
   * Reverts to the state after a remembered commit by a commit of its own: the index rises, blocking queries on changed rows are
   * answered. Throws like `at`.
   *
   * @example consul.revert(before)
   */
  revert(index: number): void {
    this.#refuseClosed('go back')
    this.#emulator.control.actions.revert(index)
  }

  #history(what: string): History {
    const { history } = this.#emulator
    if (history) return history
    throw new ConsulError('MC_ERR_OPTIONS', `Failed to ${what}: ${NO_HISTORY}`)
  }

  /**
   * Reverts to the seed in one commit: the index rises, blocking queries on changed rows are answered, unchanged rows stay. Other nodes
   * leave, a leader is elected, and faults, journal, events and lock delays are cleared; the clock is not reset. Takes effect
   * immediately; resolves when the ports of other nodes are closed.
   *
   * @example afterEach(() => consul.reset())
   */
  async reset(): Promise<void> {
    this.#refuseClosed('reset')
    await this.#emulator.control.actions.reset()
  }

  /**
   * The last thousand HTTP requests, oldest first: a shorthand for `journal.requests`.
   *
   * @example consul.requests.map(request => request.path)
   */
  get requests(): readonly RecordedRequest[] {
    return this.#emulator.control.journal.requests
  }

  /**
   * The blocking queries that wait at this moment, oldest first.
   *
   * @example consul.blocked.map(query => query.path)
   * @see https://developer.hashicorp.com/consul/api-docs/features/blocking
   */
  get blocked(): readonly BlockedQuery[] {
    return this.#emulator.control.blocked.list()
  }

  /**
   * Resolves with the matching blocking queries once enough of them wait; use it instead of sleeping. `wanted` is how many (default 1), or
   * options. Rejects with `MC_ERR_TIMEOUT` after `timeout`, and lists the blocked queries and the closest requests; with `MC_ERR_CLOSED`
   * if the emulator is closed before, with `MC_ERR_MATCH` for an invalid match.
   *
   * @example await consul.untilBlocked({ path: '/v1/health/service/web' }, { timeout: '2s' })
   */
  async untilBlocked(
    match?: BlockedMatch,
    wanted: number | CountedWaitOptions = {},
    options: WaitOptions = {},
  ): Promise<readonly BlockedQuery[]> {
    this.#refuseClosed('wait until queries block')
    return untilBlocked(this.#emulator.control, match, wanted, options)
  }

  /**
   * Resolves with the matching requests once enough of them arrived and took effect: they were answered, block, or met a fault. Rejects
   * with `MC_ERR_TIMEOUT` after `timeout`, and lists the closest requests, with `MC_ERR_OPTIONS` if requests
   * are not recorded; otherwise as `untilBlocked`.
   *
   * @example await consul.untilRequested({ method: 'PUT', path: '/v1/agent/service/register' }, { timeout: '2s' })
   */
  async untilRequested(match: RequestMatch, options: CountedWaitOptions = {}): Promise<readonly RecordedRequest[]> {
    this.#refuseClosed('wait until a request comes')
    return untilRequested(this.#emulator.control, match, options)
  }

  /**
   * Resolves with the result of a condition once that is truthy. The condition is evaluated after each commit and request, and every 50 ms;
   * an error counts as false. Rejects with `MC_ERR_TIMEOUT` after `timeout`, and reports the last result or error; with `MC_ERR_CLOSED` if
   * the emulator is closed before.
   *
   * @example await consul.until(() => consul.health.service('web', { passing: true }).length === 2, { timeout: '5s' })
   */
  async until<T>(condition: () => T | Promise<T>, options: WaitOptions = {}): Promise<T> {
    checkArguments('until', consulArguments.until, [condition, options])
    this.#refuseClosed('wait until a condition holds')
    return until(this.#emulator.control, condition, options)
  }

  /**
   * Adds a listener for commits (`change`), answered HTTP requests (`request`) or queries that begin to block (`blocked`), and returns a
   * function that removes it. Errors of a listener are uncaught exceptions. Throws `MC_ERR_OPTIONS` for another event.
   *
   * @example const stop = consul.on('change', ({ index, changes }) => console.log(index, changes))
   */
  on<E extends keyof ConsulEvents>(event: E, listener: (event: ConsulEvents[E]) => void): () => void {
    return this.#events.on(event, listener)
  }

  /**
   * Removes a listener. Idempotent.
   *
   * @example consul.off('request', listener)
   */
  off<E extends keyof ConsulEvents>(event: E, listener: (event: ConsulEvents[E]) => void): this {
    this.#events.off(event, listener)
    return this
  }

  /**
   * Returns all rows as sorted text for snapshot tests: without indexes and generated IDs, long values truncated.
   *
   * @example expect(consul.dump()).toMatchSnapshot()
   */
  dump(): string {
    return this.#emulator.state.dump()
  }

  /**
   * Returns the rows that differ from a snapshot (default: from the seed), by table and key, ignoring indexes. Throws `MC_ERR_SNAPSHOT`.
   *
   * @example expect(consul.diff()).toEqual([])
   */
  diff(since?: Snapshot): readonly Difference[] {
    const { state } = this.#emulator
    return (since ? state.diff(readSnapshot(since, 'compare')) : state.diff()) as readonly Difference[]
  }
}

/**
 * Creates an emulator that does not listen yet, so that its state can be prepared. Throws `MC_ERR_OPTIONS`, `MC_ERR_SEED`.
 *
 * @example
 * const consul = createConsul({ node: 'web-1' })
 * consul.kv.put('greeting', 'hello')
 * await consul.listen()
 */
export function createConsul(options: ConsulOptions = {}): Consul {
  return new Consul(options)
}

/**
 * Creates an emulator that listens, by default on free ports of the loopback interface. Rejects with the errors of `createConsul` and
 * `listen`.
 *
 * @example
 * const consul = await startConsul()
 * await fetch(`${consul.http.url}/v1/kv/a`, { method: 'PUT', body: 'b' })
 * await consul.close()
 */
export async function startConsul(options: ConsulOptions = {}): Promise<Consul> {
  const consul = new Consul(options)
  try {
    return await consul.listen()
  } catch (err) {
    await consul.close()
    throw err
  }
}
