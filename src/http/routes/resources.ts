import { isObject } from '../../lib/equal.ts'
import { Refusal, refusal } from '../../api/refusals.ts'
import { RESOURCE_TYPES, type ResourceType } from '../../model/resource-types.ts'
import { type Reply, TEXT_TYPE } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, type Handler, type Method, route } from '../route.ts'

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

function placeOf({ param }: Request): Place {
  const [group, version, kind, name] = param.split('/')
  const type = RESOURCE_TYPES.find(
    one => one.group === group && one.version === version && one.kind.toLowerCase() === kind,
  )
  if (!type) throw new Refusal(404, '404 page not found\n')
  return { type, name }
}

/** `field`: what Consul calls the name. */
function checkName(name: string, field: string): void {
  if (NAME.test(name)) return
  throw invalid(
    `${field} invalid: a resource name must consist of lower case alphanumeric characters or '-', ` +
      `must start and end with an alphanumeric character and be less than 64 characters, got: "${name}"`,
  )
}

function checkNamespace(type: ResourceType, { query }: Request): void {
  const namespace = query.get('namespace') || query.get('ns')
  if (type.namespaced && namespace && namespace !== 'default') throw notFound(`namespace not found: ${namespace}`)
}

const METHOD_NOT_ALLOWED: Reply = { status: 405, contentType: null }

function read(req: Request): Reply {
  const { type, name } = placeOf(req)
  if (name === undefined) return { bytes: '{\n  "resources": []\n}', contentType: TEXT_TYPE }
  checkName(name, 'id.name')
  checkNamespace(type, req)
  throw notFound('resource not found')
}

/** What is not there is deleted without a complaint. */
function remove(req: Request): Reply {
  const { name } = placeOf(req)
  if (name === undefined) return METHOD_NOT_ALLOWED
  checkName(name, 'id.name')
  return { status: 204, contentType: null }
}

function write(req: Request): Reply {
  const { type, name } = placeOf(req)
  if (name === undefined) return METHOD_NOT_ALLOWED
  const data = dataOf(req.body)
  checkName(name, 'resource.id.name')
  if (type.kind === 'Artist' && !data['name']) throw invalid('artist.name required')
  throw refusal.notBuilt(req.path, REASON)
}

/** The data of a resource that is written; which fields a type has is not looked at. */
function dataOf(body: Buffer): Readonly<Record<string, unknown>> {
  let resource: unknown
  try {
    resource = JSON.parse(body.toString())
  } catch {
    throw new Refusal(400, 'Request body format is invalid')
  }
  if (!isObject(resource) || !isObject(resource['data'])) {
    throw new Refusal(400, "Request body didn't follow the resource schema")
  }
  return resource['data']
}

function notAllowed(req: Request): Reply {
  placeOf(req)
  return METHOD_NOT_ALLOWED
}

const handler = (run: (req: Request) => Reply): Handler => action(run, { ownEnterpriseCheck: true })

const METHODS: Readonly<Record<Method, Handler>> = {
  GET: handler(read),
  HEAD: handler(notAllowed),
  PUT: handler(write),
  POST: handler(notAllowed),
  DELETE: handler(remove),
}

export const resourceRoutes = [
  route('/api/:path', METHODS, {
    fidelity: 'partial',
    note: 'There are no resources: reads find none, a wrong request is refused as in Consul, and a right write with 501.',
  }),
]
