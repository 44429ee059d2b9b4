import type { IncomingMessage, ServerResponse } from 'node:http'
import { posix } from 'node:path'
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { turns } from '../lib/defer.ts'
import type { LazyPlugin } from './plugin.ts'

/** Takes a request of Node's own. */
export type NodeHandler = (raw: IncomingMessage, res: ServerResponse) => void

/** The longest name in a path; fastify's default, 100, is less than a check may be called. */
const MAX_PARAMETER = 4096

/** A plugin below its prefix. */
export interface Mounted {
  /** Adds it to an app. */
  readonly plugin: (app: FastifyInstance) => Promise<void>
  /** Whether it answers a request for which fastify has no method, or no path. */
  takes(raw: IncomingMessage): boolean
  readonly handle: NodeHandler
}

/**
 * Mounts a plugin below its prefix, in an app of its own that the first request makes: most emulators get none, and to compile schemas
 * takes longer than to start and close one. What it has no route for is Consul's.
 */
export function mount({ prefix, anyRequest = false, isConsuls, load }: LazyPlugin, consul: NodeHandler): Mounted {
  let child: Promise<FastifyInstance> | undefined
  const handle: NodeHandler = (raw, res) => {
    if (isConsuls?.(raw) === true) return consul(raw, res)
    child ??= createChild(load, consul)
    child.then(
      instance => {
        if (anyRequest) makeRoutable(raw, prefix, instance.supportedMethods)
        instance.routing(raw, res)
      },
      () => res.destroy(),
    )
  }
  return {
    plugin: async app => {
      const pass = passTo(handle)
      passBodies(app)
      passErrors(app, pass)
      app.all(`${prefix}*`, pass)
      app.addHook('onClose', async () => {
        await (await child)?.close()
      })
    },
    takes: ({ url }) => anyRequest && url?.startsWith(prefix) === true,
    handle,
  }
}

/** What answers every request answers those that fastify does not know as other ones. */
function makeRoutable(raw: IncomingMessage, prefix: string, methods: readonly string[]): void {
  const [path = '', query] = (raw.url ?? '').split(/(\?.*)/s)
  // of a CONNECT the path is as it was written, and a file's name is cleaned all the same
  const clean = raw.method === 'CONNECT' ? prefix + posix.normalize(`/${path.slice(prefix.length)}`).slice(1) : path
  raw.url = (isText(clean) ? clean : clean.replace(/%(?=[89a-f])/gi, '%25')) + (query ?? '')
  if (!methods.includes(raw.method ?? '')) raw.method = 'POST'
}

/** Whether the escapes of a path are those of a text. */
function isText(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

async function createChild(load: LazyPlugin['load'], consul: NodeHandler): Promise<FastifyInstance> {
  const plugin = await load()
  await turns(1)
  const app = fastify({
    logger: false,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAMETER },
    // a plugin with schemas brings its compilers: fastify would load its own here
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
  })
  passBodies(app)
  app.setNotFoundHandler(passTo(consul))
  await app.register(async scope => {
    await plugin(scope)
  })
  await app.ready()
  await turns(1)
  return app
}

const noCompiler = (): never => {
  throw new Error('Failed to compile a schema: the plugin sets no compiler.')
}

/** Leaves bodies to the handler that takes the request over. */
export function passBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_req, _payload, done) => done(null))
}

/** Leaves to a handler what fastify itself finds wrong with a request; what a hook throws is the user's. */
export function passErrors(app: FastifyInstance, pass: ReturnType<typeof passTo>): void {
  app.setErrorHandler((err: FastifyError, req, reply) => {
    if (!err.code?.startsWith('FST_ERR_')) throw err
    pass(req, reply)
  })
}

/** Hands a request on as it came. */
export function passTo(handler: NodeHandler): (req: FastifyRequest, reply: FastifyReply) => void {
  return (req, reply) => {
    reply.hijack()
    // what hooks added to the answer, such as the headers of CORS
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value)
    }
    handler(req.raw, reply.raw)
  }
}
