import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Agent } from '../agent/agent.ts'
import { toJson } from '../go/json.ts'
import { decodeBinary } from '../go/json/utf8.ts'
import { BaseHeaders } from '../http/base-headers.ts'
import { hasType } from '../http/header-order.ts'
import type { Incoming } from '../http/exchange.ts'
import { isNearbyHost } from '../http/host.ts'
import { exchangeOf } from '../http/node-exchange.ts'
import { pagePath } from '../http/page-path.ts'
import { discardBody, send } from '../http/plain-answers.ts'
import { unescapeBytes } from '../go/percent.ts'
import { headerPairs, type Headers, JSON_TYPE, type Reply, TEXT_TYPE } from '../http/reply.ts'
import { answerInstead } from './conditions.ts'
import { type PageFile, PageFiles } from './files.ts'
import { cacheControl, pageHeaders } from './headers.ts'

export interface PagePluginOptions {
  readonly agent: Agent
  /** Where the page was built to. Default: beside the bundle. */
  readonly folder?: URL
}

const FOREIGN_HOST = 'The web page answers to addresses and local names only, as in http://127.0.0.1:8500/ui/.\n'
const NOT_BUILT = 'The web page was not built: npm run build\n'

/** The web page: a fastify plugin, registered below its path. It answers as Go's server of files does, every method alike. */
export async function pagePlugin(app: FastifyInstance, options: PagePluginOptions): Promise<void> {
  const { agent, folder = new URL('./ui/', import.meta.url) } = options
  const root = pagePath(agent.settings.ui)
  const files = new PageFiles(fileURLToPath(folder), root)
  const base = new BaseHeaders()
  app.all('/*', {
    // before a body is read
    onRequest: async (req, reply) => {
      const [path = '', search] = splitOnce(req.raw.url ?? '')
      const bytes = unescapeBytes(path) ?? path
      const { settings } = agent
      reply.hijack()
      const { request, responder } = exchangeOf(req.raw, reply.raw)
      discardBody(request)
      const answer = isNearbyHost(req.headers.host ?? '')
        ? (redirected(bytes, search, root, files) ?? answerOf(request, bytes.slice(root.length), agent, files))
        : { status: 403, bytes: FOREIGN_HOST, contentType: TEXT_TYPE, headers: pageHeaders }
      const own = new Set(answer.headers?.map(([name]) => name.toLowerCase()))
      const configured = headerPairs(base.configured(settings)).filter(([name]) => !own.has(name.toLowerCase()))
      const headers = configured.flat()
      // Go's server of files looks for a type where there is none
      send(responder, hasType(headers) ? { ...answer, contentType: null } : answer, headers)
    },
    handler: () => undefined,
  })
}

function splitOnce(url: string): [string, string] {
  const at = url.indexOf('?')
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)]
}

/** Sends a client from one form of a file's path to the other, as Go does: a folder ends in a slash, a file does not. */
function redirected(path: string, search: string, root: string, files: PageFiles): Reply | undefined {
  const to = path.endsWith('/index.html') ? './' : otherForm(path, root)
  if (to === undefined || !files.index) return undefined
  const query = search === '?' ? '' : search
  return { status: 301, bytes: '', contentType: null, headers: [['Location', decodeBinary(to + query)]] }
}

function otherForm(path: string, root: string): string | undefined {
  const name = posix.normalize(path.slice(root.length - 1))
  const isFolder = name === '/' || name === '/assets' || name === '/assets/'
  if (isFolder === path.endsWith('/')) return undefined
  return isFolder ? `${posix.basename(path)}/` : `../${posix.basename(path)}`
}

/** What is answered to a path below the page's: what is no file is the page. */
function answerOf(request: Incoming, name: string, agent: Agent, files: PageFiles): Reply {
  if (name === 'config.json') {
    const headers: Headers = [...pageHeaders, ['Cache-Control', 'no-store']]
    return { bytes: toJson(configOf(agent), agent.settings.dev), contentType: JSON_TYPE, framing: 'length', headers }
  }
  const asset = name.startsWith('assets/') ? files.asset(name.slice('assets/'.length)) : undefined
  const file = asset ?? files.index
  if (!file) return { status: 404, bytes: NOT_BUILT, contentType: TEXT_TYPE, headers: pageHeaders }
  return fileReply(request, file)
}

function fileReply({ method, headers: asked }: Incoming, file: PageFile): Reply {
  const { bytes, contentType, etag, immutable } = file
  const conditions = {
    method,
    ifMatch: asked['if-match'] ?? '',
    ifNoneMatch: asked['if-none-match'] ?? '',
    ifRange: String(asked['if-range'] ?? ''),
    range: asked.range ?? '',
  }
  const instead = answerInstead(conditions, etag, bytes.length)
  const headers: Headers = [...pageHeaders, cacheControl(immutable), ['ETag', etag]]
  if (instead) return instead.isSame ? { ...instead.reply, headers } : instead.reply
  return { bytes, contentType, framing: 'length', headers: [...headers, ['Accept-Ranges', 'bytes']] }
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
