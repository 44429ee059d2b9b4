import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Parked, storeSource, type Wait } from '../agent/blocking.ts'
import type { Agent } from '../agent/agent.ts'
import { decodeText } from '../lib/bytes.ts'
import { formatDuration } from '../lib/duration.ts'
import type { Read } from '../state/kv.ts'
import { StateError } from '../state/errors.ts'
import { type Consistency, isStreamed, readOptions } from './blocking-parameters.ts'
import { readBody } from './body.ts'
import { HttpError, refusal } from './errors.ts'
import { mayWrite } from './write-access.ts'
import { parseQueryString, unescapeBytes } from './query-string.ts'
import { BaseHeaders } from './base-headers.ts'
import { type FlatHeaders, type Reply, TEXT_TYPE, writeReply } from './reply.ts'
import { Request } from './request.ts'
import { allowedMethods, type Handler, type Method, type Route, type Stream } from './route.ts'
import type { Router } from './router.ts'

const UNPRINTABLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u
const PLAIN_PATH = /^[!-~]*$/
const NOT_API = 'Invalid URL path: not a recognized HTTP API endpoint\n'
const NOT_V1 = "Invalid URL path: if attempting to use the HTTP API, ensure the path starts with '/v1/'\n"

/** Takes a request from its first line to its answer, in the order in which Consul complains. */
export class Dispatcher {
  readonly #agent: Agent
  readonly #router: Router
  readonly #base: BaseHeaders

  constructor(agent: Agent, router: Router) {
    this.#agent = agent
    this.#router = router
    this.#base = new BaseHeaders()
  }

  /** Never throws and never rejects. */
  handle(raw: IncomingMessage, res: ServerResponse): void {
    if (this.#agent.logger.debugging) this.#logWhenDone(raw, res)
    try {
      this.#route(raw, res)
    } catch (err) {
      this.#internalError(res, err)
    }
  }

  #logWhenDone(raw: IncomingMessage, res: ServerResponse): void {
    const { clock, logger } = this.#agent
    const began = clock.now()
    res.once('finish', () => {
      const from = `${raw.socket?.remoteAddress ?? ''}:${raw.socket?.remotePort ?? ''}`
      const latency = formatDuration((clock.now() - began) * 1e6)
      logger.debug('agent.http: Request finished', { method: raw.method, url: raw.url, from, latency })
    })
  }

  #route(raw: IncomingMessage, res: ServerResponse): void {
    const url = raw.url ?? '/'
    const at = url.indexOf('?')
    const path = at < 0 ? url : url.slice(0, at)
    const bytes = unescapeBytes(path)
    if (bytes === undefined) {
      discardBody(raw)
      return plain(res, 400, '400 Bad Request', ['Connection', 'close'])
    }
    if (!PLAIN_PATH.test(bytes) && UNPRINTABLE.test(decodeText(bytes))) {
      discardBody(raw)
      return send(res, { status: 400, contentType: null, bytes: '' }, [])
    }
    if (path === '/') {
      discardBody(raw)
      return redirect(raw, res, '/ui/')
    }
    const match = this.#router.find(path)
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

  #serve(raw: IncomingMessage, res: ServerResponse, route: Route, path: string, param: string, search: string): void {
    const { settings } = this.#agent
    const query = parseQueryString(search)
    if (!query) {
      discardBody(raw)
      return this.#error(res, raw, new HttpError(500, ''))
    }
    const req = new Request(raw, path, param, query, settings)
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
    if (handler.kind === 'action') return this.#act(res, req, handler)
    discardBody(raw)
    try {
      if (handler.kind === 'query') this.#prepare(res, req, handler)
      else if (handler.kind === 'watch') this.#watch(res, req, handler)
      else handler.run(req, this.#agent, this.#stream(res, req))
    } catch (err) {
      this.#error(res, raw, err)
    }
  }

  #act(res: ServerResponse, req: Request, handler: Extract<Handler, { kind: 'action' }>): void {
    const run = (): void => {
      try {
        if (handler.options.ownEnterpriseCheck !== true) req.checkEnterprise()
        const reply = handler.run(req, this.#agent)
        if (!(reply instanceof Promise)) return this.#reply(res, req, reply)
        reply.then(
          r => this.#reply(res, req, r),
          (err: unknown) => this.#error(res, req.raw, err),
        )
      } catch (err) {
        this.#error(res, req.raw, err)
      }
    }
    readBody(req, handler.options.limit?.(req), run)
  }

