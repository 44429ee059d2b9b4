import { createHmac } from 'node:crypto'
import { altered, hostileJson, mutated } from '../lib/mutate.mjs'
import { requestText } from '../lib/http.mjs'
import { talk } from '../lib/talk.mjs'

const RULES = [
  'key "a" { policy = "write" }',
  'key_prefix "" { policy = "list" } node_prefix "" { policy = "read" }',
  'service "web" { policy = "write" intentions = "read" }',
  'acl = "write" operator = "read" keyring = "deny"',
  '{"key": {"a": {"policy": "read"}}}',
  'agent_prefix "" { policy = "read" } # x\n/* y */ session_prefix "" { policy = "write" }',
  'key <<EOF\na\nEOF {}',
  'query_prefix "${a}" { policy = "read" }',
]
const link = {
  Policies: [{ Name: 'p1' }],
  Roles: [{ Name: 'r1' }],
  ServiceIdentities: [{ ServiceName: 'web', Datacenters: ['dc1'] }],
  NodeIdentities: [{ NodeName: 'n', Datacenter: 'dc1' }],
  TemplatedPolicies: [{ TemplateName: 'builtin/service', TemplateVariables: { Name: 'web' } }],
}
const KEY =
  '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEfVrKm1bxiGMjMQMUUHpKGL+x9bDy\nq7T6sjBNgHAVJ6Brg0cKLnlCvKgAdsjDIKYzYBLI5W0ZbNOKE6Ls2o/NyQ==\n-----END PUBLIC KEY-----'
const METHOD = {
  Name: 'jwt',
  Type: 'jwt',
  MaxTokenTTL: '5m',
  TokenLocality: 'local',
  Config: {
    JWTValidationPubKeys: [KEY],
    BoundIssuer: 'i',
    BoundAudiences: ['a'],
    ClaimMappings: { name: 'name' },
    ListClaimMappings: { groups: 'groups' },
    ClockSkewLeeway: 1,
  },
}
const BINDING = {
  AuthMethod: 'jwt',
  Selector: 'value.name == "x" and list.groups contains "${a}"',
  BindType: 'service',
  BindName: '${value.name}-x',
}

const base64 = value => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

function bearer(random) {
  const head = base64(altered({ alg: random.pick(['ES256', 'RS256', 'HS256', 'none']), typ: 'JWT', kid: 'k' }, random))
  const claims = base64(altered({ iss: 'i', aud: 'a', name: 'x', groups: ['g'], exp: 4e9, nbf: 1, iat: 1 }, random))
  const token = `${head}.${claims}.${createHmac('sha256', 'x').update(`${head}.${claims}`).digest('base64url')}`
  return random.chance(1, 2) ? token : mutated(token, random)
}

const WAYS = [
  random => [
    '/v1/acl/policy',
    { Name: `p${random.int(9)}`, Rules: mutated(random.pick(RULES), random), Datacenters: ['dc1'] },
  ],
  random => ['/v1/acl/token', { Description: `t${random.int(9)}`, ...link, ExpirationTTL: '5m', Local: true }],
  random => ['/v1/acl/role', { Name: `r${random.int(9)}`, ...link }],
  () => ['/v1/acl/auth-method', METHOD],
  random => [
    '/v1/acl/binding-rule',
    { ...BINDING, Selector: random.chance(1, 2) ? BINDING.Selector : mutated(BINDING.Selector, random) },
  ],
  random => ['/v1/acl/login', { AuthMethod: 'jwt', BearerToken: bearer(random), Meta: { a: 'b' } }],
  () => ['/v1/acl/templated-policy/preview/builtin/service', { Name: 'web' }],
  () => ['/v1/internal/acl/authorize', [{ Resource: 'key', Access: 'read', Segment: 'a' }]],
]

/** Rules, tokens, auth methods, binding rules and logins. */
export const acl = {
  name: 'acl',
  unit: 'requests',
  weight: 1,
  agent: 'acl',
  async prepare(agent) {
    await agent.request('PUT', '/v1/acl/policy', JSON.stringify({ Name: 'p1', Rules: RULES[0] }))
    await agent.request('PUT', '/v1/acl/auth-method', JSON.stringify(METHOD))
    await agent.request('PUT', '/v1/acl/binding-rule', JSON.stringify(BINDING))
  },
  make(random) {
    const [path, body] = random.pick(WAYS)(random)
    const text = random.chance(1, 3) ? JSON.stringify(body) : hostileJson(body, random)
    return { method: random.pick(['PUT', 'PUT', 'PUT', 'POST']), path, body: text, headers: ['Connection: close'] }
  },
  send: ({ ports }, request) => talk(ports.http, [requestText(request)], { quiet: 5000 }),
}
