import { statSync, unlinkSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, ListenOptions } from 'node:net'
import type { InjectOptions, LightMyRequestResponse as InjectResponse } from 'fastify'
import type { Agent } from '../agent/agent.ts'
import type { Settings } from '../model/settings.ts'
import { setSocketAccess } from './unix-socket.ts'
import type { App } from './app.ts'
import type { LazyPlugin, ServerPlugin } from './plugin.ts'
import { Http2Connections } from './http2/connections.ts'
import { ConnectionLimit } from './connection-limit.ts'
import { Dispatcher } from './dispatch.ts'
import { NodeSide } from './connection/node-side.ts'
import type { Incoming } from './exchange.ts'
import { exchangeOf } from './node-exchange.ts'
import type { Responder } from './responder.ts'
import { nextTurn, turns } from '../lib/defer.ts'
import type { HttpInterceptor, Pass } from './interceptor.ts'
import { Router } from './router.ts'
import { routes } from './routes/index.ts'
import { TlsGate, type TlsParameters } from './tls-gate.ts'
import { FastPath } from './fast-path/fast-path.ts'
import { unescapeBytes } from '../go/percent.ts'

/** Connections that wait to be accepted: thousands of watchers may come back at once. */
const BACKLOG = 4096
/** Bytes of a head that Node's parser takes: more than any setting lets through. */
const MAX_NODE_HEAD = 2 ** 30

/** What an HTTP server is given besides its agent. */
export interface HttpServerOptions {
  readonly interceptor?: HttpInterceptor | undefined
  /** What is served beside Consul's API. */
  readonly plugins?: readonly LazyPlugin[] | undefined
  /** The user's own plugins; their hooks see requests to Consul's API, too. */
  readonly userPlugins?: readonly ServerPlugin[] | undefined
  /** `false`: every request goes through fastify. Default true. */
  readonly fastPath?: boolean | undefined
}

/**
 * The HTTP server of one agent, made anew for each `listen`: fastify on a node:http server, with the fast path beneath it. fastify
 * is loaded by the first request that needs it, for a start would take longer by its import; until then Consul's API, which has
 * nothing of fastify's in it, is answered without.
 */
export class HttpServer {
  readonly #server: Server
  readonly #plain: FastPath
  readonly #plugins: readonly LazyPlugin[]
  readonly #userPlugins: readonly ServerPlugin[]
  readonly #fastPath: boolean
  #loading: Promise<App> | undefined
  #app: App | undefined
  #closed = false
  #gate: TlsGate | undefined
  readonly #connections: ConnectionLimit
  readonly #http2: Http2Connections
  readonly #router: Router
  readonly #dispatcher: Dispatcher
  readonly #handle: (raw: Incoming, res: Responder) => void

