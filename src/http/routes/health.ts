import type { Agent } from '../../agent/agent.ts'
import { sortByDistance } from '../../state/coordinate.ts'
import { compareBytes } from '../../lib/compare-bytes.ts'
import { type Keep, watchAbsentInstances } from '../../state/catalog.ts'
import { entry } from '../../state/entries.ts'
import * as health from '../../state/health.ts'
import { connectName, fold } from '../../state/schema.ts'
import { importedConnect, importedHealth } from '../../state/peering/imported-health.ts'
import type { Read } from '../../state/kv.ts'
import type { Check, Service } from '../../model/rows.ts'
import type { View } from '../../state/view.ts'
import { isStreamed } from '../blocking-parameters.ts'
import { cacheKeyOf } from '../cache-key.ts'
import { demandSilently } from '../../api/acl/permission.ts'
import { demandImports, seesImported } from '../../api/acl/imported.ts'
import { seesCheck, seesHealth, visible } from '../../api/acl/visible.ts'
import { wanInstance } from '../../api/wan-addresses.ts'
import { Refusal, refusal } from '../../api/refusals.ts'
import { healthFields, rowFilter } from '../../api/filters/row-filter.ts'
import { mergedRows } from '../merged-reads.ts'
import {
  ANY_TAGS,
  hasNodeMeta,
  narrowsNodes,
  narrowsNothing,
  nearOf,
  passingOnly,
  tagsOf,
} from '../instance-parameters.ts'
import { checkRow, healthRow, renderStreamedHealth } from '../../api/render/rows.ts'
import { listOf } from '../reply.ts'
import type { Request } from '../request.ts'
import { query, type Query, route } from '../route.ts'
import { streamFilter } from '../stream-filter.ts'

const CHECKS = { discovery: true, metaOnError: true, cacheable: true, enterpriseFirst: true } as const
const INGRESS = {
  discovery: true,
  cached: { by: ['node-meta', 'tag', 'passing', 'peer', 'merge-central-config'] },
  cacheable: true,
  enterpriseFirst: true,
} as const
const SERVICES = { ...INGRESS, streaming: true } as const

/** How the instances behind a name are found: those of this cluster, and those that a peer exports. */
interface Lookup {
  readonly here: (view: View, name: string, keep?: Keep) => Read<readonly health.Health[]>
  readonly imported: (view: View, peer: string, name: string) => Read<readonly health.Health[]>
  /** How far what a stream is told of got; none: never answered from one. */
  readonly told?: (view: View, name: string) => number
  /** Requires the right to read the service. */
  readonly guarded: boolean
}

const INSTANCES: Lookup = {
  here: health.serviceHealth,
  imported: importedHealth,
  told: (view, name) => Math.max(view.max(entry.instances(name)), view.entry(entry.left(name))),
  guarded: false,
}
const IN_MESH: Lookup = {
  here: health.connectHealth,
  imported: importedConnect,
  told: (view, name) => view.max(entry.connectHealth(name)),
  guarded: true,
}
const AT_GATEWAYS: Lookup = {
  here: health.ingressHealth,
  // as in Consul, whichever peer is named
  imported: (view, _peer, name) => health.ingressHealth(view, name),
  guarded: true,
}

type FindChecks = (view: View, req: Request) => Read<readonly Check[]>

/** Those on some nodes have another index. */
const serviceChecks: FindChecks = (view, req) =>
  (req.query.has('node-meta') ? health.serviceChecksOnNodes : health.serviceChecks)(view, req.param)

/** What of the request narrows what is found before it is known what of that may be seen: only the rest counts as hidden. */
const NARROWED = { meta: true, filter: false } as const

/** https://developer.hashicorp.com/consul/api-docs/health */
export const healthRoutes = [
  route('/v1/health/node/:node', {
    GET: query(
      // `node-meta` is not looked at here: the node is named
      checks('node name', (view, req) => health.nodeChecks(view, req.param), {
        ...NARROWED,
        meta: false,
      }),
      CHECKS,
    ),
  }),
  route('/v1/health/checks/:service', {
    GET: query(checks('service name', serviceChecks, { ...NARROWED, filter: true }), CHECKS),
  }),
  route('/v1/health/state/:state', {
    GET: query(
      checks('check state', (view, req) => health.checksInState(view, req.param)),
      CHECKS,
    ),
  }),
  route('/v1/health/service/:service', { GET: query(services(INSTANCES), SERVICES) }),
  route('/v1/health/connect/:service', { GET: query(services(IN_MESH), SERVICES) }),
  route('/v1/health/ingress/:service', { GET: query(atGateways, INGRESS) }),
]

function checks(
  what: string,
  find: FindChecks,
  narrowed: { readonly meta: boolean; readonly filter: boolean } = NARROWED,
): Query {
  return (req, agent) => {
    if (req.paramBytes === '') throw refusal.missing(what)
    const accepts = hasNodeMeta(req)
    const byMeta = narrowed.meta && req.query.has('node-meta')
    const near = nearOf(req, agent)
    return view => {
      const filter = rowFilter(agent, req.query.get('filter'), 'check')
      const { index, value } = find(view, req)
      const ofNodes = byMeta ? value.filter(check => nodeFits(view, check, accepts)) : value
      const { rows, filtered } = visible(req.authorizer, narrowed.filter ? filter(ofNodes) : ofNodes, seesCheck)
      const found = narrowed.filter ? rows : filter(rows)
      const matching = sortByDistance(view, near, found, check => check.Node)
      return { index, value: { ...listOf(matching, checkRow), filtered } }
    }
  }
}

