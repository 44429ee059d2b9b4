import fc from 'fast-check'
import type { Json, Step } from '../../conformance/scenario.ts'
import type { Command, Commands } from './command.ts'
import type { Setting } from './setting.ts'
import { withUnfit } from './spoil.ts'

const ROOT = 'aaaaaaaa-0000-0000-0000-000000000001'
const NO_ID = '11111111-2222-3333-4444-555555555555'
const accessorOf = (n: number): string => `cccccccc-0000-0000-0000-00000000000${n}`
const secretOf = (n: number): string => `dddddddd-0000-0000-0000-00000000000${n}`
const KEY =
  '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEn3gmt7xDm+gao67aAdYofbR5MlbZ\nIyUWQK/ky85/uZNpAnt5Vk1VIJ0u0naVxMJbpflNLtpnNTReknlUbGcOqA==\n-----END PUBLIC KEY-----\n'

const as = (token: string, step: Step): Step => ({ ...step, headers: { 'X-Consul-Token': token } })
const asRoot = (step: Step): Step => as(ROOT, step)
const given = (method: string, path: string, body?: Json, more: Step = {}): Step =>
  asRoot({ method, path, ...(body !== undefined && { body }), only: [], ...more })

/** Agents with ACLs, and one object of each kind to begin with; those of the sequence before may be there still. */
export const aclSetting: Setting = {
  scenario: {
    token: ROOT,
    agent: {
      acl: { enabled: true, default_policy: 'deny', tokens: { initial_management: ROOT, agent: ROOT } },
    },
  },
  opening: [
    given('PUT', '/v1/acl/policy', { Name: 'p1', Rules: 'key "a" { policy = "read" }' }),
    given('GET', '/v1/acl/policy/name/p1', undefined, { save: { p1: 'ID' } }),
    given('PUT', '/v1/acl/role', { Name: 'r1', Policies: [{ Name: 'p1' }] }),
    given('GET', '/v1/acl/role/name/r1', undefined, { save: { r1: 'ID' } }),
    given('PUT', '/v1/acl/token', { AccessorID: accessorOf(1), SecretID: secretOf(1), Policies: [{ Name: 'p1' }] }),
    given('PUT', '/v1/acl/auth-method', { Name: 'm1', Type: 'jwt', Config: { JWTValidationPubKeys: [KEY] } }),
    given('PUT', '/v1/acl/binding-rule', { AuthMethod: 'm1', BindType: 'role', BindName: 'r1' }),
    given('GET', '/v1/acl/binding-rules', undefined, { save: { b1: '0.ID' } }),
  ],
}

const policy: Json = {
  ID: '',
  Name: 'p2',
  Description: 'd',
  Rules: 'key "a" { policy = "read" }',
  Datacenters: ['dc1'],
  CreateIndex: 0,
  ModifyIndex: 0,
}
const links: Record<string, Json> = {
  Policies: [{ ID: '', Name: 'p1' }],
  ServiceIdentities: [{ ServiceName: 'web', Datacenters: ['dc1'] }],
  NodeIdentities: [{ NodeName: 'n1', Datacenter: 'dc1' }],
  TemplatedPolicies: [{ TemplateName: 'builtin/service', TemplateVariables: { Name: 'web' }, Datacenters: ['dc1'] }],
}
const role: Json = { ID: '', Name: 'r2', Description: 'd', ...links }
const token: Json = {
  AccessorID: accessorOf(2),
  SecretID: secretOf(2),
  Description: 'd',
  Local: false,
  Roles: [{ ID: '', Name: 'r1' }],
  ...links,
  ExpirationTTL: '1h',
  AuthMethod: '',
  CreateTime: '2020-01-01T00:00:00Z',
  Hash: 'x',
}
const method: Json = {
  Name: 'm2',
  Type: 'jwt',
  DisplayName: 'x',
  Description: 'd',
  MaxTokenTTL: '5m',
  TokenLocality: 'local',
  TokenNameFormat: '${auth_method_type}-${login_id}',
  Config: {
    JWTValidationPubKeys: [KEY],
    JWKSURL: '',
    JWKSCACert: '',
    OIDCDiscoveryURL: '',
    OIDCDiscoveryCACert: '',
    JWTSupportedAlgs: ['ES256'],
    BoundAudiences: ['consul'],
    BoundIssuer: 'iss',
    ClaimMappings: { sub: 'user' },
    ListClaimMappings: { groups: 'groups' },
    ExpirationLeeway: '1s',
    NotBeforeLeeway: '2s',
    ClockSkewLeeway: '3s',
  },
}
const rule: Json = {
  ID: '',
  Description: 'd',
  AuthMethod: 'm1',
  Selector: 'value.user==web',
  BindType: 'service',
  BindName: '${value.user}',
  BindVars: { Name: 'x' },
}

