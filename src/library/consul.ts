import type { Emulator } from '../emulator.ts'
import { ConsulError } from '../model/errors.ts'
import { type ConsulOptions, mirrorSource, type RecordOptions } from '../options.ts'
import { applySeed } from '../seed/apply.ts'
import type { Seed } from '../seed/seed.ts'
import type { BlockedMatch, BlockedQuery } from '../control/blocked.ts'
import type { RequestMatch } from '../control/match.ts'
import { bound } from './address.ts'
import type { RecordedRequest } from '../control/recorded.ts'
import { copy } from './catalog.ts'
import { consulArguments } from './argument-kinds.ts'
import { ConsulAreas } from './areas.ts'
import { check, checkArguments } from './check.ts'
import { clockOf } from './clock.ts'
import { directAreas } from './direct-areas.ts'
import { type ConsulEvents, EmulatorEvents } from './emulator-events.ts'
import { injectRequest, type InjectResponse } from './inject.ts'
import { Lifecycle } from './lifecycle.ts'
import { beginWith, makeEmulator } from './make-emulator.ts'
import { consulOptions } from './option-kinds.ts'
import { type Difference, readSnapshot, type Snapshot } from './snapshot.ts'
import type { History } from '../agent/history.ts'
import { NO_HISTORY } from '../control/emulator-actions.ts'
import { directTxn, type TxnOperation, type TxnOutcome } from './txn.ts'
import { type PastCommit, type PastState, pastState } from './past-state.ts'
import { environmentOfPrograms } from './program-environment.ts'
import type { OwnCertificate } from './own-certificate.ts'
import { type CountedWaitOptions, until, untilBlocked, untilRequested, type WaitOptions } from './until.ts'

/** An emulated Consul agent, made by `createConsul` or `startConsul`. */
export class Consul extends ConsulAreas implements AsyncDisposable {
  readonly #emulator: Emulator
  readonly #events: EmulatorEvents
  readonly #lifecycle: Lifecycle
  readonly #certificate: OwnCertificate | undefined
  readonly #txn: (operations: readonly TxnOperation[]) => TxnOutcome

  /** Use `createConsul` or `startConsul`. Throws `MC_ERR_OPTIONS`, `MC_ERR_SEED` or `MC_ERR_SNAPSHOT`. */
  constructor(options: ConsulOptions = {}) {
    check(consulOptions, options, { what: 'make an emulator' })
    const clock = clockOf(options.clock)
    const { emulator, certificate } = makeEmulator(options, clock)
    const lifecycle = new Lifecycle(emulator, { signal: options.signal, certificate })
    super(directAreas(emulator, clock, what => lifecycle.refuseClosed(what)))
    this.#emulator = emulator
    this.#certificate = certificate
    this.#lifecycle = lifecycle
    this.#txn = directTxn(emulator.agent)
    this.#events = new EmulatorEvents(emulator.control)
    if (options.seed !== undefined) beginWith(emulator, options.seed)
  }

  /**
   * Binds the ports. Resolves when every listener answers; rejects if a port is taken (`EADDRINUSE`, the message names the option)
   * or the signal is aborted. Idempotent, and works again after `close()`: on the same ports, with the same state.
   *
   * @example await createConsul().listen()
   */
  async listen(): Promise<this> {
    await this.#lifecycle.listen()
    return this
  }

  /**
   * Answers every blocking query with the current state, closes the sockets and clears all timers, so that nothing keeps the process alive.
   * Idempotent. The state remains readable; changes and waits throw `MC_ERR_CLOSED` until `listen()`.
   *
   * @example await consul.close()
   */
  async close(): Promise<void> {
    await this.#lifecycle.close()
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
    return environmentOfPrograms(this.#emulator, this.#certificate)
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
    this.#lifecycle.refuseClosed('inject a request')
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
    this.#lifecycle.refuseClosed('run a transaction')
    return this.#txn(operations)
  }

  /**
   * Adds the content of a seed to the state. Throws `MC_ERR_SEED` or `MC_ERR_REFUSED` and then changes nothing.
   *
   * @example consul.seed({ kv: { greeting: 'hello' }, services: [{ name: 'web', port: 80 }] })
   */
  seed(seed: Seed): void {
    this.#lifecycle.refuseClosed('add a seed')
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
    this.#lifecycle.refuseClosed('record')
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
   * blocking query is answered. Throws `MC_ERR_SNAPSHOT`. Effective when it returns, and so nothing else is served meanwhile: of 130,000
   * keys or 10,000 services for about a tenth of a second. `PUT /_miniconsul/snapshot` serves others between reading, judging and restoring.
   *
   * @example consul.restore(before)
   * @see https://developer.hashicorp.com/consul/api-docs/snapshot
   */
  restore(snapshot: Snapshot): void {
    this.#lifecycle.refuseClosed('restore a snapshot')
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
    this.#lifecycle.refuseClosed('go back')
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
    this.#lifecycle.refuseClosed('reset')
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
    this.#lifecycle.refuseClosed('wait until queries block')
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
    this.#lifecycle.refuseClosed('wait until a request comes')
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
    this.#lifecycle.refuseClosed('wait until a condition holds')
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
