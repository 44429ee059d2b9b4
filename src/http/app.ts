import type { Server } from 'node:http'
import fastify, { type FastifyInstance } from 'fastify'
import { turns } from '../lib/defer.ts'
import { mount, type NodeHandler, passBodies, passErrors, passTo } from './mount.ts'
import type { LazyPlugin, ServerPlugin } from './plugin.ts'

export interface AppParts {
  /** The server that it answers for. */
  readonly server: Server
  /** Consul's API: it answers whatever no plugin has a route for. */
  readonly consul: NodeHandler
  /** Our own plugins. */
  readonly plugins: readonly LazyPlugin[]
  /** Plugins whose hooks see every request. */
  readonly userPlugins: readonly ServerPlugin[]
}

/** A fastify app for one `listen`. */
export interface App {
  readonly instance: FastifyInstance
  readonly handle: NodeHandler
  /** Whether a user's plugin may see, or answer, requests to Consul's API. */
  readonly watchesConsul: boolean
}

/**
 * Makes the app of a server. In a module of its own because importing fastify takes longer than the rest of a start. Between its parts
 * the sockets are served: all of them take as long as a thousand requests.
 */
export async function createApp({ server, consul, plugins, userPlugins }: AppParts): Promise<App> {
  const mounted = plugins.map(plugin => mount(plugin, consul))
  // Go's routing, bodies and errors are Consul's own: fastify hands every request on as it came
  const pass = passTo((raw, res) => (mounted.find(({ takes }) => takes(raw))?.handle ?? consul)(raw, res))
  let handle: NodeHandler = consul
  const instance = fastify({
    logger: false,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    forceCloseConnections: true,
    serverFactory: handler => {
      handle = handler
      return server
    },
    frameworkErrors: (_err, req, reply) => pass(req, reply),
  })
  let shadowed = false
  instance.addHook('onRoute', ({ url }) => {
    shadowed ||= url.startsWith('/v1') || /^\/?[:*]/.test(url)
  })
  for (const plugin of userPlugins) await instance.register(onRoot(plugin))
  const watched = shadowed
  for (const { plugin } of mounted) await instance.register(plugin)
  await turns(1)
  await instance.register(consulPlugin(pass))
  await instance.ready()
  await turns(1)
  return { instance, handle, watchesConsul: watched || hasHooks(instance) }
}

function consulPlugin(pass: ReturnType<typeof passTo>): (app: FastifyInstance) => Promise<void> {
  return async app => {
    passBodies(app)
    passErrors(app, pass)
    app.setNotFoundHandler(pass)
    app.all('/*', pass)
  }
}

const scoped = (plugin: ServerPlugin) => async (app: FastifyInstance) => {
  const result = plugin(app)
  // an app is thenable, too: to wait for it in its own plugin would take for ever
  if (result instanceof Promise) await result
}

/** The same without a scope, which fastify knows by this symbol: hooks see all requests, decorators are for all plugins. */
const onRoot = (plugin: ServerPlugin): ReturnType<typeof scoped> =>
  Object.assign(scoped(plugin), { [Symbol.for('skip-override')]: true })

/** Whether requests to Consul's API meet hooks: fastify tells of those in its list of routes only. */
function hasHooks(app: FastifyInstance): boolean {
  const routes = app.printRoutes({ method: 'GET', commonPrefix: false, includeHooks: true })
  return /\u2500\u2500 \* \(GET\)\n\W*\u2022 \(/.test(routes)
}
