import { generateKeyPairSync } from 'node:crypto'
import type { Agent } from '../../../src/agent/agent.ts'
import { EMPTY_SERVICE } from '../../../src/model/rows.ts'
import type { Authorizer } from '../../../src/state/acl/authorizer.ts'
import { awaitPeer } from '../../../src/state/peering/peerings.ts'
import { type ExportedInstance, importSteps } from '../../../src/state/peering/import-service.ts'
import type { Answer } from '../http.ts'

export const TOKEN = 'bbbbbbbb-0000-0000-0000-000000000001'
/** Names and beginnings of names that rules are about. */
export const names = ['', 'web', 'we', 'db', 'gw', 'n1', 'n', 'node', 'a', 'a/', 'b', 'q', 'deploy', '*'] as const

/** What one token may see: what it is answered, and what its rules say. */
export interface Probe {
  readonly ask: (path: string) => Promise<Answer>
  readonly rights: Authorizer
}

interface List {
  readonly list: string
  /** Its rows, each by what names it, in the order of the alphabet. */
  readonly rowsOf: (json: unknown) => readonly string[]
  /** Whether a row may be read by itself. */
  readonly single: (row: string, probe: Probe) => boolean | Promise<boolean>
}

type Row = Readonly<Record<string, unknown>>
type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>

/** Puts a bit of everything there, and a policy that `TOKEN` has. Returns the ID of the policy. */
export async function setUp(root: Ask, { store }: Pick<Agent, 'store'>): Promise<string> {
  const policy = (await root('PUT', '/v1/acl/policy', { Name: 'changing' })).json as { ID: string }
  await root('PUT', '/v1/acl/token', { SecretID: TOKEN, Policies: [{ Name: 'changing' }] })
  for (const key of ['a', 'a/b', 'b']) await root('PUT', `/v1/kv/${key}`, '1')
  const [n1, n2] = [
    { Node: 'n1', Address: '10.0.0.1' },
    { Node: 'n2', Address: '10.0.0.2' },
  ]
  for (const registration of [
    { ...n1, Service: { Service: 'web' }, Check: { Name: 'of-node', Status: 'passing' } },
    { ...n1, Service: { Service: 'db' }, Check: { Name: 'of-db', ServiceID: 'db', Status: 'passing' } },
    { ...n2, Service: { Service: 'web', Address: '10.9.9.9' } },
    { ...n2, Service: { Kind: 'ingress-gateway', Service: 'gw', Port: 1 } },
    { ...n1, Service: { ...proxyOf('web'), Port: 2 } },
    { ...n2, Service: { ...proxyOf('db'), Port: 3 } },
  ]) {
    await root('PUT', '/v1/catalog/register', registration)
  }
  for (const entry of [
    { Kind: 'proxy-defaults', Name: 'global', Config: { protocol: 'http' } },
    { Kind: 'service-defaults', Name: 'web', Protocol: 'http' },
    { Kind: 'service-defaults', Name: 'db' },
    { Kind: 'exported-services', Name: 'default', Services: [{ Name: 'web', Consumers: [{ Peer: 'east' }] }] },
    { Kind: 'mesh' },
    { Kind: 'ingress-gateway', Name: 'gw', Listeners: [{ Port: 1, Protocol: 'http', Services: [{ Name: 'web' }] }] },
  ]) {
    await root('PUT', '/v1/config', entry)
  }
  for (const pair of ['source=db&destination=web', 'source=web&destination=db', 'source=*&destination=gw']) {
    await root('PUT', `/v1/connect/intentions/exact?${pair}`, { Action: 'allow' })
  }
  await root('POST', '/v1/query', { Name: 'q', Service: { Service: 'web' } })
  await root('POST', '/v1/query', { Name: 'db', Service: { Service: 'db' } })
  const Coord = { Vec: [0, 0, 0, 0, 0, 0, 0, 0], Error: 1, Adjustment: 0, Height: 1 }
  for (const Node of ['n1', 'n2']) await root('PUT', '/v1/coordinate/update', { Node, Coord })
  await root('PUT', '/v1/session/create', { Node: 'n1' })
  await root('PUT', '/v1/session/create', {})
  await root('PUT', '/v1/event/fire/deploy', 'x')
  await root('PUT', '/v1/agent/service/register', { Name: 'web', Check: { CheckID: 'ttl', TTL: '1h' } })
  await root('PUT', '/v1/agent/check/register', { Name: 'own', TTL: '1h' })
  await root('PUT', '/v1/agent/token/agent', { Token: 'root' })
  await root('PUT', '/v1/acl/role', { Name: 'operators', Policies: [{ Name: 'changing' }] })
  await root('PUT', '/v1/acl/auth-method', { Name: 'jwt', Type: 'jwt', Config: { JWTValidationPubKeys: [PUBLIC_KEY] } })
  await root('PUT', '/v1/acl/binding-rule', { AuthMethod: 'jwt', BindType: 'service', BindName: 'web' })
  for (const Name of ['east', 'west']) {
    store.write(tx => awaitPeer(tx, { Name, Meta: null, ID: `${Name}-id`, Establishment: '' }))
  }
  for (const name of ['web', 'db']) {
    for (const step of importSteps(store.view, 'east', name, [exported(name)])) store.write(step)
  }
  return policy.ID
}

