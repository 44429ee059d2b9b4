import fc from 'fast-check'

/** One request, to be sent by a token that may or may not do it. */
export type Asked = readonly [method: string, path: string, body?: unknown]

const NO_ID = '11111111-2222-3333-4444-555555555555'
const service = fc.constantFrom('web', 'db', 'api', 'gw', 'web-proxy', 'nope')
const node = fc.constantFrom('n1', 'n2', 'node1', 'nope')
const key = fc.constantFrom('a', 'a/b', 'b/1', 'b', 'z')
const kind = fc.constantFrom('service-defaults', 'service-resolver', 'proxy-defaults', 'exported-services', 'mesh', '')
const kindAndName = fc.constantFrom(
  'service-defaults/web',
  'service-defaults/db',
  'service-resolver/web',
  'proxy-defaults/global',
  'exported-services/default',
  'mesh/mesh',
  'ingress-gateway/gw',
  'service-intentions/web',
  'nope/x',
)
const of = (method: string, names: fc.Arbitrary<string>, path: (name: string) => string, body?: unknown) =>
  names.map((name): Asked => [method, path(name), body])
const fixed = (...all: readonly Asked[]): fc.Arbitrary<Asked> => fc.constantFrom(...all)

const keys = fc.oneof(
  of('GET', key, key => `/v1/kv/${key}`),
  of('GET', key, key => `/v1/kv/${key}?recurse`),
  of('GET', key, key => `/v1/kv/${key}?keys`),
  of('PUT', key, key => `/v1/kv/${key}`, '2'),
  of('PUT', key, key => `/v1/kv/${key}?cas=x`, '2'),
  of('DELETE', key, key => `/v1/kv/${key}`),
  of('DELETE', key, key => `/v1/kv/${key}?recurse`),
)
const operation = fc.oneof(
  fc
    .tuple(fc.constantFrom('get', 'get-tree', 'set', 'delete', 'delete-tree', 'check-not-exists'), key)
    .map(([Verb, Key]) => ({ KV: { Verb, Key, ...(Verb === 'set' && { Value: 'MQ==' }) } })),
  fc.tuple(fc.constantFrom('get', 'set', 'delete'), node).map(([Verb, Node]) => ({
    Node: { Verb, Node: { Node, Address: '10.0.0.9' } },
  })),
  fc.tuple(fc.constantFrom('get', 'set', 'delete'), node, service).map(([Verb, Node, Service]) => ({
    Service: { Verb, Node, Service: { ID: Service, Service } },
  })),
  node.map(Node => ({ Check: { Verb: 'get', Check: { Node, CheckID: 'disk' } } })),
)
const transactions = fc.array(operation, { minLength: 1, maxLength: 3 }).map((body): Asked => ['PUT', '/v1/txn', body])