type Write = readonly [method: string, path: string, body: Json]
const WRITES: readonly Write[] = [
  ['PUT', '/v1/acl/policy', policy],
  ['PUT', '/v1/acl/policy/${p1}', { ...policy, Name: 'p1' }],
  ['PUT', `/v1/acl/policy/${NO_ID}`, policy],
  ['PUT', '/v1/acl/role', role],
  ['PUT', '/v1/acl/role/${r1}', { ...role, Name: 'r1' }],
  ['PUT', `/v1/acl/role/${NO_ID}`, role],
  ['PUT', '/v1/acl/token', token],
  ['PUT', '/v1/acl/token', { ...token, AccessorID: accessorOf(3), SecretID: secretOf(3), Local: true }],
  ['PUT', `/v1/acl/token/${accessorOf(1)}`, { ...token, AccessorID: accessorOf(1), SecretID: secretOf(1) }],
  ['PUT', `/v1/acl/token/${accessorOf(1)}`, { Description: 'changed', ...links }],
  ['PUT', `/v1/acl/token/${NO_ID}`, token],
  ['PUT', `/v1/acl/token/${accessorOf(1)}/clone`, { Description: 'clone' }],
  ['PUT', '/v1/acl/auth-method', method],
  [
    'PUT',
    '/v1/acl/auth-method',
    { ...method, Name: 'm3', Type: 'kubernetes', Config: { Host: 'https://x', CACert: 'x', ServiceAccountJWT: 'x' } },
  ],
  ['PUT', '/v1/acl/auth-method/m1', { ...method, Name: 'm1' }],
  ['PUT', '/v1/acl/auth-method/m2', { ...method, Name: 'm2' }],
  ['PUT', '/v1/acl/binding-rule', rule],
  ['PUT', '/v1/acl/binding-rule/${b1}', rule],
  ['PUT', `/v1/acl/binding-rule/${NO_ID}`, rule],
  ['POST', '/v1/acl/login', { AuthMethod: 'm1', BearerToken: 'x', Meta: { a: 'b' } }],
  ['PUT', '/v1/acl/bootstrap', { BootstrapSecret: secretOf(9) }],
  ['POST', '/v1/acl/templated-policy/preview/builtin/service', { Name: 'web' }],
  ['POST', '/v1/acl/templated-policy/preview/builtin/workload-identity', { Name: 'web' }],
  ['PUT', '/v1/agent/token/agent_recovery', { Token: 'x' }],
  [
    'POST',
    '/v1/internal/acl/authorize',
    [{ Resource: 'key', Segment: 'a', Access: 'write', Namespace: '', Partition: '' }],
  ],
]

