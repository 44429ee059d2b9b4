import { sortedMap } from '../../go/decode.ts'
import type { Agent } from '../../agent/agent.ts'
import * as catalog from '../../state/catalog.ts'
import { sortByDistance } from '../../state/coordinate.ts'
import type { Read } from '../../state/kv.ts'
import { importedConnectInstances, importedInstances } from '../../state/peering/imported-health.ts'
import { takesCentralConfig } from '../../state/central-config/merge.ts'
import type { View } from '../../state/view.ts'
import { decodeBody } from '../../api/decode-body.ts'
import { deregisterEntity, refusePeerNames, registerEntity } from '../../api/operations/register-entity.ts'
import { deregistrationSchema, registrationSchema } from '../../api/schemas/registration.ts'
import { demand } from '../../api/acl/permission.ts'
import { seesImported } from '../../api/acl/imported.ts'
import { seesInstance, seesNode, seesService, visible } from '../../api/acl/visible.ts'
import { wanInstance, wanNode, wanService } from '../../api/wan-addresses.ts'
import { refusal } from '../../api/refusals.ts'
import { consistencyOf } from '../blocking-parameters.ts'
import { rowFilter } from '../../api/filters/row-filter.ts'
import { mergedRows, mergedServices } from '../merged-reads.ts'
import { ANY_TAGS, hasNodeMeta, narrowsNodes, nearOf, nodeMetaOf, tagsOf } from '../instance-parameters.ts'
import { renderGatewayService } from '../../api/render/gateway-service.ts'
import { gatewayServices } from '../../state/gateway-services.ts'
import { nodeRow, renderMergedInstance, renderNode, renderService, serviceNode } from '../../api/render/rows.ts'
import { listOf, type Reply, jsonBoolean } from '../reply.ts'
import { behindComplaint, judged } from '../complaint.ts'
import type { Request } from '../request.ts'
import { action, query, type Query, route } from '../route.ts'
import { targetOf } from '../target.ts'
import { cachedValue } from '../agent-cache.ts'

const READ = { discovery: true, metaOnError: true, cacheable: true } as const
const NAMED = { ...READ, enterpriseFirst: true } as const
const SERVICES = { ...NAMED, cached: { by: ['node-meta'] }, heldForGood: true } as const
const INSTANCES = {
  ...NAMED,
  cached: { by: ['node-meta', 'tag', 'peer', 'merge-central-config'] },
} as const

/** https://developer.hashicorp.com/consul/api-docs/catalog */
export const catalogRoutes = [
  // only the body names a datacenter
  route('/v1/catalog/register', { PUT: action(register) }, { anyDatacenter: true }),
  route('/v1/catalog/deregister', { PUT: action(deregister) }, { anyDatacenter: true }),
  route('/v1/catalog/datacenters', { GET: action(datacenters, { ownEnterpriseCheck: true }) }),
  route('/v1/catalog/nodes', { GET: query(nodes, { ...READ, ownEnterpriseCheck: true, partitionFirst: true }) }),
  route('/v1/catalog/services', { GET: query(services, SERVICES) }),
  route('/v1/catalog/service/:service', {
    GET: query(instances(catalog.serviceInstances, importedInstances), INSTANCES),
  }),
  route('/v1/catalog/connect/:service', {
    GET: query(instances(catalog.connectInstances, importedConnectInstances), INSTANCES),
  }),
  route('/v1/catalog/node/:node', { GET: query(nodeWithServices('map'), NAMED) }),
  route('/v1/catalog/node-services/:node', { GET: query(nodeWithServices('list'), NAMED) }),
  route('/v1/catalog/gateway-services/:gateway', { GET: query(servicesOfGateway, NAMED) }),
]

/** Where consistency is misspelled, Consul complains of it and answers all the same. */
function datacenters(req: Request, agent: Agent): Reply | Promise<Reply> {
  const { datacenter, federation, settings } = agent
  const names = federation.from(datacenter).map(({ name }) => name)
  const { refused } = judged(() => consistencyOf(req))
  const told = (reply: Reply): Reply => (refused ? behindComplaint(refused, reply, req.hints) : reply)
  if (!req.query.has('cached') || !settings.http.useCache) return told({ json: names })
  return cachedDatacenters(req, agent, names).then(told)
}

async function cachedDatacenters(req: Request, agent: Agent, names: readonly string[]): Promise<Reply> {
  const cached = await cachedValue(agent, req, 'datacenters', () => names)
  return { json: cached?.value ?? names, headers: cached?.headers ?? [] }
}

function nodes(req: Request, agent: Agent): ReturnType<Query> {
  req.checkPartition()
  const accepts = hasNodeMeta(req)
  const [meta] = nodeMetaOf(req)
  const near = nearOf(req, agent)
  return view => {
    const filter = rowFilter(agent, req.query.get('filter'), 'node')
    const { index, value } = catalog.listNodes(view, meta)
    const { rows, filtered } = visible(req.authorizer, value, seesNode)
    const matching = sortByDistance(view, near, filter(rows.filter(accepts)), node => node.Node)
    const shown = req.fromAbroad ? matching.map(wanNode) : matching
    return { index, value: { ...listOf(shown, nodeRow), filtered } }
  }
}

