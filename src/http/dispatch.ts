import type { Incoming } from './exchange.ts'
import type { Responder } from './responder.ts'
import type { RelayedRequest, TokenServer, Upstream } from '../agent/upstream.ts'
import { Elsewhere } from './target.ts'
import type { BlockedReader, BlockingQuery } from '../agent/blocking.ts'
import type { Agent } from '../agent/agent.ts'
import type { Logger } from '../logging/logger.ts'
import { inSlices, isSliced } from '../lib/slices.ts'
import type { Read } from '../state/kv.ts'
import type { View } from '../state/view.ts'
import { isStreamed, plainRead, readOptions } from './blocking-parameters.ts'
import { AnswerCache, type AnswerClient, type CachedRead } from './answer-cache.ts'
import { isCacheable, keyOf, keyWithAcls } from './answer-key.ts'
import { backgroundRead } from './background-reads.ts'
import { type Asked, BlockedRead, type BlockedReads, labelOf } from './blocked-read.ts'
import { MAX_RECEIVED, readBody } from './body.ts'
import { ByteBudget } from '../lib/byte-budget.ts'
import { Refusal, refusal, refusalOf } from '../api/refusals.ts'
import { isBlocked } from './blocked-endpoints.ts'
import { mayWrite } from './write-access.ts'
import { hasUnprintable } from './odd-paths.ts'
import { openStream } from './open-stream.ts'
import { optionsReply } from './options-reply.ts'
import { discardBody, plain, send } from './plain-answers.ts'
import { NO_LEADER } from './query-meta.ts'
import { parseQueryString } from './query-string.ts'
import { unescapeBytes } from '../go/percent.ts'
import { BaseHeaders } from './base-headers.ts'
import { BesideApi } from './beside-api.ts'
import { readMeta } from './read-meta.ts'
import type { FlatHeaders, Prepared, Reply } from './reply.ts'
import { Request } from './request.ts'
import { behindComplaint, judged, saying } from './complaint.ts'
import { hintsOf } from './hints.ts'
import { RequestMetrics } from './request-metrics.ts'
import { allowedMethods, type Handler, type Method, type QueryOptions, type Route } from './route.ts'
import { NO_PATH } from './connection/request-line.ts'
import type { Router } from './router.ts'
import { logWhenDone } from './request-log.ts'
import { isLost, LostStream, nothingYet } from './lost-stream.ts'
import { farDatacenter, withBody, withToken } from './relay.ts'
import { Replies } from './replies.ts'

/** Takes a request from its first line to its answer, in the order in which Consul complains. */
export class Dispatcher {
  readonly #agent: Agent
  readonly #logger: Logger
  readonly #router: Router
  readonly #base: BaseHeaders
  readonly #replies: Replies
  readonly #remote: boolean
  readonly #bodies: ByteBudget
  readonly #beside: BesideApi
  readonly #answers: AnswerCache
  readonly #metrics: RequestMetrics
  /** Those of agents in other datacenters. */
  readonly #others = new WeakMap<Agent, Dispatcher>()

