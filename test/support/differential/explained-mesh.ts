import { isObject, sorted } from '../conformance/json.ts'
import type { Step } from '../conformance/scenario.ts'
import { type Explained, textOf } from './explained-difference.ts'

/** Differences of the mesh and of access control that are meant to be, with their reasons. */
export const EXPLAINED_IN_MESH: readonly Explained[] = [
  {
    reason: 'a list with a null in a config entry: the handler of the real agent panics and its connection is cut',
    isLast: true,
    holds: (real, ours, path, steps) =>
      isCutOff(real, ours) && path.startsWith('/v1/config') && hasNullInList(steps.at(-1)?.body),
  },
  {
    reason:
      'the real agent ends where a splitter behind another one changes headers in a way in which the outer one changes none: it writes into a map that is not there',
    isLast: true,
    holds: (real, ours, path, steps) =>
      (isCutOff(real, ours) || (path === '/v1/config' && isTold(real, false) && isTold(ours, true))) &&
      /^\/v1\/(config|discovery-chain)/.test(path) &&
      steps.some(changesHeaders),
  },
  {
    reason:
      'which of several chains that no longer fit is named is chance: they come in the order of a Go map (of 50 deletions of proxy-defaults 35, 8 and 7 named each of three)',
    holds: (real, ours, path) => {
      const [of, by] = [refusedChain(real), refusedChain(ours)]
      if (!path.startsWith('/v1/config') || of === '' || by === '') return false
      return of !== by || (of === CIRCLE && circleOf(real) === circleOf(ours))
    },
  },
  {
    reason: 'services without instances, of which entries tell, come into a topology in the order of a Go map',
    holds: (real, ours, path) =>
      path.includes('/service-topology/') && JSON.stringify(inTopology(real)) === JSON.stringify(inTopology(ours)),
  },
  {
    reason:
      'upstreams that entries alone tell of come into a merged proxy in the order of a Go map (18 orders of six in 40 reads)',
    holds: (real, ours, path) => textOf(withAnyOrder(real, path)) === textOf(withAnyOrder(ours, path)),
  },
  {
    reason: "the state of a federation shows the log's own numbers, which no two agents have in common",
    holds: (real, ours, path) =>
      path.startsWith('/v1/internal/federation-state') && withoutNumbers(real) === withoutNumbers(ours),
  },
  {
    reason:
      'those of its services that one entry changes an agent tells the catalog of in the order of a Go map: which of them comes first is chance (of four runs, two and two), and so is what all indexes behind are compared by',
    holds: (real, ours, path, steps) =>
      changesSeveral(steps) && withoutNumbers(withAnyOrder(real, path)) === withoutNumbers(withAnyOrder(ours, path)),
  },
  {
    reason:
      'the order of upstreams that entries alone tell of is chance, and each other one a change that the agent tells the catalog of: how far the index gets is chance, too (of two runs one more)',
    holds: (real, ours, path, steps) =>
      tellsOfUpstreams(steps) && withoutNumbers(withAnyOrder(real, path)) === withoutNumbers(withAnyOrder(ours, path)),
  },
  {
    reason:
      'what is read of a proxy writes the mode of its gateway into the defaults of upstreams of the entry itself, where none is said there: it stays until the entry is written',
    holds: (real, ours, _, steps) =>
      steps.some(leavesGatewayToOthers) && withoutUpstreamGateways(real) === withoutUpstreamGateways(ours),
  },
]

export const isCutOff = (real: unknown, ours: unknown): boolean =>
  isObject(real) && real['failed'] === 'cut off' && isObject(ours) && ours['status'] !== undefined

function hasNullInList(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(item => item === null || hasNullInList(item))
  return isObject(value) && Object.values(value).some(hasNullInList)
}

const isTold = (seen: unknown, json: boolean): boolean =>
  isObject(seen) && seen['status'] === 200 && seen['json'] === json

/** Whether it writes a splitter that changes headers. */
function changesHeaders({ body }: Step): boolean {
  if (!isObject(body) || body['Kind'] !== 'service-splitter' || !Array.isArray(body['Splits'])) return false
  return body['Splits'].some(
    split => isObject(split) && (split['RequestHeaders'] ?? split['ResponseHeaders']) !== undefined,
  )
}

const CIRCLE = 'detected circular '
const CHAIN = new RegExp(
  `^(discovery chain "[^"]*" uses |service "[^"]*" does not have a subset named "[^"]*"|service "[^"]*" has an external SNI set|${CIRCLE})`,
)

/** The names of a circle that a refusal names, in order: chance are where they begin, and what leads there. */
function circleOf(seen: unknown): string {
  const [, what, way] = /^detected circular (.*): \[(.*)\]$/.exec(isObject(seen) ? String(seen['text']) : '') ?? []
  const names = (way ?? '').split(' -> ')
  const again = names.pop() ?? ''
  return `${what}: ${names.slice(names.indexOf(again)).sort().join()}`
}

