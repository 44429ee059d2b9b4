import type { Incoming } from './exchange.ts'
import type { Responder } from './responder.ts'
import type { Writable } from 'node:stream'
import type { RemoteDatacenter } from '../agent/remote-datacenter.ts'
import type { RelayedRequest, Upstream } from '../agent/upstream.ts'
import { Elsewhere } from './target.ts'
import type { BlockedReader, BlockingQuery } from '../agent/blocking.ts'
import type { Agent } from '../agent/agent.ts'
import type { Logger } from '../logging/logger.ts'
import { loggedUrl } from './logged-url.ts'
import { decodeText } from '../lib/bytes.ts'
import { formatDuration } from '../go/duration.ts'
import type { Read } from '../state/kv.ts'
import type { View } from '../state/view.ts'
import type { Settings } from '../model/settings.ts'
import { StateError } from '../state/errors.ts'
import { isStreamed, type ReadOptions, readOptions } from './blocking-parameters.ts'
import { AnswerCache, type CachedRead } from './answer-cache.ts'
import { isCacheable, keyOf, keyWithAcls } from './answer-key.ts'
import { type Asked, BlockedRead, type BlockedReads, labelOf } from './blocked-read.ts'
import { readBody } from './body.ts'
import { Refusal, refusal, refusalOf } from '../api/refusals.ts'
import { mayWrite } from './write-access.ts'
import type { WrittenList } from './json-list.ts'
import { discardBody, plain, redirect, send } from './plain-answers.ts'
import { isAnonymous } from '../state/acl/builtin.ts'
import { NO_LEADER, queryMeta, RESULTS_FILTERED } from './query-meta.ts'
import { bringsToken } from './secret.ts'
import { parseQueryString, unescapeBytes } from './query-string.ts'
import { BaseHeaders } from './base-headers.ts'
import {
  COMPACT,
  type FlatHeaders,
  gzipped,
  isWorthGzip,
  type Layout,
  type Prepared,
  prepareReply,
  type Reply,
  TEXT_TYPE,
} from './reply.ts'
import { pagePath, servesPage } from './page-path.ts'
import { PROFILES_PREFIX, serveProfile } from './profiles/serve.ts'
import { Request } from './request.ts'
import { hintsOf } from './hints.ts'
import { RequestMetrics } from './request-metrics.ts'
import { allowedMethods, type Handler, type Method, type QueryOptions, type Route, type Stream } from './route.ts'
import type { Router } from './router.ts'
import { errorText } from '../lib/error-text.ts'

const UNPRINTABLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u
const PLAIN_PATH = /^[!-~]*$/
const NOT_API = 'Invalid URL path: not a recognized HTTP API endpoint\n'
const NOT_V1 = "Invalid URL path: if attempting to use the HTTP API, ensure the path starts with '/v1/'\n"

const UI_DISABLED =
  'Consul Agent: UI disabled. To enable, set ui_config.enabled=true in the agent configuration and restart.'

/** Takes a request from its first line to its answer, in the order in which Consul complains. */
export class Dispatcher {
  readonly #agent: Agent
  readonly #logger: Logger
  readonly #router: Router
  readonly #base: BaseHeaders
  readonly #answers: AnswerCache
  readonly #metrics: RequestMetrics
  /** Those of agents in other datacenters. */
  readonly #others = new WeakMap<Agent, Dispatcher>()

  /** Answers that are the same for all: a PUT of one key takes a fifth less with its `true` made ready. */
  readonly #constants = new Map<Reply, { readonly settings: Settings; readonly prepared: Prepared }>()