const proxyOf = (name: string): object => ({
  Kind: 'connect-proxy',
  Service: `${name}-proxy`,
  Proxy: {
    DestinationServiceName: name,
    Upstreams: [{ DestinationName: name === 'web' ? 'db' : 'web', LocalBindPort: 4 }],
  },
})

/** An instance as the peer tells of it. */
const exported = (name: string): ExportedInstance => ({
  node: { ID: '', Node: `far-${name}`, Address: '10.3.0.1', Datacenter: 'dc2', TaggedAddresses: null, Meta: null },
  service: { ...EMPTY_SERVICE, Node: `far-${name}`, ID: name, Service: name },
  status: 'passing',
})

const PUBLIC_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString()

const rows =
  (nameOf: (row: Row) => string, at?: string) =>
  (json: unknown): readonly string[] => {
    const found = at === undefined ? json : (json as Row | null)?.[at]
    return ((found ?? []) as Row[]).map(nameOf).sort()
  }
const field =
  (...fields: readonly string[]) =>
  (row: Row): string =>
    fields.map(field => String(row[field])).join(' ')
const isFound = async (probe: Probe, path: string): Promise<boolean> => (await probe.ask(path)).status === 200
const nodesOf = async (name: string, probe: Probe): Promise<readonly string[]> =>
  ((await probe.ask(`/v1/health/service/${name}`)).json as { Node: { Node: string } }[]).map(({ Node }) => Node.Node)

export const seen = {
  node: async (name: string, probe: Probe): Promise<boolean> =>
    (await probe.ask(`/v1/catalog/node/${name}`)).json !== null,
  instance: async (row: string, probe: Probe): Promise<boolean> => {
    const [node = '', service = ''] = row.split(' ')
    return (await nodesOf(service, probe)).includes(node)
  },
  service: async (name: string, probe: Probe): Promise<boolean> => (await nodesOf(name, probe)).length > 0,
  check: (row: string, { rights }: Probe): boolean => {
    const [node = '', service = ''] = row.split(' ')
    return rights.allows('node', 'read', node) && (service === '' || rights.allows('service', 'read', service))
  },
}
/** Only one node of a peer is asked for: what it exports is seen as a whole or not at all. */
const seesPeer = (probe: Probe): Promise<boolean> => isFound(probe, '/v1/internal/ui/node/far-web?peer=east')
const entry = (row: string, probe: Probe): Promise<boolean> => isFound(probe, `/v1/config/${row.replace(' ', '/')}`)