/** What a refusal says of which chain, without its details; '' where it is none. */
const refusedChain = (seen: unknown): string =>
  isObject(seen) && seen['status'] === 500 && typeof seen['text'] === 'string'
    ? (CHAIN.exec(seen['text'])?.[0] ?? '')
    : ''

/** Rows of which some come in any order: these as texts, in order, behind the others. */
const inOrder = (rows: readonly unknown[], isAnywhere: (row: unknown) => boolean): readonly unknown[] => [
  ...rows.filter(row => !isAnywhere(row)),
  ...rows
    .filter(isAnywhere)
    .map(row => JSON.stringify(sorted(row)))
    .sort(),
]

/** A topology, those that entries alone tell of in order. */
function inTopology(seen: unknown): unknown {
  if (!isObject(seen) || !isObject(seen['json'])) return seen
  const { Upstreams: rows } = seen['json']
  if (!Array.isArray(rows)) return seen
  const isRouted = (row: unknown): boolean =>
    isObject(row) && row['Source'] === 'routing-config' && row['InstanceCount'] === 0
  return sorted({ ...seen, json: { ...seen['json'], Upstreams: inOrder(rows, isRouted) } })
}

/** The agent's own answers do not say that of an upstream, but name its namespace and no port. */
const isCentral = (row: unknown): boolean =>
  isObject(row) &&
  (row['CentrallyConfigured'] === true ||
    (row['DestinationNamespace'] === 'default' && row['LocalBindPort'] === undefined))

/** An answer with the upstreams of its proxies that entries alone tell of in order, behind those that they name. */
const withUpstreamsInOrder = (seen: unknown): unknown =>
  JSON.parse(JSON.stringify(sorted(seen)), (name, value: unknown) => {
    if (name !== 'Upstreams' || !Array.isArray(value)) return value
    return inOrder(value, isCentral)
  })

/** The same for what shows proxies as they were merged, as the agent shows its own ones, and tells the catalog of them. */
const withAnyOrder = (seen: unknown, path: string): unknown =>
  path.includes('merge-central-config') || path.startsWith('/v1/agent/service/')
    ? withUpstreamsInOrder(seen)
    : mapOwn(seen, withUpstreamsInOrder)

/** An answer with what it shows of the agent's own node changed. */
const mapOwn = (seen: unknown, change: (row: object) => unknown): unknown =>
  JSON.parse(textOf(seen ?? null), (_, value: unknown) => {
    if (!isObject(value)) return value
    const { Node } = value
    return (isObject(Node) ? Node['Node'] : Node) === 'node1' ? change(value) : value
  })

/** Whether two services of the agent itself were there that take what entries say when one was written. */
function changesSeveral(steps: readonly Step[]): boolean {
  const proxies = new Set<unknown>()
  return steps.some(({ path = '', method, body }) => {
    if (path === '/v1/agent/service/register' && isObject(body) && body['Kind'] !== undefined) proxies.add(body['ID'])
    return proxies.size > 1 && method !== 'GET' && path.startsWith('/v1/config')
  })
}

/** Whether the agent itself has a proxy, and entries name upstreams. */
const tellsOfUpstreams = (steps: readonly Step[]): boolean =>
  steps.some(
    ({ path, body }) => path === '/v1/agent/service/register' && isObject(body) && body['Kind'] === 'connect-proxy',
  ) &&
  steps.some(({ path, body }) => {
    if (path !== '/v1/config' || !isObject(body) || !isObject(body['UpstreamConfig'])) return false
    const { Overrides } = body['UpstreamConfig']
    return Array.isArray(Overrides) && Overrides.length > 0
  })

const NUMBERS: readonly string[] = ['CreateIndex', 'ModifyIndex', 'PrimaryModifyIndex', 'Index', 'x-consul-index']

const withoutNumbers = (seen: unknown): string =>
  JSON.stringify(sorted(seen), (name, value: unknown) => (NUMBERS.includes(name) ? undefined : value))

/** Whether it writes defaults of upstreams that say nothing of gateways. */
function leavesGatewayToOthers({ body }: Step): boolean {
  if (!isObject(body) || body['Kind'] !== 'service-defaults' || !isObject(body['UpstreamConfig'])) return false
  const { Defaults } = body['UpstreamConfig']
  return isObject(Defaults) && (!isObject(Defaults['MeshGateway']) || !Defaults['MeshGateway']['Mode'])
}

/** What was seen without the modes of gateways that upstreams and their defaults have. */
const withoutUpstreamGateways = (seen: unknown): string =>
  JSON.stringify(sorted(seen), (name, value: unknown) => {
    if (name === 'Upstreams' && Array.isArray(value)) return value.map(withoutGateway)
    if (name === 'UpstreamConfig' && isObject(value)) return { ...value, Defaults: withoutGateway(value['Defaults']) }
    return value
  })

function withoutGateway(upstream: unknown): unknown {
  if (!isObject(upstream)) return upstream
  const { MeshGateway: _mode, Config, ...rest } = upstream
  if (!isObject(Config)) return rest
  const { mesh_gateway: _merged, ...settings } = Config
  return Object.keys(settings).length > 0 ? { ...rest, Config: settings } : rest
}
