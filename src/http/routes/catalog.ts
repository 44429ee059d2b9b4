import { type Decoded, bool, list, string, stringMap, struct } from '../../go/decode.ts'
import type { Agent } from '../../agent/agent.ts'
import * as catalog from '../../state/catalog.ts'
import { sortByDistance } from '../../state/coordinate.ts'
import { listProblems, serviceProblems } from '../../state/validate-service.ts'
import type { View } from '../../state/view.ts'
import { decodeBody } from '../../api/decode-body.ts'
import {
  checkSchema,
  localitySchema,
  serviceSchema,
  toCheck,
  toNode,
  toService,
  withType,
} from '../../api/catalog-schemas.ts'
import { HttpError, refusal } from '../../api/refusals.ts'
import { rowFilter } from '../../api/filter.ts'
import { hasNodeMeta, hasTags, nearOf } from '../instance-parameters.ts'
import { renderNode, renderService, renderServiceNode } from '../../api/render.ts'
import { listOf, type Reply, jsonBoolean } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, query, type Query, route } from '../route.ts'
import { targetOf } from '../target.ts'

const READ = { metaOnError: true, cached: true, kept: true } as const

/** https://developer.hashicorp.com/consul/api-docs/catalog */
export const catalogRoutes = [
  route('/v1/catalog/register', { PUT: action(register) }),
  route('/v1/catalog/deregister', { PUT: action(deregister) }),
  route('/v1/catalog/datacenters', { GET: action((_req, agent) => ({ json: datacenters(agent) })) }),
  route('/v1/catalog/nodes', { GET: query(nodes, READ) }),
  route('/v1/catalog/services', { GET: query(services, READ) }),
  route('/v1/catalog/service/:service', { GET: query(instances(catalog.serviceInstances), READ) }),
  route('/v1/catalog/connect/:service', { GET: query(instances(catalog.connectInstances), READ) }),
  route('/v1/catalog/node/:node', { GET: query(nodeWithServices('map'), READ) }),
  route('/v1/catalog/node-services/:node', { GET: query(nodeWithServices('list'), READ) }),
  route(
    '/v1/catalog/gateway-services/:gateway',
    {
      GET: query(req => {
        if (req.paramBytes === '') throw refusal.missing('gateway name')
        return view => ({ index: view.max('config'), value: { json: [] } })
      }, READ),
    },
    { fidelity: 'partial', note: 'Gateways have no services: config entries are not kept.' },
  ),
]

const datacenters = ({ datacenter }: Agent): readonly string[] =>
  datacenter.wan.from(datacenter).map(({ name }) => name)

function nodes(req: Request, agent: Agent): ReturnType<Query> {
  const accepts = hasNodeMeta(req)
  const near = nearOf(req, agent)
  return view => {
    const filter = rowFilter(agent, req, 'node')
    const { index, value } = catalog.listNodes(view)
    const kept = sortByDistance(view, near, filter(value.filter(accepts), renderNode), node => node.Node)
    return { index, value: listOf(kept, renderNode) }
  }
}

function services(req: Request, agent: Agent): ReturnType<Query> {
  const accepts = hasNodeMeta(req)
  const byMeta = req.query.has('node-meta')
  return view => {
    const filter = rowFilter(agent, req, 'serviceNode')
    const { index, value } = catalog.listServices(
      view,
      byMeta || req.query.get('filter') !== ''
        ? instance => accepts(instance.node) && filter([instance], renderServiceNode).length > 0
        : undefined,
    )
    const json = Object.fromEntries([...value].map(([name, tags]) => [name, [...tags]]))
    return { index: byMeta ? view.max('nodes', 'services') : index, value: { json } }
  }
}

function instances(find: typeof catalog.serviceInstances): Query {
  return (req, agent) => {
    if (req.paramBytes === '') throw refusal.missing('service name')
    const name = req.param
    const acceptsNode = hasNodeMeta(req)
    const acceptsTags = hasTags(req)
    const near = nearOf(req, agent)
    return view => {
      const filter = rowFilter(agent, req, 'serviceNode')
      if (req.query.get('peer') !== '') return { index: 1, value: { json: [] } }
      const { index, value } = find(view, name)
      const found = value.filter(({ node, service }) => acceptsNode(node) && acceptsTags(service))
      const kept = sortByDistance(view, near, filter(found, renderServiceNode), ({ node }) => node.Node)
      return { index, value: listOf(kept, renderServiceNode, catalog.sameInstance) }
    }
  }
}