/** Values that a field takes as a kind but may refuse as what they are. */
const odd = fc.constantFrom<unknown>(
  'p1',
  'r1',
  'm1',
  'nope',
  'a b',
  'a/b',
  'a//b',
  '/',
  'x'.repeat(129),
  'é',
  'A',
  '*',
  '<a>&',
  '\u0000',
  NO_ID,
  '11111111-2222-3333-4444-55555555555',
  '00000000-0000-0000-0000-000000000002',
  '00000000-0000-0000-0000-000000000001',
  accessorOf(1),
  secretOf(1),
  ROOT,
  'dc2',
  ['dc1', 'dc2'],
  ['dc 1'],
  'service',
  'policy',
  'role',
  'node',
  'templated-policy',
  'builtin/service',
  'builtin/node',
  'builtin/dns',
  'builtin/nope',
  'global',
  'key "a" { policy = "nope" }',
  'key "a" {',
  'value.nope == x',
  'x ==',
  '${nope}',
  '1ms',
  '48h',
  '-1s',
  [{ Name: 'nope' }],
  [{ ID: NO_ID }],
  [{ ID: '${p1}', Name: 'x' }],
  [{}],
  [{ ServiceName: 'A b' }],
  [{ ServiceName: 'web' }, { ServiceName: 'web', Datacenters: ['dc2'] }],
  [{ NodeName: 'n1' }],
  [{ TemplateName: 'builtin/dns' }],
  [{ TemplateName: 'builtin/node', TemplateVariables: {} }],
  '2030-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
)
const write = fc.constantFrom(...WRITES)
const sent = ([method, path, body]: Write): Command => [asRoot({ method, path, body })]
const spoiled = (by?: fc.Arbitrary<unknown>): Commands =>
  write.chain(([method, path, body]) => withUnfit(body, by).map(other => sent([method, path, other])))

const id = fc.constantFrom('${p1}', '${r1}', '${b1}', accessorOf(1), accessorOf(2), NO_ID, 'x', 'é', '%ff', 'a%2Fb', '')
const name = fc.constantFrom('p1', 'p2', 'r1', 'r2', 'm1', 'm2', 'nope', 'P1', 'global-management', '%ff', 'a%2Fb', '')
const builtin = fc.constantFrom('builtin/service', 'builtin%2Fnode', 'builtin/nope', 'x', '')
const path = fc
  .oneof(
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom('policy', 'role', 'token', 'binding-rule'), id).map(parts => parts.join('/')),
    },
    fc.tuple(fc.constantFrom('policy/name', 'role/name', 'auth-method'), name).map(parts => parts.join('/')),
    builtin.map(of => `templated-policy/name/${of}`),
  )
  .map(path => `/v1/acl/${path}`)
const query = fc.oneof(
  { weight: 5, arbitrary: fc.constant('') },
  fc.constantFrom(
    '?expanded',
    '?expanded=false',
    '?policy=${p1}',
    '?role=${r1}',
    '?policy=x',
    '?role=x',
    '?authmethod=m1',
    '?authmethod=nope',
    '?servicename=web',
    '?servicename=',
    '?policy=${p1}&role=${r1}',
    '?authmethod-ns=x',
    '?filter=Name==p1',
    '?filter=Description==d',
    '?filter=x',
    '?filter=Name',
    '?dc=dc9',
    '?cached',
    '?pretty',
    '?index=x',
  ),
)
const lists = fc.constantFrom(
  'tokens',
  'policies',
  'roles',
  'auth-methods',
  'binding-rules',
  'templated-policies',
  'replication',
)
const secret = fc.constantFrom(ROOT, secretOf(1), secretOf(2), 'nope', '')
const get = (path: string): Step => ({ method: 'GET', path, unordered: '*' })

/** Tokens, policies, roles, auth methods and binding rules: right, wrong and odd, and what became of them. */
export const aclCommands: Commands = fc.oneof(
  { weight: 5, arbitrary: spoiled() },
  { weight: 5, arbitrary: spoiled(odd) },
  { weight: 3, arbitrary: write.map(sent) },
  { weight: 4, arbitrary: path.map((path): Command => [asRoot(get(path))]) },
  {
    weight: 4,
    arbitrary: fc.tuple(lists, query).map(([list, query]): Command => [asRoot(get(`/v1/acl/${list}${query}`))]),
  },
  { weight: 2, arbitrary: path.map((path): Command => [asRoot({ method: 'DELETE', path })]) },
  fc.tuple(secret, query).map(([secret, query]): Command => [as(secret, get(`/v1/acl/token/self${query}`))]),
  secret.map((secret): Command => [as(secret, { method: 'POST', path: '/v1/acl/logout' })]),
)
