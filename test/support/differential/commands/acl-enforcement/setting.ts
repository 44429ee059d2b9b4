import type { Json, Step } from '../../../conformance/scenario.ts'
import type { Setting } from '../setting.ts'

const ROOT = 'aaaaaaaa-0000-0000-0000-000000000001'
/** The secret whose rights are changed all the time. */
export const TOKEN = 'bbbbbbbb-0000-0000-0000-000000000001'
const ACCESSOR = 'cccccccc-0000-0000-0000-000000000001'

const asRoot = { 'X-Consul-Token': ROOT }
/** What is written before anything is asked, by who may do all; it may be there already. */
export const given = (method: string, path: string, body?: unknown, more: Step = {}): Step => ({
  method,
  path,
  headers: asRoot,
  ...(body !== undefined && { body: body as Json }),
  only: [],
  ...more,
})

/** Agents that ask for tokens, and what is there for rules to be about. */
export const setting: Setting = {
  scenario: {
    token: ROOT,
    ignore: ['CreateIndex', 'ModifyIndex', 'LockIndex', 'RaftIndex', 'Index', 'CreateTime', 'LastContact', 'Hash'],
    agent: {
      acl: { enabled: true, default_policy: 'deny', tokens: { initial_management: ROOT, agent: ROOT } },
      ports: { grpc_tls: 'free' },
    },
  },
  opening: [
    given('PUT', '/v1/acl/policy', { Name: 'changing' }),
    given('GET', '/v1/acl/policy/name/changing', undefined, { save: { p: 'ID' } }),
    given('PUT', '/v1/acl/token', { AccessorID: ACCESSOR, SecretID: TOKEN, Policies: [{ Name: 'changing' }] }),
    given('PUT', '/v1/agent/token/dns', { Token: TOKEN }),
    ...['a', 'a/b', 'b/1', 'b/2'].map(key => given('PUT', `/v1/kv/${key}`, '1')),
    ...[
      { Node: 'n1', Address: '10.0.0.1', Service: { Service: 'web', Port: 80 } },
      { Node: 'n1', Address: '10.0.0.1', Service: { Service: 'db' }, Check: { Name: 'disk', Status: 'passing' } },
      {
        Node: 'n2',
        Address: '10.0.0.2',
        Service: { ID: 'web-2', Service: 'web', Tags: ['v1'] },
        Check: { CheckID: 'c2', Name: 'c2', ServiceID: 'web-2', Status: 'passing' },
      },
      {
        Node: 'n2',
        Address: '10.0.0.2',
        Service: { Kind: 'connect-proxy', Service: 'web-proxy', Proxy: { DestinationServiceName: 'web' } },
      },
      { Node: 'n2', Address: '10.0.0.2', Service: { Kind: 'ingress-gateway', Service: 'gw', Port: 8443 } },
    ].map(body => given('PUT', '/v1/catalog/register', body)),
    given('PUT', '/v1/agent/service/register', { Name: 'api', Check: { CheckID: 'ttl', TTL: '10m' } }),
    given('PUT', '/v1/agent/check/register', { Name: 'own', TTL: '10m' }),
    given('PUT', '/v1/session/create', { Name: 's', LockDelay: '0s' }, { save: { s1: 'ID' } }),
    given('POST', '/v1/query', { Name: 'q', Service: { Service: 'web' } }),
    given('GET', '/v1/query', undefined, { save: { q1: '0.ID' } }),
    ...[
      { Kind: 'proxy-defaults', Name: 'global', Config: { protocol: 'http' } },
      { Kind: 'service-defaults', Name: 'web', Protocol: 'http' },
      { Kind: 'service-defaults', Name: 'db', Protocol: 'tcp' },
      { Kind: 'service-resolver', Name: 'web', ConnectTimeout: '5s' },
      { Kind: 'exported-services', Name: 'default', Services: [{ Name: 'web', Consumers: [{ Peer: 'east' }] }] },
      { Kind: 'mesh' },
      {
        Kind: 'ingress-gateway',
        Name: 'gw',
        Listeners: [{ Port: 8443, Protocol: 'http', Services: [{ Name: 'web' }] }],
      },
    ].map(body => given('PUT', '/v1/config', body)),
    given('PUT', '/v1/connect/intentions/exact?source=api&destination=web', { Action: 'allow' }),
    given('PUT', '/v1/connect/intentions/exact?source=web&destination=db', { Action: 'deny' }),
    given('GET', '/v1/connect/intentions', undefined, { save: { i1: '0.ID' } }),
    given('POST', '/v1/peering/token', { PeerName: 'east' }),
  ],
}