function nodeWithServices(shape: 'map' | 'list'): Query {
  return (req, agent) => {
    if (req.paramBytes === '') throw refusal.missing('node name')
    const name = req.param
    return (view: View) => {
      const filter = rowFilter(agent, req, 'nodeService')
      const { index, value } = catalog.nodeServices(view, name)
      if (!value) return { index, value: { json: shape === 'map' ? null : { Node: null, Services: null } } }
      const kept = filter(value.services, service => renderService(service))
      const Services =
        shape === 'map'
          ? Object.fromEntries(kept.map(service => [service.ID, renderService(service)]))
          : value.services.length === 0
            ? null
            : kept.map(service => renderService(service))
      return { index, value: { json: { Node: renderNode(value.node), Services } } }
    }
  }
}

const STRICT = { unknown: 'reject' } as const

/** A node with a service and checks, as clients register them. */
export const registration = struct(
  {
    ID: string(),
    Node: string(),
    Address: string(),
    Datacenter: string(),
    TaggedAddresses: stringMap(),
    NodeMeta: stringMap(),
    Service: serviceSchema,
    Check: checkSchema,
    Checks: list(checkSchema),
    SkipNodeUpdate: bool(),
    Locality: localitySchema,
    WriteRequest: struct({ Token: string() }, STRICT),
  },
  { ...STRICT, name: 'structs.RegisterRequest' },
)

function register(req: Request, asked: Agent): Reply {
  const body = decodeBody(registration, req.body)
  const agent = targetOf(req, asked, body.Datacenter)
  const entry = toRegistration(body, agent.settings.datacenter)
  agent.store.write(tx => catalog.register(tx, entry))
  return jsonBoolean(true)
}

/** What a body says, or what it is refused for. */
export function toRegistration(body: Decoded<typeof registration>, datacenter: string): catalog.Registration {
  checkRegistration(body)
  const node = body.Node ?? ''
  const service = body.Service ? toService(body.Service, node) : undefined
  const checks = [...(body.Checks ?? []), ...(body.Check ? [body.Check] : [])].map(check =>
    withType(toCheck(check, node)),
  )
  for (const check of checks) {
    if (check.Node !== node) {
      throw new HttpError(
        500,
        `Node '${check.Node}' for check '${check.CheckID}' doesn't match register request node '${node}'`,
      )
    }
  }
  return {
    node: toNode({ ...body, Meta: body.NodeMeta }, datacenter),
    skipNodeUpdate: body.SkipNodeUpdate ?? false,
    service,
    checks,
  }
}

const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::', '[::]'])

/** What a registration is refused for, in Consul's order. */
function checkRegistration(body: Decoded<typeof registration>): void {
  const refuse = (text: string): HttpError => new HttpError(500, text)
  if ((body.Node ?? '') === '') throw refuse('Must provide node')
  if ((body.Address ?? '') === '' && body.SkipNodeUpdate !== true) {
    throw refuse('Must provide address if SkipNodeUpdate is not set')
  }
  const id = body.ID ?? ''
  if (id !== '') {
    if (id.length !== 36) throw refuse('Bad node ID: uuid string is wrong length')
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
      throw refuse('Bad node ID: uuid is improperly formatted')
  }
  const { Service } = body
  if (!Service) return
  if ((Service.Service ?? '') === '') {
    const given = (Service.ID ?? '') === '' ? '' : ' when service ID is provided'
    throw refuse(`Must provide service name (Service.Service)${given}`)
  }
  if (ANY_ADDRESS.has(Service.Address ?? '')) throw refuse('Invalid service address')
  const problems = serviceProblems(toService(Service, body.Node ?? ''))
  if (problems.length > 0) throw refuse(listProblems(problems))
}

const deregistration = struct(
  {
    Datacenter: string(),
    Node: string(),
    ServiceID: string(),
    CheckID: string(),
    Namespace: string(),
    WriteRequest: struct({ Token: string() }),
  },
  { name: 'structs.DeregisterRequest', custom: true },
)

function deregister(req: Request, asked: Agent): Reply {
  const body = decodeBody(deregistration, req.body)
  const agent = targetOf(req, asked, body.Datacenter)
  const node = body.Node ?? ''
  if (node === '') throw new HttpError(500, 'Must provide node')
  agent.store.write(tx =>
    catalog.deregister(tx, { node, serviceId: body.ServiceID ?? '', checkId: body.CheckID ?? '' }),
  )
  return jsonBoolean(true)
}
