import type { Incoming } from './exchange.ts'
import { type Hints, hintsOf } from './hints.ts'
import { NO_BYTES } from '../lib/bytes.ts'
import { decodeBinary } from '../go/json/utf8.ts'
import type { AgentAcl } from '../agent/acl/agent-acl.ts'
import type { RequestKind, RequestLimits } from '../agent/request-limits.ts'
import type { TokenServer } from '../agent/upstream.ts'
import { allowAll, type Authorizer } from '../state/acl/authorizer.ts'
import { ANONYMOUS_SECRET } from '../state/acl/builtin.ts'
import { secretOf } from './secret.ts'
import type { Settings } from '../model/settings.ts'
import { refusal } from '../api/refusals.ts'
import type { RouteMetrics } from './request-metrics.ts'
import type { QueryString } from './query-string.ts'
import { GZIP_FROM } from './reply.ts'
import { MAX_UNREAD } from './unread-body.ts'

/** One request, with its path and query taken apart. */
export class Request {
  readonly raw: Incoming
  readonly method: string
  /** The path as it came, still encoded. */
  readonly path: string
  readonly query: QueryString
  /** What stands in the path behind a route that takes a name, decoded: one unit a byte, as KV keys are. */
  readonly paramBytes: string
  #body: Buffer = NO_BYTES
  #bodyError: Error | undefined
  #looksAtBody = false
  readonly settings: Settings
  /** Counts it when it is answered. */
  metrics: RouteMetrics | undefined
  /** Bytes from which its answer is compressed, if it accepts gzip. */
  gzipFrom = GZIP_FROM
  /** When it came, on the agent's clock. */
  began = 0
  /** Counts what is asked of the servers; undefined where nothing is limited. */
  limits: RequestLimits | undefined
  /** No server leads at the moment. */
  leaderless = false
  /** Whatever datacenter is named, this one answers. */
  anyDatacenter = false
  #hints: Hints | undefined
  readonly #acl: AgentAcl
  #authorizer: Authorizer | undefined
  /** Gives the rights that a server told of. */
  #told: (() => Authorizer) | undefined
  /** Who asks is in another datacenter, and wants the addresses that lead here from there. */
  fromAbroad = false
  /** Its agent has a server answer, and tells in front of what that refuses that it did. */
  relayed = false
  /** The agent found nothing to refuse: what comes now are the server's words. */
  #asked = false

  constructor(raw: Incoming, path: string, paramBytes: string, query: QueryString, settings: Settings, acl: AgentAcl) {
    this.raw = raw
    this.method = raw.method ?? 'GET'
    this.path = path
    this.paramBytes = paramBytes
    this.query = query
    this.settings = settings
    this.#acl = acl
  }

  /** The secret of the token that it brings; '' for none. */
  get secret(): string {
    return secretOf(this.raw, this.query)
  }

  /**
   * What it may do. The token is looked up when this is first asked for, which is where Consul does so, and stays what it was
   * then: a blocked query keeps the rights that it began with. Throws where the token is not known.
   */
  get authorizer(): Authorizer {
    this.#asked = true
    return (this.#authorizer ??= this.#told?.() ?? (this.#acl.enabled ? this.#acl.resolve(this.secret) : allowAll))
  }

  /** Has the token looked up again, for a read that goes on after its request. */
  renewRights(): void {
    this.#authorizer = undefined
  }

  /** Whether it brings no token, and no other one stands in for that. */
  get isAnonymous(): boolean {
    return this.#acl.effective(this.secret) === ANONYMOUS_SECRET
  }

  /** Looks the token up at a server, for an agent that has no state. What is wrong with it shows where the rights are asked for. */
  async askRights(server: TokenServer): Promise<void> {
    const told = await this.#acl.resolveAt(server, this.secret).then(
      authorizer => () => authorizer,
      (error: unknown) => () => {
        throw error
      },
    )
    this.#told = told
  }

  get hints(): Hints {
    return (this.#hints ??= hintsOf(this.raw))
  }

  /** The bytes of the body. Throws here, and not before, when it was too large: other complaints come first. */
  get body(): Buffer {
    this.#looksAtBody = true
    if (this.#bodyError) throw this.#bodyError
    return this.#body
  }

  /** Set once, before the route runs. */
  setBody(body: Buffer | Error): void {
    if (body instanceof Error) this.#bodyError = body
    else this.#body = body
  }

  /** Called when it is answered: a long body that its handler never looked at ends the connection, as one that Go's server does not read. */
  leaveBody(): void {
    if (this.#body.length >= MAX_UNREAD && !this.#looksAtBody) this.raw.resume(this.#body.length)
  }

  /** The name in the path as text: see decodeUtf8 for bytes that are none. */
  get param(): string {
    return decodeBinary(this.paramBytes)
  }

  header(name: string): string {
    const value = this.raw.headers[name]
    return Array.isArray(value) ? value.join(', ') : (value ?? '')
  }

  /** The length that the client announced; undefined for a chunked body. */
  get contentLength(): number | undefined {
    if (this.raw.buffered) return this.raw.buffered.length
    if (!this.hints.body) return 0
    const length = this.header('content-length')
    if (length !== '') return Number(length)
    return this.raw.headers['transfer-encoding'] === undefined ? 0 : undefined
  }

  /** The body, of which Consul takes no note where it came without a length. */
  get measuredBody(): Buffer {
    return this.contentLength === undefined ? NO_BYTES : this.body
  }

  get remoteAddress(): string {
    return this.raw.socket?.remoteAddress ?? '127.0.0.1'
  }

  /** The datacenter that was asked for: this one when none was named. */
  get datacenter(): string {
    if (this.anyDatacenter) return this.settings.datacenter
    return this.namedDatacenter || this.settings.datacenter
  }

  /** The datacenter that the query names, if any. */
  get namedDatacenter(): string {
    return this.query.get('datacenter') || this.query.get('dc')
  }

  /**
   * Refuses what is beyond the limits, another datacenter, and anything without a leader. Consul's servers do this last, after the
   * request itself was found good.
   */
  checkDatacenter(kind?: RequestKind): void {
    this.checkPath(kind)
    if (this.leaderless) throw refusal.noLeader()
  }

  /** Whether a refusal is a server's, passed on by the agent that was asked. */
  get refusedByServer(): boolean {
    return this.relayed && this.#asked
  }

  /** The same for what any server answers by itself. */
  checkPath(kind: RequestKind = this.method === 'GET' ? 'read' : 'write'): void {
    this.checkLimits(kind)
    if (this.query.isEmpty) return
    if (this.datacenter !== this.settings.datacenter) throw refusal.noPathToDatacenter()
  }

  /** Refuses what is beyond the limits alone. */
  checkLimits(kind: RequestKind): void {
    this.#asked = true
    if (this.limits?.admits(kind, this.remoteAddress) === false) throw refusal.rateLimited(kind)
  }

  /** Refuses what only Consul Enterprise has. */
  checkEnterprise(): void {
    if (this.hints.plainRead && this.query.isEmpty) return
    if (this.header('x-consul-namespace') !== '') throw refusal.enterpriseHeader('X-Consul-Namespace', 'Namespaces')
    if (this.query.get('ns') !== '') throw refusal.enterpriseParameter('ns', 'Namespaces')
    this.checkPartition()
  }

  /** The same for what has no namespace: another one is not looked at. */
  checkPartition(): void {
    if (this.header('x-consul-partition') !== '') throw refusal.enterpriseHeader('X-Consul-Partition', 'Partitions')
    if (this.query.get('partition') !== '') throw refusal.enterpriseParameter('partition', 'Partitions')
  }
}
