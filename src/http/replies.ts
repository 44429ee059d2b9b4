import type { Agent } from '../agent/agent.ts'
import { OwnRefusal, Refusal, refusalOf, UntypedRefusal } from '../api/refusals.ts'
import { UnknownToken } from '../agent/acl/unknown-token.ts'
import { inSlices, isSliced, runToEnd, type Sliceable } from '../lib/slices.ts'
import { errorText } from '../lib/error-text.ts'
import type { Logger } from '../logging/logger.ts'
import type { Settings } from '../model/settings.ts'
import { isAnonymous } from '../state/acl/builtin.ts'
import { StateError } from '../state/errors.ts'
import type { BaseHeaders } from './base-headers.ts'
import type { Incoming } from './exchange.ts'
import type { WrittenList } from './json-list.ts'
import { loggedError } from './logged-error.ts'
import { loggedUrl } from './logged-url.ts'
import { clientOf } from './request-log.ts'
import { hintsOf } from './hints.ts'
import { plain } from './plain-answers.ts'
import { RESULTS_FILTERED } from './query-meta.ts'
import {
  COMPACT,
  type FlatHeaders,
  GZIP_FROM,
  gzipped,
  isWorthGzip,
  type Layout,
  type Prepared,
  prepareReply,
  type Reply,
  TEXT_TYPE,
} from './reply.ts'
import type { Request } from './request.ts'
import type { Responder } from './responder.ts'

export interface FailureOptions {
  /** Headers of a read. */
  readonly meta?: FlatHeaders
  /** The agent that was asked had a server answer. */
  readonly relayed?: boolean
  /** Bytes from which it is compressed, for a client that accepts gzip. */
  readonly gzipFrom?: number
}

/** Makes replies and refusals into what is sent, for one agent. */
export class Replies {
  readonly #agent: Agent
  readonly #base: BaseHeaders
  readonly #logger: Logger
  /** Answers that are the same for all: a PUT of one key takes a fifth less with its `true` made ready. */
  readonly #constants = new Map<Reply, { readonly settings: Settings; readonly prepared: Prepared }>()

  constructor(agent: Agent, base: BaseHeaders, logger: Logger) {
    this.#agent = agent
    this.#base = base
    this.#logger = logger
  }

  send(res: Responder, req: Request, reply: Reply): void {
    if (res.gone || res.status !== undefined) return
    if (reply.constant === true) return this.#finish(res, req, this.#constant(req, reply))
    const meta = reply.filtered === true && !isAnonymous(req.authorizer) ? RESULTS_FILTERED : []
    const failed = (error: unknown): void => this.fail(res, req.raw, error)
    const done = (prepared: Prepared): void => this.#finish(res, req, prepared)
    const pack = (prepared: Prepared): void =>
      req.hints.gzip && isWorthGzip(prepared, req.gzipFrom) ? gzipped(prepared, { done, failed }) : done(prepared)
    let made: Prepared | Sliceable<Prepared>
    try {
      made = this.prepare(req, reply, meta)
    } catch (error) {
      return failed(error)
    }
    if (isSliced(made)) inSlices(made, { isWanted: () => !res.gone, done: pack, failed })
    else pack(made)
  }

  #finish(res: Responder, req: Request, prepared: Prepared): void {
    res.send(prepared)
    this.answered(req)
  }

  /** Counts and times a request that was answered. */
  answered({ metrics, began }: Request): void {
    const now = this.#agent.clock.now()
    metrics?.answered(now - began, now)
  }

  #constant(req: Request, reply: Reply): Prepared {
    if (!req.query.isEmpty && req.query.has('pretty')) return runToEnd(this.prepare(req, reply, []))
    const { settings } = this.#agent
    const known = this.#constants.get(reply)
    if (known?.settings === settings) return known.prepared
    const prepared = runToEnd(this.prepare(req, reply, []))
    this.#constants.set(reply, { settings, prepared })
    return prepared
  }

  /** `before`: the same list, some changes ago. */
  prepare(req: Request, reply: Reply, meta: FlatHeaders, before?: WrittenList): Prepared | Sliceable<Prepared> {
    const pretty = !req.query.isEmpty && req.query.has('pretty')
    const { settings } = this.#agent
    const layout = settings.dev ? (pretty ? INDENTED_LINE : INDENTED) : pretty ? INDENTED_LINE : COMPACT
    // what packs an answer finds out its type before the headers leave
    const shown = reply.isSniffed === true && req.hints.gzip ? { ...reply, isSniffed: false } : reply
    return prepareReply(shown, this.#base.standard(settings), meta, layout, before)
  }

  /** Answers with a refusal, or with 500 for any other error. */
  fail(
    res: Responder,
    raw: Pick<Incoming, 'method' | 'url' | 'rawHeaders' | 'hints' | 'socket'>,
    err: unknown,
    { meta = [], relayed = false, gzipFrom = GZIP_FROM }: FailureOptions = {},
  ): void {
    if (res.gone || res.status !== undefined) return
    const refused = refusalOf(err)
    const status = refused?.status ?? 500
    const said = refused?.message ?? errorText(err)
    const isSniffed = refused instanceof UntypedRefusal
    // what a handler of Consul writes itself is no error to what is around it
    if (!isSniffed) {
      const [method, url] = [raw.method, loggedUrl(raw.url)]
      this.#logger.error('Request error', { method, url, from: clientOf(raw), error: loggedError(said) })
    }
    const text = relayed && isServersWord(err) ? `rpc error making call: ${said}` : said
    const { gzip } = hintsOf(raw)
    const reply = { status, bytes: text, contentType: TEXT_TYPE, isSniffed: isSniffed && !gzip }
    const headers = [...this.#base.standard(this.#agent.settings), ...meta]
    const prepared = runToEnd(prepareReply(reply, headers, [], COMPACT))
    const done = (answer: Prepared): void => res.send(answer)
    if (gzip && isWorthGzip(prepared, gzipFrom)) gzipped(prepared, { done, failed: () => done(prepared) })
    else done(prepared)
  }

  /** Answers after an error of our own. */
  crash(res: Responder, err: unknown): void {
    this.#logger.error('Internal error', { error: err instanceof Error ? err.stack : String(err) })
    if (res.status === undefined) plain(res, 500, 'internal error', [])
    else res.cut()
  }
}

const INDENTED: Layout = { indent: true, newline: false }
const INDENTED_LINE: Layout = { indent: true, newline: true }

/** Whether it was a server that refused, and not the agent which was asked: that one says so. */
function isServersWord(err: unknown): boolean {
  if (err instanceof StateError || err instanceof UnknownToken) return true
  if (!(err instanceof Refusal) || err instanceof OwnRefusal) return false
  return (
    err.status === 403 ||
    err.message === 'Query not found' ||
    err.message === 'Intention not found' ||
    (err.status === 500 && !/^$|^strconv\.|errors? occurred|^cannot find peer$/.test(err.message))
  )
}
