import { isObject } from '../../lib/equal.ts'
import { Refusal, refusal } from '../../api/refusals.ts'
import { quoteGo } from '../../go/quote.ts'
import { RESOURCE_TYPES, type ResourceType } from '../../model/resource-types.ts'
import { decodeBinary } from '../../go/json/utf8.ts'
import { unescapeBytes } from '../../go/percent.ts'
import { NO_PAGE } from '../plain-answers.ts'
import { type Reply, TEXT_TYPE } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, route } from '../route.ts'

/** Resources of Consul's second API: there are none, what is wrong with a request is said as Consul says it, and a right write is refused. */

const REASON = 'resources of the second API are not stored.'

/** Where a request goes: `/api/GROUP/VERSION/KIND`, and a name for one resource. */
interface Place {
  readonly type: ResourceType
  /** undefined: all of the type. */
  readonly name: string | undefined
}

const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

const invalid = (text: string): Refusal => new Refusal(400, `rpc error: code = InvalidArgument desc = ${text}`)
const notFound = (text: string): Refusal => new Refusal(404, `rpc error: code = NotFound desc = ${text}`)

/** undefined: there is no such type. Types are found as they are written, without escapes; of what stands behind one, the last part is a name. */
function placeOf({ raw: { url } }: Request): Place | undefined {
  const [path = ''] = url.split('?')
  const [, root, group, version, kind, ...rest] = path.split('/')
  const type = RESOURCE_TYPES.find(
    one => one.group === group && one.version === version && one.kind.toLowerCase() === kind,
  )
  if (!type || root !== 'api') return undefined
  return { type, name: rest.length === 0 ? undefined : lastPart(decodeBinary(unescapeBytes(rest.join('/')) ?? '')) }
}

function lastPart(text: string): string {
  const part = text.replace(/\/+$/, '').split('/').at(-1) ?? ''
  return part === '.' ? '' : part
}

/** `field`: what Consul calls the name. */
function checkName(name: string, field: string): void {
  if (NAME.test(name)) return
  throw invalid(
    `${field} invalid: a resource name must consist of lower case alphanumeric characters or '-', ` +
      `must start and end with an alphanumeric character and be less than 64 characters, got: ${quoteGo(name)}`,
  )
}

function checkNamespace(type: ResourceType, { query }: Request): void {
  const namespace = query.get('namespace') || query.get('ns')
  if (type.namespaced && namespace && namespace !== 'default') throw notFound(`namespace not found: ${namespace}`)
}

const METHOD_NOT_ALLOWED: Reply = { status: 405, bytes: '', contentType: null }

function read(req: Request, { type, name }: Place): Reply {
  if (name === undefined) return { bytes: '{\n  "resources": []\n}', contentType: TEXT_TYPE, isSniffed: true }
  checkName(name, 'id.name')
  checkNamespace(type, req)
  throw notFound('resource not found')
}

/** What is not there is deleted without a complaint. */
function remove(_req: Request, { name }: Place): Reply {
  if (name === undefined) return METHOD_NOT_ALLOWED
  checkName(name, 'id.name')
  return { status: 204, bytes: '', contentType: null }
}

function write(req: Request, { type, name }: Place): Reply {
  if (name === undefined) return METHOD_NOT_ALLOWED
  const data = dataOf(req)
  checkName(name, 'resource.id.name')
  if (type.kind === 'Artist' && !data['name']) throw invalid('artist.name required')
  throw refusal.notBuilt(req.path, REASON)
}

/** The data of a resource that is written; which fields a type has is not looked at. */
function dataOf(req: Request): Readonly<Record<string, unknown>> {
  let resource: unknown
  try {
    resource = JSON.parse(req.body.toString())
  } catch (err) {
    if (err instanceof Refusal) throw err
    throw new Refusal(400, 'Request body format is invalid')
  }
  if (!isObject(resource) || !isObject(resource['data'])) {
    throw new Refusal(400, "Request body didn't follow the resource schema")
  }
  return resource['data']
}

const RUNS: ReadonlyMap<string, (req: Request, place: Place) => Reply> = new Map([
  ['GET', read],
  ['PUT', write],
  ['DELETE', remove],
])

function answer(req: Request): Reply {
  const place = placeOf(req)
  if (!place) return NO_PAGE
  return RUNS.get(req.method)?.(req, place) ?? METHOD_NOT_ALLOWED
}

const any = action(answer)

export const resourceRoutes = [
  route(
    '/api/:path',
    { GET: any, HEAD: any, PUT: any, POST: any, DELETE: any },
    {
      apart: answer,
      fidelity: 'partial',
      note: 'There are no resources: reads find none, a wrong request is refused as in Consul, and a right write with 501.',
    },
  ),
]