function nodeFits(view: View, check: Check, accepts: ReturnType<typeof hasNodeMeta>): boolean {
  const node = view.node(check.Node)
  return node !== undefined && accepts(node)
}

/** As in Consul, what is narrowed by tags is looked for among the services themselves. */
function atGateways(...[req, agent, options]: Parameters<Query>): ReturnType<Query> {
  const lookup = req.query.has('tag')
    ? { ...AT_GATEWAYS, here: health.serviceHealth, imported: importedHealth }
    : AT_GATEWAYS
  return services(lookup)(req, agent, options)
}

/** Whether a stream tells of an instance for what it leads to: of the names of gateways, unlike a plain read, gateways alone. */
const standsBefore = (name: string, service: Service): boolean =>
  service.Kind === 'terminating-gateway' || fold(connectName(service) ?? '') === fold(name)

function services({ here, imported, told, guarded }: Lookup): Query {
  return (req: Request, agent: Agent, options) => {
    const groups = samenessGroups(req)
    if (req.paramBytes === '') throw refusal.missing('service name')
    const name = req.param
    const onlyPassing = passingOnly(req)
    const streamed = told !== undefined && isStreamed(options)
    const peer = req.query.get('peer')
    const isHere = peer === ''
    // as in Consul, only streams narrow what stands behind a service in the mesh by tags
    const takesTags = streamed || here !== health.connectHealth
    const { keep, byTags } = takesTags ? tagsOf(req, isHere && !streamed) : ANY_TAGS
    const byNodes = streamed ? narrowsNothing : narrowsNodes(req)
    const streamsConnect = streamed && isHere && here === health.connectHealth
    const near = nearOf(req, agent)
    let key: string | undefined
    return view => {
      const { authorizer } = req
      // a stream leaves out what may not be seen, as it does for any service
      if (guarded && isHere && !streamed) demandSilently(authorizer, 'service', 'read', name)
      else if (guarded && !isHere) demandImports(authorizer)
      const filter = streamed ? streamFilter(agent, req) : rowFilter(agent, req.query.get('filter'), 'health')
      groups()
      const { index, value } = isHere ? here(view, name, keep) : imported(view, peer, name)
      if (isHere && here !== health.ingressHealth && options.minIndex > 0 && !streamed) {
        watchAbsentInstances(view, here === health.connectHealth ? 'connect' : 'name', name)
        if (value.length === 0) return { index, value: { json: [], ...(options.mergesCentralConfig && { tells: [] }) } }
      }
      const tagged = byTags(value)
      const merged = options.mergesCentralConfig ? mergedRows(view, { index, value: tagged }) : undefined
      const asked = byNodes(merged?.value ?? tagged)
      const { rows, filtered } = visible(authorizer, asked, isHere ? seesHealth : seesImported)
      const found = rows.filter(
        row => (!onlyPassing || isPassing(row)) && (!streamsConnect || standsBefore(name, row.service)),
      )
      const fitting = filter(found, healthFields)
      const ordered = streamed ? [...fitting].sort(byNodeAndId) : fitting
      const sorted = sortByDistance(view, near, ordered, row => row.node.Node)
      const matching = req.fromAbroad ? sorted.map(wanInstance) : sorted
      let heard = merged?.index ?? index
      if (streamed && isHere) {
        // a stream is told of the service alone, where a plain read follows the last extinction, or all of its proxies' names
        const isApart = value.length === 0 || streamsConnect
        const moved = told(view, name)
        key ??= cacheKeyOf(req, SERVICES.cached.by, agent.settings.datacenter)
        // how the service is spelled does not matter
        const asked = key.slice(req.path.length)
        heard = agent.streams.index(fold(req.path), asked, isApart ? moved : Math.max(index, moved), index)
        if (!authorizer.allowsAll) heard = agent.streams.shownIndex(key, rows, health.sameHealth, heard)
        if (value.length === 0) return { index: heard, value: { json: [], once: true } }
      }
      const element = streamed ? renderStreamedHealth : healthRow
      return {
        index: heard,
        value: { ...listOf(matching, element, health.sameHealth), filtered, tells: merged?.value },
      }
    }
  }
}

/** The order of a stream: by the bytes of names. */
const byNodeAndId = (a: health.Health, b: health.Health): number =>
  compareBytes(a.node.Node, b.node.Node) || compareBytes(a.service.ID, b.service.ID)

/** `?sg=` or `?sameness-group=`: refused beside a peer at once, and else once the rest was found good. */
function samenessGroups({ query }: Request): () => void {
  const given = query.get('sg') !== '' || query.get('sameness-group') !== ''
  if (given && query.get('peer') !== '') {
    throw new Refusal(400, 'peer-name and sameness-group are mutually exclusive')
  }
  return () => {
    if (given) throw new Refusal(500, 'sameness groups are not supported in consul CE')
  }
}

const isPassing = ({ checks }: health.Health): boolean => checks.every(check => check.Status === 'passing')