/** Every endpoint that lists what rules are about. */
export const lists: readonly List[] = [
  {
    list: '/v1/coordinate/nodes',
    rowsOf: rows(field('Node')),
    single: (node, probe) => isFound(probe, `/v1/coordinate/node/${node}`),
  },
  {
    list: '/v1/internal/ui/gateway-services-nodes/gw',
    rowsOf: json => (Array.isArray(json) ? rows(field('Name'))(json) : []),
    single: async (name, probe) => probe.rights.allows('service', 'read', 'gw') && (await seen.service(name, probe)),
  },
  { list: '/v1/kv/?recurse', rowsOf: rows(field('Key')), single: (key, probe) => isFound(probe, `/v1/kv/${key}`) },
  {
    list: '/v1/kv/?keys',
    rowsOf: json => (json as string[]).toSorted(),
    single: (key, probe) => isFound(probe, `/v1/kv/${key}`),
  },
  { list: '/v1/catalog/nodes', rowsOf: rows(field('Node')), single: seen.node },
  { list: '/v1/catalog/services', rowsOf: json => Object.keys(json as object).sort(), single: seen.service },
  { list: '/v1/catalog/service/web', rowsOf: rows(field('Node', 'ServiceName')), single: seen.instance },
  {
    list: '/v1/catalog/node-services/n1',
    rowsOf: rows(({ Service }) => `n1 ${String(Service)}`, 'Services'),
    single: seen.instance,
  },
  {
    list: '/v1/catalog/gateway-services/gw',
    rowsOf: json => (Array.isArray(json) ? rows(({ Service }) => String((Service as Row)['Name']))(json) : []),
    single: (name, { rights }) => rights.allows('service', 'read', 'gw') && rights.allows('service', 'read', name),
  },
  { list: '/v1/health/state/any', rowsOf: rows(field('Node', 'ServiceName', 'CheckID')), single: seen.check },
  { list: '/v1/health/node/n1', rowsOf: rows(field('Node', 'ServiceName', 'CheckID')), single: seen.check },
  { list: '/v1/health/checks/db', rowsOf: rows(field('Node', 'ServiceName', 'CheckID')), single: seen.check },
  {
    list: '/v1/internal/ui/nodes',
    rowsOf: rows(({ Node, PeerName }) => String(Node) + (PeerName === undefined ? '' : `?peer=${String(PeerName)}`)),
    single: (node, probe) => isFound(probe, `/v1/internal/ui/node/${node}`),
  },
  {
    list: '/v1/internal/ui/services',
    rowsOf: rows(({ Name, PeerName }) => `${String(PeerName ?? '')} ${String(Name)}`),
    single: (row, probe) => (row.startsWith(' ') ? seen.service(row.slice(1), probe) : seesPeer(probe)),
  },
  { list: '/v1/config/service-defaults', rowsOf: rows(field('Kind', 'Name')), single: entry },
  { list: '/v1/config/exported-services', rowsOf: rows(field('Kind', 'Name')), single: entry },
  { list: '/v1/config/ingress-gateway', rowsOf: rows(field('Kind', 'Name')), single: entry },
  { list: '/v1/config/service-intentions', rowsOf: rows(field('Kind', 'Name')), single: entry },
  {
    list: '/v1/connect/intentions',
    rowsOf: rows(field('SourceName', 'DestinationName')),
    single: (row, probe) => isFound(probe, `/v1/connect/intentions/exact?source=${row.replace(' ', '&destination=')}`),
  },
  { list: '/v1/query', rowsOf: rows(field('ID')), single: (id, probe) => isFound(probe, `/v1/query/${id}`) },
  {
    list: '/v1/session/list',
    rowsOf: rows(field('ID')),
    single: async (id, probe) => ((await probe.ask(`/v1/session/info/${id}`)).json as unknown[]).length > 0,
  },
  {
    list: '/v1/event/list',
    rowsOf: rows(field('Name')),
    single: (name, { rights }) => rights.allows('event', 'read', name),
  },
  {
    list: '/v1/agent/members',
    rowsOf: rows(field('Name')),
    single: (name, { rights }) => rights.allows('node', 'read', name),
  },
  {
    list: '/v1/agent/services',
    rowsOf: json => Object.keys(json as object).sort(),
    single: (id, probe) => isFound(probe, `/v1/agent/service/${id}`),
  },
  {
    list: '/v1/agent/checks',
    rowsOf: json =>
      Object.values(json as Record<string, Row>)
        .map(field('Node', 'ServiceName', 'CheckID'))
        .sort(),
    single: (row, probe) =>
      row.split(' ')[1] === ''
        ? probe.rights.allows('node', 'read', row.split(' ')[0] ?? '')
        : probe.rights.allows('service', 'read', row.split(' ')[1] ?? ''),
  },
  {
    list: '/v1/exported-services',
    rowsOf: json => (Array.isArray(json) ? rows(field('Service'))(json) : []),
    single: (_name, { rights }) => rights.allows('mesh', 'read'),
  },
  {
    list: '/v1/acl/policies',
    rowsOf: json => (Array.isArray(json) ? rows(field('ID'))(json) : []),
    single: (id, probe) => isFound(probe, `/v1/acl/policy/${id}`),
  },
  {
    list: '/v1/acl/tokens',
    rowsOf: json => (Array.isArray(json) ? rows(field('AccessorID'))(json) : []),
    single: (id, probe) => isFound(probe, `/v1/acl/token/${id}`),
  },
  {
    list: '/v1/acl/roles',
    rowsOf: json => (Array.isArray(json) ? rows(field('ID'))(json) : []),
    single: (id, probe) => isFound(probe, `/v1/acl/role/${id}`),
  },
  {
    list: '/v1/acl/auth-methods',
    rowsOf: json => (Array.isArray(json) ? rows(field('Name'))(json) : []),
    single: (name, probe) => isFound(probe, `/v1/acl/auth-method/${name}`),
  },
  {
    list: '/v1/acl/binding-rules',
    rowsOf: json => (Array.isArray(json) ? rows(field('ID'))(json) : []),
    single: (id, probe) => isFound(probe, `/v1/acl/binding-rule/${id}`),
  },
  { list: '/v1/peerings', rowsOf: rows(field('Name')), single: (name, probe) => isFound(probe, `/v1/peering/${name}`) },
  {
    list: '/v1/catalog/service/web?peer=east',
    rowsOf: rows(field('Node', 'ServiceName')),
    single: (_row, probe) => seesPeer(probe),
  },
  {
    list: '/v1/health/service/web?peer=east',
    rowsOf: rows(({ Node }) => String((Node as Row)['Node'])),
    single: (_row, probe) => seesPeer(probe),
  },
  {
    list: '/v1/internal/ui/services?peer=east',
    rowsOf: rows(field('Name', 'PeerName')),
    single: (_row, probe) => seesPeer(probe),
  },
  {
    list: '/v1/internal/ui/exported-services?peer=east',
    rowsOf: rows(field('Name')),
    // as recorded: acl-found/exports-of-a-peer
    single: (name, { rights }) => rights.allows('mesh', 'write') || rights.allows('service', 'read', name),
  },
  ...(['Upstreams', 'Downstreams'] as const).map(side => ({
    list: `/v1/internal/ui/service-topology/web?kind=&${side}`,
    rowsOf: rows(field('Name'), side),
    // a neighbour is seen by its instances and by its proxies
    single: async (name: string, probe: Probe) => {
      if (!probe.rights.allows('service', 'read', 'web')) return false
      for (const seen of [name, `${name}-proxy`]) if ((await nodesOf(seen, probe)).length > 0) return true
      return false
    },
  })),
  {
    list: '/v1/internal/ui/gateway-intentions/gw',
    rowsOf: rows(field('SourceName', 'DestinationName')),
    single: async (row, probe) =>
      probe.rights.allows('service', 'read', 'gw') &&
      (await isFound(probe, `/v1/connect/intentions/exact?source=${row.replace(' ', '&destination=')}`)),
  },
  {
    list: '/v1/internal/ui/catalog-overview',
    rowsOf: json => Object.keys(json as object).sort(),
    single: (_row, { rights }) => rights.allows('operator', 'read'),
  },
]