  readonly #remote: boolean
  readonly #blockedReads: BlockedReads = {
    read: (key, fn) => this.#read(key, fn),
    watchSetOf: (key, cached) => {
      if (key !== undefined) this.#answers.await(key, cached)
      return cached.watchSet
    },
    answer: (res, req, cached, asked) => this.#answer(res, req, cached, asked),
    fail: (res, req, err, { options }) => this.#queryError(res, req, options, err),
  }

  /** `remote`: it answers for an agent that has others to answer it. */
  constructor(agent: Agent, router: Router, remote = agent.remote) {
    this.#agent = agent
    this.#logger = agent.log.module('agent.http')
    this.#router = router
    this.#remote = remote
    this.#base = new BaseHeaders()
    this.#answers = new AnswerCache(agent)
    this.#metrics = new RequestMetrics(agent.metrics)
  }

  /** Drops what it cached. */
  close(): void {
    this.#answers.clear()
  }

  /** Never throws and never rejects. */
  handle(raw: Incoming, res: Responder): void {
    if (this.#logger.debugging) this.#logWhenDone(raw, res)
    try {
      if (!this.#sendCached(raw, res)) this.#route(raw, res)
    } catch (err) {
      this.#internalError(res, err)
    }
  }

  /**
   * Sends the cached answer of the very same URL. Whatever must be asked before a read is answered belongs before
   * this, or into AnswerCache.find. A GET of one key takes 31 µs by this way and 45 by the long one; Node alone 28.
   */
  #sendCached(raw: Incoming, res: Responder): boolean {
    if (raw.method !== 'GET' || !this.#agent.datacenter.hasLeader) return false
    if (this.#agent.requestLimits.active) return false
    const key = this.#agent.acl.enabled ? keyWithAcls(raw, this.#agent.acl) : raw.url
    const answer = key === undefined ? undefined : this.#answers.find(key)
    if (!answer) return false
    const { plainRead, body, gzip } = hintsOf(raw)
    const ready = plainRead && !body ? answer.ready(gzip) : undefined
    if (!ready) return false
    res.send(ready)
    answer.metrics?.answered(0)
    return true
  }

  #logWhenDone(raw: Incoming, res: Responder): void {
    const { clock } = this.#agent
    const began = clock.now()
    const url = loggedUrl(raw.url)
    res.onClose(() => {
      if (res.status === undefined || res.gone) return
      const from = `${raw.socket?.remoteAddress ?? ''}:${raw.socket?.remotePort ?? ''}`
      const latency = formatDuration((clock.now() - began) * 1e6)
      this.#logger.debug('Request finished', { method: raw.method, url, from, latency })
    })
  }

  #route(raw: Incoming, res: Responder): void {
    const { url } = raw
    const at = url.indexOf('?')
    const path = at < 0 ? url : url.slice(0, at)
    const bytes = unescapeBytes(path)
    if (bytes === undefined) {
      discardBody(raw)
      return plain(res, 400, '400 Bad Request', ['Connection', 'close'])
    }
    const { ui, http } = this.#agent.settings
    if (!http.allowUnprintable && !PLAIN_PATH.test(bytes) && UNPRINTABLE.test(decodeText(bytes))) {
      discardBody(raw)
      return send(res, { status: 400, contentType: null, bytes: '' }, [])
    }
    if (path === '*') return this.#asterisk(raw, res)
    if (path === '/') {
      discardBody(raw)
      return servesPage(ui) ? redirect(raw, res, pagePath(ui)) : plain(res, 200, UI_DISABLED, [])
    }
    if (servesPage(ui) && `${path}/` === pagePath(ui)) {
      discardBody(raw)
      return redirect(raw, res, pagePath(ui) + (at < 0 ? '' : url.slice(at)))
    }
    const match = this.#router.find(path)
    if (path.startsWith(PROFILES_PREFIX)) return serveProfile(this.#agent, raw, res)
    if (!match) {
      discardBody(raw)
      const known = path.startsWith('/v1/') || path.includes('/v1/')
      return plain(res, 404, known ? NOT_API : NOT_V1, this.#base.configured(this.#agent.settings))
    }
    if ('redirect' in match) {
      discardBody(raw)
      return redirect(raw, res, match.redirect + (at < 0 ? '' : url.slice(at)))
    }
    this.#serve(raw, res, match.route, path, match.paramBytes, at < 0 ? '' : url.slice(at + 1))
  }

  /** A request to the server itself. */
  #asterisk(raw: Incoming, res: Responder): void {
    discardBody(raw)
    if (raw.method === 'OPTIONS') return send(res, { bytes: '', contentType: null }, [])
    send(res, { status: 400, bytes: '', contentType: null }, ['Connection', 'close'])
  }

  #serve(raw: Incoming, res: Responder, route: Route, path: string, param: string, search: string): void {
    const { settings } = this.#agent
    const query = parseQueryString(search)
    if (!query) {
      discardBody(raw)
      return this.#error(res, raw, new Refusal(500, ''))
    }
    const req = new Request(raw, path, param, query, settings, this.#agent.acl)
    req.metrics = this.#metrics.of(req.method, route)
    req.began = this.#agent.clock.now()
    req.leaderless = !this.#agent.datacenter.hasLeader
    if (route.unlimited !== true && this.#agent.requestLimits.active) req.limits = this.#agent.requestLimits
    req.anyDatacenter = route.anyDatacenter === true
    if (settings.http.blockEndpoints.some(prefix => path.startsWith(prefix))) {
      discardBody(raw)
      return this.#error(res, raw, refusal.blocked())
    }
    const handler = route.methods[req.method as Method]
    if (!handler) {
      discardBody(raw)
      const allow = [['Allow', allowedMethods(route, req.method)]] as const
      if (req.method === 'OPTIONS') return this.#reply(res, req, { bytes: route.optionsBody ?? '', headers: allow })
      return this.#reply(res, req, {
        status: 405,
        bytes: `method ${req.method} not allowed`,
        contentType: TEXT_TYPE,
        headers: allow,
      })
    }
    if (req.method !== 'GET' && !mayWrite(req.remoteAddress, settings.http.allowWriteFrom)) {
      discardBody(raw)
      return this.#error(res, raw, refusal.restricted())
    }
    const { upstream } = this.#agent
    if (upstream && route.local !== true) return this.#relay(upstream, raw, res, handler)
    const there = query.isEmpty || route.local === true ? undefined : this.#agent.inDatacenter(req.datacenter)
    if (there && there !== this.#agent) return this.#dispatcherOf(there).#serve(raw, res, route, path, param, search)
    const far = this.#farOf(req, route)
    if (far) return this.#relay(far, raw, res, handler)
    if (handler.kind === 'action') return this.#act(res, req, handler)
    discardBody(raw)
    try {
      if (handler.kind === 'query') this.#prepare(res, req, handler)
      else if (handler.kind === 'watch') this.#watch(res, req, handler)
      else handler.run(req, this.#agent, this.#stream(res))
    } catch (err) {
      this.#error(res, raw, err)
    }
  }

  /** The datacenter of another process that is to answer a request. */
  #farOf({ query, datacenter, method }: Request, route: Route): RemoteDatacenter | undefined {
    const { federation, settings } = this.#agent
    if (route.local === true) return undefined
    if (!query.isEmpty && datacenter !== settings.datacenter) return federation.remote(datacenter)
    const writes = route.writtenInPrimary === true && method !== 'GET'
    return writes && settings.primaryDatacenter !== settings.datacenter
      ? federation.remote(settings.primaryDatacenter)
      : undefined
  }

  #relay(to: Upstream, raw: RelayedRequest, res: Responder, handler: Handler): void {
    const meta = handler.kind === 'query' && handler.options.metaOnError === true ? NO_LEADER : []
    to.relay(this.#withToken(raw), res, text => this.#error(res, raw, new Refusal(500, text), meta))
  }

  /** A request that brings no token has the rights of this agent's default token, wherever it is answered. */
  #withToken(raw: RelayedRequest): RelayedRequest {
    const { acl } = this.#agent
    const token = acl.enabled ? acl.tokens.get('default') : ''
    if (token === '' || bringsToken(raw)) return raw
    const { method, url, headers, socket, buffered, stream } = raw
    const rawHeaders = [...raw.rawHeaders, 'X-Consul-Token', token]
    return { method, url, headers, rawHeaders, socket, ...(buffered && { buffered }), ...(stream && { stream }) }
  }

  #dispatcherOf(agent: Agent): Dispatcher {
    const known = this.#others.get(agent)
    if (known) return known
    const made = new Dispatcher(agent, this.#router, true)
    this.#others.set(agent, made)
    return made
  }

  #act(res: Responder, req: Request, handler: Extract<Handler, { kind: 'action' }>): void {
    const run = (): void => {
      try {
        if (handler.options.ownEnterpriseCheck !== true) req.checkEnterprise()
        const reply = handler.run(req, this.#agent)
        if (!(reply instanceof Promise)) return this.#acknowledge(res, req, reply)
        reply.then(
          r => this.#acknowledge(res, req, r),
          (err: unknown) => this.#error(res, req.raw, err),
        )
      } catch (err) {
        if (err instanceof Elsewhere) this.#relay(err.datacenter, withBody(req), res, handler)
        else this.#error(res, req.raw, err)
      }
    }
    readBody(req, handler.options.limit?.(req), run)
  }

  /** What was written is there after a crash once it is answered. */
  #acknowledge(res: Responder, req: Request, reply: Reply): void {
    const { durability } = this.#agent
    if (!durability) return this.#reply(res, req, reply)
    durability.whenSafe(error => (error ? this.#error(res, req.raw, error) : this.#reply(res, req, reply)))
  }

  #prepare(res: Responder, req: Request, handler: Extract<Handler, { kind: 'query' }>): void {
    const { prepare } = handler.options
    if (!prepare) return this.#query(res, req, handler)
    prepare(req, this.#agent)
      .then(made => this.#query(res, req, handler, made))
      .catch((err: unknown) => this.#error(res, req.raw, err))
  }

  #query(res: Responder, req: Request, { run, options }: Extract<Handler, { kind: 'query' }>, made?: unknown): void {
    if (options.enterpriseFirst === true) req.checkEnterprise()
    const read = readOptions(req, options.discovery)
    if (options.ownEnterpriseCheck !== true) req.checkEnterprise()
    const fn = run(req, this.#agent, read, made)
    const waits = read.minIndex > 0 && options.waits !== false
    const streaming = options.streaming === true && isStreamed(read)
    try {
      const key = options.cacheable === true && isCacheable(req, read) ? keyOf(req, waits) : undefined
      // a server answers by itself what may be stale, and what it streams
      const byItself = read.consistency === 'stale' || streaming
      if (byItself && this.#agent.datacenter.leadership.hadLeader) req.checkPath('read')
      else req.checkDatacenter('read')
      if (!waits) return this.#answer(res, req, this.#read(key, fn), { options, read, key })
      this.#block(res, new BlockedRead(this.#blockedReads, res, req, { options, read, key }, fn))
    } catch (err) {
      this.#queryError(res, req, options, err)
    }
  }

  #read(key: string | undefined, fn: (view: View) => Read<Reply>): CachedRead {
    return (key === undefined ? undefined : this.#answers.find(key)) ?? this.#answers.read(fn)
  }

  #answer(res: Responder, req: Request, cached: CachedRead, { options, read, key }: Asked): void {
    if (res.gone || res.status !== undefined) return
    const prepared = cached.answer(req.hints.gzip, this.#agent.settings, () => {
      const before = key === undefined ? undefined : this.#answers.before(key)?.written
      return this.#prepareReply(req, cached.value, this.#metaOf(req, cached, options, read), before)
    })
    cached.metrics = req.metrics
    if (key !== undefined) this.#answers.retain(key, cached)
    res.send(prepared)
    this.#answered(req)
  }

  #metaOf(req: Request, { index, value }: CachedRead, options: QueryOptions, read: ReadOptions): FlatHeaders {
    // Go's server loses headers that are set behind the status, but for those who take gzip: that writer holds the status back
    if (value.bare === true && !req.hints.gzip) return []
    const streaming = options.streaming === true && isStreamed(read)
    // what a stream has brought once the agent's cache knows
    const cacheState = options.cached === true && (read.cached || streaming) ? this.#cacheState(req) : undefined
    return queryMeta({
      index,
      known: !streaming && !req.leaderless,
      lastContact: req.leaderless && !streaming ? this.#agent.datacenter.leadership.lastContact : 0,
      backend: streaming ? 'streaming' : 'blocking-query',
      consistency: options.showsConsistency === false ? undefined : read.consistency,
      cache: read.cached ? cacheState : undefined,
      filtered: value.filtered === true && !streaming && !isAnonymous(req.authorizer),
    })
  }

  #queryError(res: Responder, req: Request, { metaOnError }: QueryOptions, err: unknown): void {
    this.#error(res, req.raw, err, metaOnError === true ? NO_LEADER : [])
  }

  #watch(res: Responder, req: Request, { run }: Extract<Handler, { kind: 'watch' }>): void {
    const watch = run(req, this.#agent)
    this.#block(res, {
      source: watch.source,
      isNews: value => watch.isNews(value),
      wait: watch.wait,
      answer: value => {
        try {
          this.#reply(res, req, watch.answer(value))
        } catch (err) {
          this.#error(res, req.raw, err)
        }
      },
      fail: err => this.#error(res, req.raw, err),
      get label() {
        return labelOf(req)
      },
    })
  }

  #block<T>(res: Responder, query: BlockingQuery<T>): void {
    const blocked: BlockedReader | undefined = this.#agent.blocking.run(query)
    if (blocked) res.onGone(() => blocked.abandon())
  }

  #stream(res: Responder): Stream {
    let out: Writable | undefined
    return {
      begin: contentType => {
        const type = contentType === null ? [] : ['Content-Type', contentType]
        out = res.stream({ status: 200, headers: [...this.#base.standard(this.#agent.settings), ...type] })
      },
      write: text => {
        // a client that does not read loses lines rather than making the agent keep them
        if (out && !out.writableNeedDrain) out.write(text)
      },
      end: () => out?.end(),
      onClose: fn => res.onGone(fn),
    }
  }

  #cacheState(req: Request): 'HIT' | 'MISS' {
    const key = cacheKeyOf(req)
    const hit = this.#agent.cache.get(key) === true
    this.#agent.cache.set(key, true)
    return hit ? 'HIT' : 'MISS'
  }

  #reply(res: Responder, req: Request, reply: Reply): void {
    if (res.gone || res.status !== undefined) return
    const meta = reply.filtered === true && !isAnonymous(req.authorizer) ? RESULTS_FILTERED : []
    const prepared = reply.constant === true ? this.#constant(req, reply) : this.#prepareReply(req, reply, meta)
    const packed = req.hints.gzip && isWorthGzip(prepared) ? gzipped(prepared) : prepared
    res.send(packed)
    this.#answered(req)
  }

  #answered({ metrics, began }: Request): void {
    metrics?.answered(this.#agent.clock.now() - began)
  }

  #constant(req: Request, reply: Reply): Prepared {
    if (!req.query.isEmpty && req.query.has('pretty')) return this.#prepareReply(req, reply, [])
    const { settings } = this.#agent
    const known = this.#constants.get(reply)
    if (known?.settings === settings) return known.prepared
    const prepared = this.#prepareReply(req, reply, [])
    this.#constants.set(reply, { settings, prepared })
    return prepared
  }

  #prepareReply(req: Request, reply: Reply, meta: FlatHeaders, before?: WrittenList): Prepared {
    const pretty = !req.query.isEmpty && req.query.has('pretty')
    const { settings } = this.#agent
    const layout = settings.dev ? (pretty ? INDENTED_LINE : INDENTED) : pretty ? INDENTED_LINE : COMPACT
    return prepareReply(reply, this.#base.standard(settings), meta, layout, before)
  }

  #error(res: Responder, raw: Pick<Incoming, 'method' | 'url'>, err: unknown, meta: FlatHeaders = []): void {
    if (res.gone || res.status !== undefined) return
    const refused = refusalOf(err)
    const status = refused?.status ?? 500
    const said = refused?.message ?? errorText(err)
    this.#logger[refused ? 'debug' : 'error']('Request error', {
      method: raw.method,
      url: loggedUrl(raw.url),
      error: said,
    })
    const text = this.#remote && isServersWord(err) ? `rpc error making call: ${said}` : said
    send(res, { status, bytes: text, contentType: TEXT_TYPE }, [...this.#base.standard(this.#agent.settings), ...meta])
  }

  #internalError(res: Responder, err: unknown): void {
    this.#logger.error('Internal error', { error: err instanceof Error ? err.stack : String(err) })
    if (res.status === undefined) plain(res, 500, 'internal error', [])
    else res.cut()
  }
}

/** What an entry of the agent's cache is found by: how long one waits for it, and how it is shown, make no other of it. */
function cacheKeyOf({ path, raw }: Request): string {
  const parameters = (raw.url ?? '').slice(path.length + 1).split('&')
  return `${path}?${parameters.filter(part => !NO_CACHE_KEY.test(part)).join('&')}`
}

const NO_CACHE_KEY = /^(?:index|wait|cached|stale|max_stale|pretty|passing)(?:=|$)/

/** A request whose body was read, to be sent on. */
const withBody = ({ raw, body }: Request): RelayedRequest => ({
  method: raw.method,
  url: raw.url,
  headers: raw.headers,
  rawHeaders: raw.rawHeaders,
  socket: raw.socket,
  buffered: body,
})

const INDENTED: Layout = { indent: true, newline: false }
const INDENTED_LINE: Layout = { indent: true, newline: true }

/** Whether it was a server that refused, and not the agent which was asked: that one says so. */
function isServersWord(err: unknown): boolean {
  if (err instanceof StateError) return true
  if (!(err instanceof Refusal)) return false
  return (
    err.message === 'Query not found' ||
    (err.status === 500 && !/^$|^strconv\.|errors? occurred|^cannot find peer$/.test(err.message))
  )
}