const catalog = fc.oneof(
  fixed(['GET', '/v1/catalog/nodes'], ['GET', '/v1/catalog/services'], ['GET', '/v1/catalog/nodes?filter=x==']),
  of('GET', service, name => `/v1/catalog/service/${name}`),
  of('GET', service, name => `/v1/catalog/connect/${name}`),
  of('GET', node, name => `/v1/catalog/node/${name}`),
  of('GET', node, name => `/v1/catalog/node-services/${name}`),
  of('GET', service, name => `/v1/catalog/gateway-services/${name}`),
  of('GET', service, name => `/v1/health/service/${name}`),
  of('GET', service, name => `/v1/health/service/${name}?passing`),
  of('GET', service, name => `/v1/health/connect/${name}`),
  of('GET', service, name => `/v1/health/ingress/${name}`),
  of('GET', service, name => `/v1/health/checks/${name}`),
  of('GET', node, name => `/v1/health/node/${name}`),
  fixed(['GET', '/v1/health/state/any'], ['GET', '/v1/health/service/web?filter=x==']),
  fc
    .tuple(node, service)
    .map(([Node, Service]): Asked => [
      'PUT',
      '/v1/catalog/register',
      { Node, Address: '10.0.0.3', Service: { ID: Service, Service }, SkipNodeUpdate: Node === 'node1' },
    ]),
  node.map((Node): Asked => ['PUT', '/v1/catalog/register', { Node, Address: '10.0.0.3' }]),
  fc.tuple(node, service).map(([Node, ServiceID]): Asked => ['PUT', '/v1/catalog/deregister', { Node, ServiceID }]),
  of('GET', fc.constantFrom('services', 'nodes', 'catalog-overview'), name => `/v1/internal/ui/${name}`),
  of('GET', node, name => `/v1/internal/ui/node/${name}`),
  of('GET', service, name => `/v1/internal/ui/service-topology/${name}?kind=`),
  of('GET', service, name => `/v1/internal/ui/gateway-services-nodes/${name}`),
  of('GET', service, name => `/v1/internal/ui/gateway-intentions/${name}`),
  fixed(['GET', '/v1/internal/ui/exported-services?peer=east'], ['GET', '/v1/exported-services']),
)
const agent = fc.oneof(
  fixed(
    ['GET', '/v1/agent/self'],
    ['GET', '/v1/agent/services'],
    ['GET', '/v1/agent/checks'],
    ['GET', '/v1/agent/members'],
    ['GET', '/v1/agent/metrics'],
    ['GET', '/v1/agent/host'],
    ['PUT', '/v1/agent/maintenance?enable=false'],
    ['PUT', '/v1/agent/reload'],
    ['PUT', '/v1/agent/force-leave/nope'],
    ['PUT', '/v1/agent/token/replication', { Token: 'x' }],
    ['PUT', '/v1/agent/check/pass/ttl'],
    ['PUT', '/v1/agent/check/warn/own'],
    ['PUT', '/v1/agent/check/update/nope', { Status: 'passing' }],
    ['PUT', '/v1/agent/check/register', { Name: 'more', TTL: '10m', ServiceID: 'api' }],
    ['PUT', '/v1/agent/check/register', { Name: 'of-node', TTL: '10m' }],
    ['PUT', '/v1/agent/check/deregister/more'],
    ['PUT', '/v1/agent/service/register', { Name: 'api', ID: 'api', Port: 1 }],
    ['PUT', '/v1/agent/service/register', { Name: 'web', ID: 'api' }],
    ['PUT', '/v1/agent/service/deregister/nope'],
    ['PUT', '/v1/agent/service/maintenance/api?enable=false'],
    ['GET', '/v1/agent/service/api'],
    ['GET', '/v1/agent/service/nope'],
    ['GET', '/v1/agent/health/service/id/api'],
    ['GET', '/v1/agent/health/service/name/web'],
    ['POST', '/v1/agent/connect/authorize', { Target: 'web', ClientCertURI: 'nope' }],
  ),
)
const sessions = fixed(
  ['PUT', '/v1/session/create', { LockDelay: '0s' }],
  ['PUT', '/v1/session/create', { Node: 'n1' }],
  ['PUT', '/v1/session/renew/${s1}'],
  ['GET', '/v1/session/info/${s1}'],
  ['GET', `/v1/session/info/${NO_ID}`],
  ['GET', '/v1/session/node/node1'],
  ['GET', '/v1/session/list'],
  ['PUT', '/v1/session/destroy/${s1}'],
  ['PUT', '/v1/event/fire/deploy', 'x'],
  ['PUT', '/v1/event/fire/other', 'x'],
  ['GET', '/v1/event/list'],
)
const queries = fixed(
  ['GET', '/v1/query'],
  ['GET', '/v1/query/${q1}'],
  ['GET', '/v1/query/q/execute'],
  ['GET', '/v1/query/q/explain'],
  ['GET', '/v1/query/${q1}/execute'],
  ['GET', '/v1/query/nope/execute'],
  ['GET', `/v1/query/${NO_ID}`],
  ['POST', '/v1/query', { Name: 'zz', Service: { Service: 'db' } }],
  ['POST', '/v1/query', { Service: { Service: 'db' }, Token: 'x' }],
  ['PUT', '/v1/query/${q1}', { Name: 'q', Service: { Service: 'web' } }],
  ['PUT', '/v1/query/${q1}', { Name: 'zz', Service: { Service: 'web' } }],
  ['DELETE', `/v1/query/${NO_ID}`],
)
const mesh = fc.oneof(
  of('GET', kind, kind => `/v1/config/${kind}`),
  of('GET', kindAndName, name => `/v1/config/${name}`),
  of('DELETE', kindAndName, name => `/v1/config/${name}`),
  fixed(
    ['PUT', '/v1/config', { Kind: 'service-defaults', Name: 'db', Protocol: 'tcp' }],
    ['PUT', '/v1/config', { Kind: 'service-router', Name: 'web' }],
    ['PUT', '/v1/config', { Kind: 'proxy-defaults', Name: 'global', Config: { protocol: 'http' } }],
    ['PUT', '/v1/config', { Kind: 'mesh' }],
    ['PUT', '/v1/config', { Kind: 'exported-services', Name: 'default' }],
    ['PUT', '/v1/config', { Kind: 'service-intentions', Name: 'web', Sources: [{ Name: 'db', Action: 'allow' }] }],
    ['PUT', '/v1/config', { Kind: 'ingress-gateway', Name: 'gw' }],
    ['PUT', '/v1/config', { Kind: 'service-resolver', Name: 'web', Redirect: { Service: 'db' } }],
    ['GET', '/v1/connect/intentions'],
    ['GET', '/v1/connect/intentions/${i1}'],
    ['GET', `/v1/connect/intentions/${NO_ID}`],
    ['GET', '/v1/connect/intentions/exact?source=api&destination=web'],
    ['GET', '/v1/connect/intentions/exact?source=api&destination=nope'],
    ['GET', '/v1/connect/intentions/match?by=destination&name=web'],
    ['GET', '/v1/connect/intentions/match?by=source&name=api&name=web'],
    ['GET', '/v1/connect/intentions/check?source=api&destination=web'],
    ['PUT', '/v1/connect/intentions/exact?source=api&destination=db', { Action: 'allow' }],
    ['PUT', '/v1/connect/intentions/exact?source=*&destination=*', { Action: 'allow' }],
    ['DELETE', '/v1/connect/intentions/exact?source=api&destination=db'],
    ['POST', '/v1/connect/intentions', { SourceName: 'gw', DestinationName: 'web', Action: 'deny' }],
    ['DELETE', `/v1/connect/intentions/${NO_ID}`],
    ['GET', '/v1/connect/ca/configuration'],
    ['PUT', '/v1/connect/ca/configuration', { Provider: 'nope' }],
    ['GET', '/v1/peerings'],
    ['GET', '/v1/peering/east'],
    ['GET', '/v1/peering/nope'],
    ['POST', '/v1/peering/token', { PeerName: 'BAD' }],
    ['DELETE', '/v1/peering/nope'],
    ['POST', '/v1/peering/establish', { PeerName: 'x', PeeringToken: 'x' }],
    ['PUT', '/v1/internal/service-virtual-ip', { Service: 'web', ManualVIPs: [] }],
    ['GET', '/v1/internal/federation-states'],
    ['GET', '/v1/internal/federation-states/mesh-gateways'],
  ),
  of('GET', service, name => `/v1/discovery-chain/${name}`),
)
const operator = fixed(
  ['GET', '/v1/operator/raft/configuration'],
  ['DELETE', '/v1/operator/raft/peer?id=nope'],
  ['POST', '/v1/operator/raft/transfer-leader?id=nope'],
  ['GET', '/v1/operator/autopilot/configuration'],
  ['GET', '/v1/operator/autopilot/health'],
  ['GET', '/v1/operator/autopilot/state'],
  ['PUT', '/v1/operator/autopilot/configuration?cas=1', {}],
  ['GET', '/v1/operator/keyring'],
  ['POST', '/v1/operator/keyring', { Key: 'x' }],
  ['GET', '/v1/operator/usage'],
  ['GET', '/v1/snapshot'],
  ['PUT', '/v1/snapshot', 'x'],
  ['GET', '/v1/coordinate/nodes'],
  ['GET', '/v1/coordinate/node/node1'],
  ['GET', '/v1/coordinate/node/nope'],
  ['PUT', '/v1/coordinate/update', { Node: 'n1', Coord: { Vec: [0, 0, 0, 0, 0, 0, 0, 0], Error: 1, Height: 1 } }],
  ['GET', '/v1/coordinate/datacenters'],
)
const acl = fixed(
  ['GET', '/v1/acl/tokens'],
  ['GET', '/v1/acl/token/self'],
  ['GET', `/v1/acl/token/${NO_ID}`],
  ['GET', '/v1/acl/policies'],
  ['GET', '/v1/acl/policy/${p}'],
  ['GET', '/v1/acl/roles'],
  ['GET', '/v1/acl/auth-methods'],
  ['GET', '/v1/acl/binding-rules'],
  ['GET', '/v1/acl/templated-policies'],
  ['GET', '/v1/acl/replication'],
  ['DELETE', `/v1/acl/token/${NO_ID}`],
  ['PUT', '/v1/acl/role', { Name: 'bad/name' }],
  ['PUT', '/v1/acl/auth-method', { Name: 'm', Type: 'nope' }],
  ['PUT', '/v1/acl/binding-rule', { AuthMethod: 'nope', BindType: 'role', BindName: 'r' }],
  ['POST', '/v1/acl/logout'],
  [
    'POST',
    '/v1/internal/acl/authorize',
    [
      { Resource: 'key', Segment: 'a', Access: 'write' },
      { Resource: 'service', Segment: 'web', Access: 'read' },
      { Resource: 'intention', Segment: 'web', Access: 'write' },
      { Resource: 'mesh', Access: 'read' },
    ],
  ],
)

/** Requests to every endpoint that asks for rights. */
export const requests: fc.Arbitrary<Asked> = fc.oneof(
  { weight: 2, arbitrary: keys },
  { weight: 2, arbitrary: transactions },
  { weight: 5, arbitrary: catalog },
  { weight: 3, arbitrary: agent },
  { weight: 2, arbitrary: sessions },
  { weight: 2, arbitrary: queries },
  { weight: 4, arbitrary: mesh },
  { weight: 2, arbitrary: operator },
  { weight: 2, arbitrary: acl },
)