  #prepare(res: ServerResponse, req: Request, handler: Extract<Handler, { kind: 'query' }>): void {
    const { prepare } = handler.options
    if (!prepare) return this.#query(res, req, handler)
    prepare(req, this.#agent)
      .then(made => this.#query(res, req, handler, made))
      .catch((err: unknown) => this.#error(res, req.raw, err))
  }

  #query(
    res: ServerResponse,
    req: Request,
    { run, options }: Extract<Handler, { kind: 'query' }>,
    made?: unknown,
  ): void {
    const read = readOptions(req)
    if (options.ownEnterpriseCheck !== true) req.checkEnterprise()
    const fn = run(req, this.#agent, read, made)
    const streaming = options.streaming === true && isStreamed(read)
    const fail = (err: unknown): void =>
      this.#error(res, req.raw, err, options.metaOnError ? queryMeta({ index: 1, known: false }) : [])
    const answer = ({ index, value }: Read<Reply>): void => {
      const meta = queryMeta({
        index,
        known: !streaming,
        backend: streaming ? 'streaming' : 'blocking-query',
        ...(options.showsConsistency !== false && { consistency: read.consistency }),
        ...(options.cached === true && read.cached && { cache: this.#cacheState(req) }),
      })
      this.#reply(res, req, value, value.bare ? [] : meta)
    }
    try {
      req.checkDatacenter()
      if (read.minIndex === 0 || options.waits === false) return answer(fn(this.#agent.store.view))
      this.#park(res, {
        source: storeSource(this.#agent.store, fn),
        isNews: value => value.index > read.minIndex,
        // who waits for something that is not there is told in the end how far the index got meanwhile
        lookAgain: ({ value }) => value.status === 404,
        wait: read.wait,
        answer,
        fail,
        label: req.raw.url ?? '',
      })
    } catch (err) {
      fail(err)
    }
  }

  #watch(res: ServerResponse, req: Request, { run }: Extract<Handler, { kind: 'watch' }>): void {
    const watch = run(req, this.#agent)
    this.#park(res, {
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
      label: req.raw.url ?? '',
    })
  }

  #park<T>(res: ServerResponse, wait: Wait<T>): void {
    const parked: Parked | undefined = this.#agent.blocking.read(wait)
    if (parked) res.once('close', () => parked.abandon())
  }

  #stream(res: ServerResponse, req: Request): Stream {
    return {
      begin: contentType => {
        const type = contentType === null ? [] : ['Content-Type', contentType]
        res.writeHead(200, [...this.#base.standard(this.#agent.settings), ...type])
        res.flushHeaders()
      },
      write: text => {
        // a client that does not read loses lines rather than making the agent keep them
        if (!res.writableNeedDrain) res.write(text)
      },
      end: () => res.end(),
      onClose: fn => {
        req.raw.socket?.once('close', fn)
        res.once('close', fn)
      },
    }
  }

  #cacheState(req: Request): 'HIT' | 'MISS' {
    const key = req.raw.url ?? ''
    const hit = this.#agent.cache.get(key) === true
    this.#agent.cache.set(key, true)
    return hit ? 'HIT' : 'MISS'
  }

  #reply(res: ServerResponse, req: Request, reply: Reply, meta: FlatHeaders = []): void {
    if (res.destroyed || res.headersSent) return
    const pretty = req.query.has('pretty')
    writeReply(res, reply, this.#base.standard(this.#agent.settings), meta, {
      indent: this.#agent.settings.dev || pretty,
      newline: pretty,
      gzip: req.raw.headers['accept-encoding']?.includes('gzip') === true,
      omitBody: req.method === 'HEAD',
    })
  }

  #error(res: ServerResponse, raw: IncomingMessage, err: unknown, meta: FlatHeaders = []): void {
    if (res.destroyed || res.headersSent) return
    const known = err instanceof HttpError || err instanceof StateError
    if (!known)
      this.#agent.logger.error('agent.http: Request error', { method: raw.method, url: raw.url, error: String(err) })
    const status = err instanceof HttpError ? err.status : 500
    const text = err instanceof Error ? err.message : String(err)
    send(res, { status, bytes: text, contentType: TEXT_TYPE }, [...this.#base.standard(this.#agent.settings), ...meta])
  }

  #internalError(res: ServerResponse, err: unknown): void {
    this.#agent.logger.error('agent.http: Internal error', { error: err instanceof Error ? err.stack : String(err) })
    if (!res.headersSent) plain(res, 500, 'internal error', [])
    else res.destroy()
  }
}

interface Meta {
  readonly index: number
  readonly known: boolean
  readonly backend?: string
  readonly consistency?: Consistency
  readonly cache?: 'HIT' | 'MISS'
}

/** The headers of a read. An index is never 0: a client that waits on 0 would not wait. */
function queryMeta({ index, known, backend = 'blocking-query', consistency, cache }: Meta): FlatHeaders {
  const headers: string[] = []
  if (cache !== undefined) headers.push('X-Cache', cache)
  if (cache === 'HIT') headers.push('Age', '0')
  if (consistency !== undefined) headers.push('X-Consul-Effective-Consistency', consistency)
  headers.push('X-Consul-Index', String(Math.max(index, 1)))
  headers.push('X-Consul-Knownleader', String(known), 'X-Consul-Lastcontact', '0', 'X-Consul-Query-Backend', backend)
  return headers
}

/** Reads what nobody wants. Where there is nothing to read Node does less when it is left alone. */
function discardBody(raw: IncomingMessage): void {
  if (raw.headers['content-length'] !== undefined || raw.headers['transfer-encoding'] !== undefined) raw.resume()
}

const PLAIN_LAYOUT = { indent: false, newline: false, gzip: false, omitBody: false }

function send(res: ServerResponse, reply: Reply, headers: FlatHeaders): void {
  writeReply(res, reply, headers, [], { ...PLAIN_LAYOUT, omitBody: res.req?.method === 'HEAD' })
}

function plain(res: ServerResponse, status: number, text: string, headers: FlatHeaders): void {
  send(res, { status, bytes: text, contentType: TEXT_TYPE }, headers)
}

function redirect(raw: IncomingMessage, res: ServerResponse, location: string): void {
  const reads = raw.method === 'GET' || raw.method === 'HEAD'
  const [status, reason] = reads ? [301, 'Moved Permanently'] : [307, 'Temporary Redirect']
  const escaped = location
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
  send(
    res,
    {
      status: status as number,
      bytes: raw.method === 'GET' ? `<a href="${escaped}">${reason}</a>.\n\n` : '',
      contentType: reads ? 'text/html; charset=utf-8' : null,
    },
    ['Location', location],
  )
}