  constructor(agent: Agent, options: HttpServerOptions = {}) {
    const { interceptor, plugins = [], userPlugins = [], fastPath = true } = options
    this.#plugins = plugins
    this.#userPlugins = userPlugins
    this.#fastPath = fastPath
    this.#router = new Router(routes)
    const dispatcher = new Dispatcher(agent, this.#router)
    this.#dispatcher = dispatcher
    const dispatch: Pass = (raw, res) => dispatcher.handle(raw, res)
    this.#handle = (raw, res) => {
      if (interceptor?.active === true) interceptor.intercept(raw, res, dispatch)
      else dispatcher.handle(raw, res)
    }
    this.#server = createServer(
      {
        // heads were read before, and found neither too large nor malformed
        maxHeaderSize: MAX_NODE_HEAD,
        requireHostHeader: false,
        requestTimeout: 0,
        // idle clients keep their connections, as with Consul: a pooled one could lose a request otherwise
        keepAliveTimeout: 0,
      },
      (req, res) => this.#serve(req, res),
    )
    const connections = new ConnectionLimit(() => agent.settings.limits.httpMaxConnsPerClient)
    this.#connections = connections
    this.#http2 = new Http2Connections(
      (req, res) => this.#serve(req as unknown as IncomingMessage, res as unknown as ServerResponse),
      agent.settings.http.maxHeaderBytes,
    )
    this.#plain = new FastPath(this.#server, {
      maxHead: agent.settings.http.maxHeaderBytes,
      admits: url => fastPath && this.#app?.watchesConsul !== true && !agent.relays && !leadsToStream(url),
      admitsConnection: socket => connections.admits(socket),
      handle: this.#handle,
    })
    this.#server.on('checkContinue', (req, res) => {
      const { socket } = req as { readonly socket: unknown }
      // plugins read a body without asking for it
      if (socket instanceof NodeSide && userPlugins.length === 0 && !this.#isForPlugin(req)) socket.awaitContinue(res)
      else res.writeContinue()
      this.#serve(req, res)
    })
    this.#server.maxHeadersCount = 0
    this.#server.on('clientError', (_err, side) => {
      if (side instanceof NodeSide) side.refused()
    })
  }

  /** Binds and tells where. Rejects when the port is taken. */
  async listen(host: string, port: number): Promise<AddressInfo> {
    await this.#prepare()
    await this.#bind({ host, port })
    return this.#server.address() as AddressInfo
  }

  /** The same for TLS. */
  async listenTls(host: string, port: number, parameters: () => TlsParameters): Promise<AddressInfo> {
    await this.#prepare()
    this.#gate = new TlsGate(parameters, socket => {
      if (socket.alpnProtocol !== 'h2') this.#server.emit('connection', socket)
      else if (this.#connections.admits(socket)) this.#http2.take(socket)
    })
    return (await this.#gate.listen({ host, port })).address() as AddressInfo
  }

  /** Binds a Unix socket, in the place of one that was left behind. */
  async listenUnix(path: string, access: Settings['unixSockets']): Promise<void> {
    await this.#prepare()
    if (statSync(path, { throwIfNoEntry: false })?.isSocket() === true) unlinkSync(path)
    await this.#bind({ path })
    setSocketAccess(path, access)
  }

  /** A request without a socket, through the same routes. */
  readonly inject = async (request: InjectOptions): Promise<InjectResponse> => {
    const { instance } = await this.#load()
    // a blocked query would never be released
    if (this.#closed) throw new Error('response destroyed before completion')
    return instance.inject(request)
  }

  /** Ends all connections. A blocked query would keep it waiting: readers are answered first, sockets then closed. */
  async close(): Promise<void> {
    this.#closed = true
    this.#plain.close()
    const closed = new Promise<void>(resolve => void this.#server.close(() => resolve()))
    nextTurn(() => {
      this.#server.closeAllConnections()
      this.#http2.close()
    })
    await this.#gate?.close()
    await closed
    await (await this.#loading)?.instance.close()
    this.#dispatcher.close()
  }

  /** What the user adds is there from the first request on, and its errors are those of `listen`. */
  async #prepare(): Promise<void> {
    if (!this.#fastPath || this.#userPlugins.length > 0) await this.#load()
  }

  #bind(where: ListenOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ ...where, backlog: BACKLOG }, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
  }

  /** Answers as Consul does. */
  #consul(raw: IncomingMessage, res: ServerResponse): void {
    const { request, responder } = exchangeOf(raw, res)
    this.#handle(request, responder)
  }

  #isForPlugin({ url }: IncomingMessage): boolean {
    return this.#plugins.some(({ prefix }) => url?.startsWith(prefix))
  }

  /** Takes a request of Node's, with fastify if it is there or needed. */
  #serve(raw: IncomingMessage, res: ServerResponse): void {
    if (raw.socket instanceof NodeSide) raw.socket.attach(raw, res)
    if (this.#app) return this.#app.handle(raw, res)
    if (!this.#isForPlugin(raw)) return this.#consul(raw, res)
    this.#load().then(
      ({ handle }) => handle(raw, res),
      () => res.destroy(),
    )
  }

  #load(): Promise<App> {
    return (this.#loading ??= this.#createApp())
  }

  async #createApp(): Promise<App> {
    const { createApp } = await import('./app.ts')
    await turns(1)
    this.#app = await createApp({
      server: this.#server,
      consul: (raw, res) => this.#consul(raw, res),
      plugins: this.#plugins,
      userPlugins: this.#userPlugins,
    })
    return this.#app
  }
}

/** Paths of what is written little by little. */
const STREAMS: ReadonlySet<string> = new Set(
  routes.filter(({ methods }) => Object.values(methods).some(({ kind }) => kind === 'stream')).map(({ path }) => path),
)

function leadsToStream(url: string): boolean {
  const at = url.indexOf('?')
  const path = at < 0 ? url : url.slice(0, at)
  return STREAMS.has(path) || (path.includes('%') && STREAMS.has(unescapeBytes(path) ?? path))
}
