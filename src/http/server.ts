import { statSync, unlinkSync } from 'node:fs'
import { createServer, type IncomingMessage, METHODS, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { AddressInfo, ListenOptions, Socket } from 'node:net'
import type { InjectOptions, LightMyRequestResponse as InjectResponse } from 'fastify'
import type { Agent } from '../agent/agent.ts'
import type { App, NodeHandler } from './app.ts'
import type { LazyPlugin, ServerPlugin } from './plugin.ts'
import type { MountedApp } from './mounted-app.ts'
import { Dispatcher } from './dispatch.ts'
import type { Incoming, Outgoing } from './exchange.ts'
import type { HttpInterceptor } from './interceptor.ts'
import { parseQueryString } from './query-string.ts'
import { Router } from './router.ts'
import { allowedMethods, local } from './route.ts'
import { routes } from './routes/index.ts'
import { FastPath } from './fast-path/fast-path.ts'

/** Connections that wait to be accepted: thousands of watchers may come back at once. */
const BACKLOG = 4096

/** What an HTTP server is given besides its agent. */
export interface HttpServerOptions {
  readonly interceptor?: HttpInterceptor | undefined
  readonly mountedApp?: MountedApp | undefined
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
  readonly #router: Router
  readonly #dispatcher: Dispatcher
  readonly #handle: (raw: Incoming, res: Outgoing) => void
  /** The same for what may be beside Consul's API. */
  readonly #handleAny: NodeHandler

  constructor(agent: Agent, options: HttpServerOptions = {}) {
    const { interceptor, mountedApp: aside, plugins = [], userPlugins = [], fastPath = true } = options
    this.#plugins = plugins
    this.#userPlugins = userPlugins
    this.#fastPath = fastPath
    this.#router = new Router(routes)
    const dispatcher = new Dispatcher(agent, this.#router)
    this.#dispatcher = dispatcher
    const direct = (raw: Incoming, res: Outgoing): void => dispatcher.handle(raw, res)
    this.#handle = interceptor
      ? (raw, res) => {
          if (interceptor.active) interceptor.intercept(raw, res, () => direct(raw, res))
          else direct(raw, res)
        }
      : direct
    let beside: Dispatcher | undefined
    this.#handleAny = (raw, res) => {
      if (!aside || raw.url?.startsWith(aside.prefix) !== true) return this.#handle(raw, res)
      if (!aside.admits(raw, res)) return
      beside ??= new Dispatcher(agent, new Router(local(aside.routes())))
      beside.handle(raw, res)
    }
    this.#server = createServer(
      {
        maxHeaderSize: agent.settings.http.maxHeaderBytes,
        requestTimeout: 0,
        // idle clients keep their connections, as with Consul: a pooled one could lose a request otherwise
        keepAliveTimeout: 0,
      },
      (req, res) => this.#serve(req, res),
    )
    this.#plain = new FastPath(this.#server, {
      maxHead: agent.settings.http.maxHeaderBytes,
      admits: url =>
        fastPath &&
        this.#app?.watchesConsul !== true &&
        agent.upstream === undefined &&
        interceptor?.alters !== true &&
        !leadsToStream(url),
      handle: this.#handle,
    })
    this.#server.on('clientError', (err: ClientError, socket: Socket) => this.#clientError(err, socket))
  }

  /** Binds and tells where. Rejects when the port is taken. */
  async listen(host: string, port: number): Promise<AddressInfo> {
    await this.#prepare()
    await this.#bind({ host, port })
    return this.#server.address() as AddressInfo
  }

  /** Binds a Unix socket, in the place of one that was left behind. */
  async listenUnix(path: string): Promise<void> {
    await this.#prepare()
    if (statSync(path, { throwIfNoEntry: false })?.isSocket() === true) unlinkSync(path)
    await this.#bind({ path })
  }

  /** A request without a socket, through the same routes. */
  readonly inject = async (request: InjectOptions): Promise<InjectResponse> => {
    const { instance } = await this.#load()
    // nobody would be there to end what waits
    if (this.#closed) throw new Error('response destroyed before completion')
    return instance.inject(request)
  }

  /** Ends all connections. A parked request would keep it waiting: readers are answered first, sockets then closed. */
  async close(): Promise<void> {
    this.#closed = true
    this.#plain.close()
    const closed = new Promise<void>(resolve => void this.#server.close(() => resolve()))
    this.#server.closeAllConnections()
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

  /** Takes a request of Node's, with fastify if it is there or needed. */
  #serve(raw: IncomingMessage, res: ServerResponse): void {
    if (this.#app) return this.#app.handle(raw, res)
    if (!this.#plugins.some(({ prefix }) => raw.url?.startsWith(prefix))) return this.#handleAny(raw, res)
    this.#load().then(
      ({ handle }) => handle(raw, res),
      () => res.destroy(),
    )
  }

  #load(): Promise<App> {
    return (this.#loading ??= this.#createApp())
  }

  async #createApp(): Promise<App> {
    const [{ createApp }, ...plugins] = await Promise.all([
      import('./app.ts'),
      ...this.#plugins.map(plugin => plugin.load()),
    ])
    this.#app = await createApp({
      server: this.#server,
      consul: this.#handleAny,
      plugins,
      userPlugins: this.#userPlugins,
    })
    return this.#app
  }

  /** Node's parser knows a fixed set of methods; Consul answers any other with 405, and what is no HTTP with 400. */
  #clientError(err: ClientError, socket: Socket): void {
    if (!socket.writable || err.code === 'ECONNRESET') {
      socket.destroy()
      return
    }
    const line = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP\/1\.[01]\r\n/.exec(err.rawPacket?.toString('latin1') ?? '')
    // one that Node knows is of a request before the bad one
    if (err.code === 'HPE_INVALID_METHOD' && line && !METHODS.includes(line[1] ?? ''))
      return this.#unknownMethod(line[1] ?? '', line[2] ?? '', socket)
    const status = err.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
    respond(socket, status, `${status} ${STATUS_CODES[status] ?? ''}`, [])
  }

  #unknownMethod(method: string, url: string, socket: Socket): void {
    const [path = '', search = ''] = url.split('?')
    const match = this.#router.find(path)
    if (!match || !('route' in match) || !parseQueryString(search)) return respond(socket, 400, '400 Bad Request', [])
    respond(socket, 405, `method ${method} not allowed`, [
      `Allow: ${allowedMethods(match.route, method)}`,
      'Vary: Accept-Encoding',
      'X-Consul-Default-Acl-Policy: allow',
    ])
  }
}

/** Paths of what is written little by little. */
const STREAMS: ReadonlySet<string> = new Set(
  routes.filter(({ methods }) => Object.values(methods).some(({ kind }) => kind === 'stream')).map(({ path }) => path),
)

function leadsToStream(url: string): boolean {
  const at = url.indexOf('?')
  return STREAMS.has(at < 0 ? url : url.slice(0, at))
}

interface ClientError extends Error {
  readonly code?: string
  readonly rawPacket?: Buffer
}

function respond(socket: Socket, status: number, text: string, headers: readonly string[]): void {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...headers,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`)
}