  readonly #blockedReads: BlockedReads = {
    read: (key, fn) => this.#read(key, fn, true),
    watchSetOf: (key, cached) => {
      if (key !== undefined) this.#answers.await(key, cached)
      return cached.watchSet
    },
    answer: (res, req, cached, asked, waited) => this.#answer(res, req, cached, asked, waited),
    fail: (res, req, err, { options }) => this.#queryError(res, req, options, err),
  }

  /** `remote`: it answers for an agent that has others to answer it; `bodies`: what is held of those that it is receiving. */
  constructor(
    agent: Agent,
    router: Router,
    remote = agent.remote || !agent.settings.server,
    bodies = new ByteBudget(MAX_RECEIVED),
  ) {
    this.#agent = agent
    this.#bodies = bodies
    this.#logger = agent.log.module('agent.http')
    this.#router = router
    this.#base = new BaseHeaders()
    this.#beside = new BesideApi(agent, this.#base, bodies)
    this.#remote = remote
    this.#replies = new Replies(agent, this.#base, this.#logger)
    this.#answers = new AnswerCache(agent)
    this.#metrics = new RequestMetrics(agent.metrics)
  }

  /** Drops what it cached. */
  close(): void {
    this.#answers.clear()
  }

  /** Never throws and never rejects. */
  handle(raw: Incoming, res: Responder): void {
    if (this.#logger.debugging) logWhenDone(this.#agent, this.#logger, raw, res)
    try {
      if (!this.#sendCached(raw, res)) this.#route(raw, res)
    } catch (err) {
      this.#replies.crash(res, err)
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
    const ready = plainRead && !body ? answer.ready(gzip, this.#agent.settings) : undefined
    if (!ready) return false
    res.send(ready)
    answer.metrics?.answered(0, this.#agent.clock.now())
    return true
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
    if (!this.#agent.settings.http.allowUnprintable && hasUnprintable(bytes)) {
      discardBody(raw)
      return send(res, { status: 400, contentType: null, bytes: '' }, [])
    }
    if (path === '*') return this.#asterisk(raw, res)
    if (path === '/') return this.#beside.root(raw, res)
    const match = this.#router.find(path, raw.method === 'CONNECT' && path !== NO_PATH)
    if (!match) return this.#beside.serve(raw, res, path, bytes)
    if ('redirect' in match) return this.#beside.redirect(raw, res, match.redirect)
    const search = at < 0 ? '' : url.slice(at + 1)
    const { route, paramBytes } = match
    if (route.apart) this.#beside.serveApart(raw, res, route.apart, bytes, search)
    else this.#serve(raw, res, route, bytes, paramBytes, search)
  }

  /** A request to the server itself. */
  #asterisk(raw: Incoming, res: Responder): void {
    discardBody(raw)
    if (raw.method === 'OPTIONS') return send(res, { bytes: '', contentType: null, framing: 'length' }, [])
    send(res, { status: 400, bytes: '', contentType: null }, ['Connection', 'close'])
  }

  /** `translates`: an agent of another datacenter asks that shows addresses as they are from outside. */
  #serve(
    raw: Incoming,
    res: Responder,
    route: Route,
    path: string,
    param: string,
    search: string,
    translates = this.#agent.guest && this.#agent.settings.translateWanAddresses,
  ): void {
    const { settings } = this.#agent
    const query = parseQueryString(search)
    if (!query) {
      discardBody(raw)
      return this.#replies.fail(res, raw, new Refusal(500, ''))
    }
    const req = new Request(raw, path, param, query, settings, this.#agent.acl)
    req.metrics = this.#metrics.of(req.method, route)
    req.began = this.#agent.clock.now()
    req.leaderless = !this.#agent.datacenter.hasLeader
    if (route.unlimited !== true && this.#agent.requestLimits.active) req.limits = this.#agent.requestLimits
    req.anyDatacenter = route.anyDatacenter === true || (route.anyDatacenter === 'writes' && req.method !== 'GET')
    req.fromAbroad = translates
    req.relayed = this.#remote && route.local !== true && route.direct !== true
    if (route.alwaysGzips === true) req.gzipFrom = 1
    if (isBlocked(path, settings)) {
      discardBody(raw)
      return this.#fail(res, req, refusal.blocked())
    }
    const handler = route.methods[req.method as Method]
    if (!handler) {
      discardBody(raw)
      if (req.method === 'OPTIONS') return this.#replies.send(res, req, optionsReply(route, path, req))
      const notAllowed = new Refusal(405, `method ${req.method} not allowed`)
      const meta = ['Allow', allowedMethods(route, req.method)]
      this.#replies.fail(res, raw, notAllowed, { meta, gzipFrom: req.gzipFrom })
      return this.#replies.answered(req)
    }
    const { allowWriteFrom } = settings.http
    if (allowWriteFrom.length > 0 && req.method !== 'GET' && !mayWrite(req.remoteAddress, allowWriteFrom)) {
      discardBody(raw)
      return this.#fail(res, req, refusal.restricted())
    }
    const { upstream } = this.#agent
    if (upstream && route.local !== true) return this.#relay(upstream, raw, res, handler)
    if (upstream && this.#agent.acl.enabled) return this.#runWithRights(upstream, res, req, handler)
    const there = query.isEmpty || route.local === true ? undefined : this.#agent.inDatacenter(req.datacenter)
    if (there && there !== this.#agent) {
      return this.#dispatcherOf(there).#serve(raw, res, route, path, param, search, settings.translateWanAddresses)
    }
    const far = farDatacenter(this.#agent, req, route)
    if (far) return this.#relay(far, raw, res, handler)
    this.#run(res, req, handler)
  }

  /** The same once a server has told what the token may do. A body is read first: who records it begins to read at once. */
  #runWithRights(server: TokenServer, res: Responder, req: Request, handler: Handler): void {
    const withRights = (run: () => void): void => {
      req
        .askRights(server)
        .then(run)
        .catch((err: unknown) => this.#replies.crash(res, err))
    }
    if (handler.kind !== 'action') return withRights(() => this.#run(res, req, handler))
    this.#readBody(req, handler, () => withRights(() => this.#act(res, req, handler)))
  }

  #run(res: Responder, req: Request, handler: Handler): void {
    if (handler.kind === 'action') return this.#readBody(req, handler, () => this.#act(res, req, handler))
    discardBody(req.raw)
    try {
      if (handler.kind === 'query') this.#prepare(res, req, handler)
      else if (handler.kind === 'watch') this.#watch(res, req, handler)
      else
        handler.run(
          req,
          this.#agent,
          openStream(res, req.hints.gzip, () => this.#base.standard(this.#agent.settings)),
        )
    } catch (err) {
      this.#fail(res, req, err)
    }
  }

  #readBody(req: Request, { options }: Extract<Handler, { kind: 'action' }>, done: () => void): void {
    readBody(req, { limit: options.limit?.(req), budget: this.#bodies }, done)
  }

  #relay(to: Upstream, raw: RelayedRequest & Pick<Incoming, 'askForBody'>, res: Responder, handler: Handler): void {
    raw.askForBody?.()
    const meta = handler.kind === 'query' && handler.options.metaOnError === true ? NO_LEADER : []
    to.relay(withToken(this.#agent, raw), res, text => this.#replies.fail(res, raw, new Refusal(500, text), { meta }))
  }

  #dispatcherOf(agent: Agent): Dispatcher {
    const known = this.#others.get(agent)
    if (known) return known
    const made = new Dispatcher(agent, this.#router, true, this.#bodies)
    this.#others.set(agent, made)
    return made
  }

  #act(res: Responder, req: Request, handler: Extract<Handler, { kind: 'action' }>): void {
    try {
      if (handler.options.ownEnterpriseCheck !== true) req.checkEnterprise()
      const reply = handler.run(req, this.#agent)
      // most are made at once, and need no closures
      if (!(reply instanceof Promise) && !isSliced(reply)) return this.#acknowledge(res, req, reply)
      const done = (made: Reply): void => this.#acknowledge(res, req, made)
      const failed = (err: unknown): void => this.#failAction(res, req, handler, err)
      if (reply instanceof Promise) reply.then(done, failed)
      else inSlices(reply, { isWanted: () => true, done, failed })
    } catch (err) {
      this.#failAction(res, req, handler, err)
    }
  }

  #failAction(res: Responder, req: Request, handler: Extract<Handler, { kind: 'action' }>, err: unknown): void {
    if (err instanceof Elsewhere) return this.#relay(err.datacenter, withBody(req), res, handler)
    req.leaveBody()
    const hasMeta = handler.options.metaOnError === true && refusalOf(err)?.status !== 400
    this.#fail(res, req, err, hasMeta ? NO_LEADER : [])
  }

  /** What was written is there after a crash once it is answered. */
  #acknowledge(res: Responder, req: Request, reply: Reply): void {
    req.leaveBody()
    const { durability } = this.#agent
    if (!durability) return this.#replies.send(res, req, reply)
    durability.whenSafe(error => (error ? this.#fail(res, req, error) : this.#replies.send(res, req, reply)))
  }

  #prepare(res: Responder, req: Request, handler: Extract<Handler, { kind: 'query' }>): void {
    const { prepare } = handler.options
    if (!prepare) return this.#query(res, req, handler)
    prepare(req, this.#agent)
      .then(made => this.#query(res, req, handler, made))
      .catch((err: unknown) => this.#fail(res, req, err))
  }

  #query(res: Responder, req: Request, { run, options }: Extract<Handler, { kind: 'query' }>, made?: unknown): void {
    const agent = this.#agent
    options.guard?.(agent)
    if (options.enterpriseFirst === true) req.checkEnterprise()
    if (options.partitionFirst === true) req.checkPartition()
    const asked = options.answersComplaints === true ? judged(() => readOptions(req, options.discovery)) : undefined
    if (asked?.refused) {
      const read = plainRead(req.settings.defaultQueryTime)
      const fn = run(req, agent, read, made)
      const { value: answer, refused } = judged(() => this.#answers.read(fn))
      if (refused) return this.#replies.send(res, req, behindComplaint(asked.refused, saying(refused), req.hints))
      const meta = readMeta(agent, req, answer, { options, read, key: undefined }, false)
      return this.#replies.send(res, req, behindComplaint(asked.refused, answer.value, req.hints, meta))
    }
    const read = asked?.value ?? readOptions(req, options.discovery)
    if (options.ownEnterpriseCheck !== true) req.checkEnterprise()
    const fn = run(req, agent, read, made)
    const waits = read.minIndex > 0 && options.waits !== false
    const streaming = options.streaming === true && isStreamed(read)
    try {
      options.requires?.(agent.settings)
      const key = options.cacheable === true && isCacheable(req, read) ? keyOf(req, waits) : undefined
      // a server answers by itself what may be stale, and what it streams
      const byItself = read.consistency === 'stale' || streaming
      if (streaming && isLost(req)) return this.#waitForServer(res, req, fn, { options, read, key })
      if (byItself && agent.datacenter.leadership.hadLeader) req.checkPath('read')
      else if (options.isAgents?.(req, agent) !== true) req.checkDatacenter('read')
      const held = read.cached
        ? backgroundRead(agent, req, options, read, as => this.#answers.read(run(req, agent, as, made), true))
        : undefined
      const asked = { options, read, key, held }
      if (!waits) return this.#answer(res, req, held?.read() ?? this.#read(key, fn), asked, false)
      this.#block(res, new BlockedRead(this.#blockedReads, res, req, asked, fn))
    } catch (err) {
      this.#queryError(res, req, options, err)
    }
  }

  #waitForServer(res: Responder, req: Request, fn: (view: View) => Read<Reply>, asked: Asked): void {
    req.checkLimits('read')
    // what is wrong with the request is said before
    fn(this.#agent.store.view)
    this.#block(res, new LostStream(this.#blockedReads, res, req, asked, this.#answers.read(nothingYet)))
  }

  #read(key: string | undefined, fn: (view: View) => Read<Reply>, blocks = false): CachedRead {
    return (key === undefined ? undefined : this.#answers.find(key)) ?? this.#answers.read(fn, blocks)
  }

  #answer(res: Responder, req: Request, cached: CachedRead, asked: Asked, waited: boolean): void {
    const { options, key } = asked
    if (res.gone || res.status !== undefined) return
    const { gzip } = req.hints
    // of many who waited for the same, one has it made
    const ready = cached.ready(gzip, this.#agent.settings)
    if (ready) return this.#sendRead(res, req, cached, key, ready)
    const client: AnswerClient = {
      gzip,
      isWanted: () => !res.gone,
      done: prepared => this.#sendRead(res, req, cached, key, prepared),
      failed: err => this.#queryError(res, req, options, err),
    }
    cached.answer(client, this.#agent.settings, () => {
      const before = key === undefined ? undefined : this.#answers.before(key)?.written
      return this.#replies.prepare(req, cached.value, readMeta(this.#agent, req, cached, asked, waited), before)
    })
    if (key !== undefined && res.status === undefined) this.#answers.retain(key, cached)
  }

  #sendRead(res: Responder, req: Request, cached: CachedRead, key: string | undefined, prepared: Prepared): void {
    cached.metrics = req.metrics
    if (key !== undefined) this.#answers.retain(key, cached)
    res.send(prepared)
    this.#replies.answered(req)
  }

  #queryError(res: Responder, req: Request, { metaOnError }: QueryOptions, err: unknown): void {
    this.#fail(res, req, err, metaOnError === true ? NO_LEADER : [])
  }

  #fail(res: Responder, req: Request, err: unknown, meta: FlatHeaders = []): void {
    this.#replies.fail(res, req.raw, err, { meta, relayed: req.refusedByServer, gzipFrom: req.gzipFrom })
  }

  #watch(res: Responder, req: Request, { run }: Extract<Handler, { kind: 'watch' }>): void {
    const watch = run(req, this.#agent)
    this.#block(res, {
      source: watch.source,
      isNews: value => watch.isNews(value),
      wait: watch.wait,
      answer: value => {
        try {
          this.#replies.send(res, req, watch.answer(value))
        } catch (err) {
          this.#fail(res, req, err)
        }
      },
      fail: err => this.#fail(res, req, err),
      get label() {
        return labelOf(req)
      },
    })
  }

  #block<T>(res: Responder, query: BlockingQuery<T>): void {
    const blocked: BlockedReader | undefined = this.#agent.blocking.run(query)
    if (blocked) res.onGone(() => blocked.abandon())
  }
}