function services(req: Request, agent: Agent): ReturnType<Query> {
  const accepts = hasNodeMeta(req)
  const byMeta = req.query.has('node-meta')
  const [meta] = nodeMetaOf(req)
  const among = meta && ((view: View) => catalog.instancesOnNodes(view, meta))
  return view => {
    const { authorizer } = req
    const filter = rowFilter(agent, req.query.get('filter'), 'serviceNode')
    let filtered = false
    const keep = (all: readonly catalog.Instance[]): readonly catalog.Instance[] => {
      const seen = visible(authorizer, all, seesInstance)
      filtered = seen.filtered
      return filter(
        seen.rows.filter(({ node }) => accepts(node)),
        serviceNode.fields,
      )
    }
    const isNarrowed = byMeta || req.query.get('filter') !== '' || !authorizer.allowsAll
    const { index, value } = catalog.listServices(view, isNarrowed ? keep : undefined, among)
    const json = sortedMap(Object.fromEntries(value), tags => [...tags])
    return { index: byMeta ? view.max('nodes', 'services') : index, value: { json, filtered } }
  }
}

function instances(here: typeof catalog.serviceInstances, imported: typeof importedInstances): Query {
  return (req, agent, { minIndex, mergesCentralConfig }) => {
    if (req.paramBytes === '') throw refusal.missing('service name')
    const name = req.param
    const peer = req.query.get('peer')
    const isHere = peer === ''
    // as in Consul, tags do not narrow what stands behind a service in the mesh
    const { keep, byTags } = here === catalog.connectInstances ? ANY_TAGS : tagsOf(req, isHere)
    const byNodes = narrowsNodes(req)
    const near = nearOf(req, agent)
    const find = (view: View): Read<readonly catalog.Instance[]> =>
      isHere ? here(view, name, keep) : imported(view, peer, name)
    return view => {
      const { authorizer } = req
      if (here === catalog.connectInstances && !authorizer.allows('service', 'read', name)) {
        return { index: 1, value: { json: [], untold: true } }
      }
      const filter = rowFilter(agent, req.query.get('filter'), 'serviceNode')
      const { index, value } = find(view)
      if (isHere && minIndex > 0) {
        catalog.watchAbsentInstances(view, here === catalog.connectInstances ? 'connect' : 'name', name)
        if (value.length === 0) return { index, value: { json: [], ...(mergesCentralConfig && { tells: [] }) } }
      }
      const tagged = byTags(value)
      const sees = isHere ? seesInstance : seesImported
      if (mergesCentralConfig) {
        const merged = mergedRows(view, { index, value: tagged })
        const { rows, filtered } = visible(authorizer, byNodes(merged.value), sees)
        const matching = sortByDistance(view, near, filter(rows, renderMergedInstance), ({ node }) => node.Node)
        const shown = req.fromAbroad ? matching.map(wanInstance) : matching
        const tells = merged.value.map(row => (takesCentralConfig(row.service) ? row.service : row))
        return { index: merged.index, value: { ...listOf(shown, renderMergedInstance), filtered, tells } }
      }
      const { rows, filtered } = visible(authorizer, byNodes(tagged), sees)
      const matching = sortByDistance(view, near, filter(rows, serviceNode.fields), ({ node }) => node.Node)
      const shown = req.fromAbroad ? matching.map(wanInstance) : matching
      return { index, value: { ...listOf(shown, serviceNode, catalog.sameInstance), filtered } }
    }
  }
}

function nodeWithServices(shape: 'map' | 'list'): Query {
  return (req, agent, { mergesCentralConfig }) => {
    if (req.paramBytes === '') throw refusal.missing('node name')
    const name = req.param
    return (view: View) => {
      const filter = rowFilter(agent, req.query.get('filter'), 'nodeService')
      const { authorizer } = req
      const { index, value } = catalog.nodeServices(view, name)
      const none = req.query.get('filter') === '' ? null : []
      const nothing = shape === 'map' ? null : { Node: null, Services: none }
      if (!value) return { index, value: { json: nothing, showsLast: shape === 'list' } }
      if (!seesNode(authorizer, value.node)) return { index, value: { json: nothing, filtered: true } }
      // in a map Consul takes the ID of an instance for the name of its service
      const merges = shape === 'list' && mergesCentralConfig
      const all = { index, value: value.services }
      const read = merges ? mergedServices(view, all) : all
      const { rows, filtered } = visible(authorizer, read.value, (who, { ID, Service }) =>
        seesService(who, { Service: shape === 'map' ? ID : Service }),
      )
      const found = filter(rows)
      const matching = req.fromAbroad ? found.map(wanService) : found
      const Services =
        shape === 'map'
          ? sortedMap(Object.fromEntries(matching.map(service => [service.ID, service])), renderService)
          : value.services.length === 0
            ? none
            : matching.map(service => renderService(service))
      const json = { Node: renderNode(req.fromAbroad ? wanNode(value.node) : value.node), Services }
      const tells = merges ? { node: value.node, services: read.value } : undefined
      return { index: read.index, value: { json, filtered, tells } }
    }
  }
}

function servicesOfGateway(req: Request): ReturnType<Query> {
  if (req.paramBytes === '') throw refusal.missing('gateway name')
  return view => {
    demand(req.authorizer, 'service', 'read', req.param)
    const { index, value } = gatewayServices(view, req.param)
    const { rows, filtered } = visible(req.authorizer, value, seesService)
    return { index, value: { ...listOf(rows, renderGatewayService), filtered } }
  }
}

function register(req: Request, asked: Agent): Reply {
  const body = decodeBody(registrationSchema, req.body)
  refusePeerNames(body)
  registerEntity(targetOf(req, asked, body.Datacenter), body, req.authorizer)
  return jsonBoolean(true)
}

function deregister(req: Request, asked: Agent): Reply {
  const body = decodeBody(deregistrationSchema, req.body)
  deregisterEntity(targetOf(req, asked, body.Datacenter), body, () => req.authorizer)
  return jsonBoolean(true)
}
