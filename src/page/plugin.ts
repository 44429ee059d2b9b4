import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyError, FastifyInstance } from 'fastify'
import type { Agent } from '../agent/agent.ts'
import { Refusal } from '../api/refusals.ts'
import { toJson } from '../go/json.ts'
import { isNearbyHost } from '../http/host.ts'
import { answerAnyMethod } from './any-method.ts'
import { pagePath } from '../http/page-path.ts'
import { honourHttpConfig, sendError } from '../http/plugin-hooks.ts'
import { JSON_TYPE } from '../http/reply.ts'
import { nodeCrypto } from '../lib/node-crypto.ts'
import { cacheControl, pageHeaders } from './headers.ts'

export interface PagePluginOptions {
  readonly agent: Agent
  /** Where the page was built to. Default: beside the bundle. */
  readonly folder?: URL
}

const FOREIGN_HOST = 'The web page answers to addresses and local names only, as in http://127.0.0.1:8500/ui/.\n'
const NO_FILE = 'There is no such file.\n'
const NOT_BUILT = 'The web page was not built: npm run build\n'

/** The web page: a fastify plugin, registered below its path. */
export async function pagePlugin(app: FastifyInstance, options: PagePluginOptions): Promise<void> {
  const { agent, folder = new URL('./ui/', import.meta.url) } = options
  const root = fileURLToPath(folder)
  honourHttpConfig(app, agent)
  app.addHook('onRequest', async (req, reply) => {
    if (!isNearbyHost(req.headers.host ?? '')) throw new Refusal(403, FOREIGN_HOST)
    void reply.headers(Object.fromEntries(pageHeaders))
  })
  app.setNotFoundHandler(() => {
    throw new Refusal(404, NO_FILE)
  })
  app.setErrorHandler((err: FastifyError, req, reply) => {
    // what cannot be a file is none
    const isNoFile = !(err instanceof Refusal) && (err.statusCode === 400 || err.statusCode === 403)
    sendError(isNoFile ? new Refusal(404, NO_FILE) : err, req, reply, agent.log.module('agent.http'))
  })
  const answerOtherMethods = answerAnyMethod(app)
  const routes = { exposeHeadRoute: true }

  app.get('/config.json', routes, (_req, reply) => {
    void reply.header('Cache-Control', 'no-store').type(JSON_TYPE)
    return toJson(configOf(agent), agent.settings.dev)
  })
  await app.register(fastifyStatic, {
    root: `${root}assets`,
    prefix: '/assets/',
    decorateReply: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    lastModified: false,
    setHeaders: res => {
      const [name, value] = cacheControl(true)
      res.setHeader(name, value)
    },
  })
  let index: Index | undefined
  // the page itself for each of its own addresses
  app.get('/*', routes, (req, reply) => {
    index ??= readIndex(`${root}index.html`, pagePath(agent.settings.ui))
    if (!index) throw new Refusal(404, NOT_BUILT)
    void reply.header(...cacheControl(false)).header('ETag', index.etag)
    if (matches(req.headers['if-none-match'] ?? '', index.etag)) return reply.code(304).send()
    return reply.type('text/html; charset=utf-8').send(index.bytes)
  })
  answerOtherMethods()
}

/** What the page has to know before it asks anything else. */
const configOf = ({ settings }: Agent): object => ({
  Datacenter: settings.datacenter,
  NodeName: settings.nodeName,
  Dev: settings.dev,
  ReadOnly: settings.ui.readOnly,
  Control: settings.ui.testBench,
  ACLsEnabled: settings.acl.enabled,
})

interface Index {
  readonly bytes: Buffer
  /** Of its content: in a package all files are of the same date, and this one is of the same size in each. */
  readonly etag: string
}

/** The page with its paths as they are here. */
function readIndex(file: string, path: string): Index | undefined {
  try {
    const bytes = path === BUILT_FOR ? readFileSync(file) : Buffer.from(movedTo(path, readFileSync(file, 'utf8')))
    const hash = nodeCrypto().createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
    return { bytes, etag: `W/"${hash}"` }
  } catch {
    return undefined
  }
}

/** The path that the page is built for. */
const BUILT_FOR = '/ui/'

const movedTo = (path: string, html: string): string =>
  html.replaceAll(`"${BUILT_FOR}`, `"${path}`).replace('<title>', `<meta name="content-path" content="${path}" />$&`)

const matches = (ifNoneMatch: string, etag: string): boolean =>
  ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some(tag => tag.trim() === etag)
