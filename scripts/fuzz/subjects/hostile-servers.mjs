import { requestText } from '../lib/http.mjs'
import { hostileServers } from '../lib/hostile-servers.mjs'
import { talk } from '../lib/talk.mjs'

const token = port =>
  Buffer.from(
    JSON.stringify({
      CA: null,
      ServerAddresses: [`127.0.0.1:${port}`],
      ServerName: 'server.dc2.peering.x.consul',
      PeerID: '7e1a4d5c-0000-4000-8000-000000000001',
      EstablishmentSecret: '7e1a4d5c-0000-4000-8000-000000000002',
    }),
  ).toString('base64')
const method = Config => ({ Name: 'hostile', Type: 'jwt', Config: { BoundIssuer: 'i', ...Config } })
const check = (id, definition) => ({ ID: id, Name: id, Interval: '1s', Timeout: '500ms', ...definition })

/** How an agent is led to another server: a request, with what it is about. */
const WAYS = {
  join: port => ['PUT', `/v1/agent/join/127.0.0.1:${port}`],
  'join over WAN': port => ['PUT', `/v1/agent/join/127.0.0.1:${port}?wan=1`],
  peering: port => ['POST', '/v1/peering/establish', { PeerName: `p${port}`, PeeringToken: token(port) }],
  JWKS: port => ['PUT', '/v1/acl/auth-method', method({ JWKSURL: `http://127.0.0.1:${port}/keys` })],
  OIDC: port => ['PUT', '/v1/acl/auth-method', method({ OIDCDiscoveryURL: `http://127.0.0.1:${port}` })],
  HTTP: (port, id) => ['PUT', '/v1/agent/check/register', check(id, { HTTP: `http://127.0.0.1:${port}/` })],
  HTTPS: (port, id) => [
    'PUT',
    '/v1/agent/check/register',
    check(id, { HTTP: `https://127.0.0.1:${port}/`, TLSSkipVerify: true }),
  ],
  TCP: (port, id) => ['PUT', '/v1/agent/check/register', check(id, { TCP: `127.0.0.1:${port}` })],
  gRPC: (port, id) => ['PUT', '/v1/agent/check/register', check(id, { GRPC: `127.0.0.1:${port}/x` })],
  H2PING: (port, id) => ['PUT', '/v1/agent/check/register', check(id, { H2PING: `127.0.0.1:${port}` })],
  script: (_port, id, random) => [
    'PUT',
    '/v1/agent/check/register',
    check(id, { Args: random.pick([['yes'], ['cat', '/dev/zero'], ['sleep', '60'], ['sh', '-c', 'yes >&2 & yes']]) }),
  ],
}
/** Checks that are there at a time. */
const CHECKS = 12

let servers

/** Servers that an agent asks: other agents, clusters that are peers, keys of auth methods, and what checks look at. */
export const hostile = {
  name: 'hostile-servers',
  unit: 'requests',
  weight: 0.05,
  batch: 30,
  config: {
    acl: {
      enabled: true,
      default_policy: 'allow',
      tokens: { initial_management: '00000000-1111-2222-3333-444444444444' },
    },
    enable_script_checks: true,
  },
  async prepare() {
    servers ??= await hostileServers()
  },
  make: random => ({ way: random.pick(Object.keys(WAYS)), server: random.int(1000), id: `c${random.int(CHECKS)}` }),
  send({ ports }, { way, server, id }, random) {
    const all = Object.values(servers)
    const [verb, path, body] = WAYS[way](all[server % all.length], id, random)
    const text = { method: verb, path, headers: ['Connection: close'], ...(body && { body: JSON.stringify(body) }) }
    return talk(ports.http, [requestText(text)], { quiet: 300 })
  },
  async after(agent) {
    for (let i = 0; i < CHECKS; i++) await agent.request('PUT', `/v1/agent/check/deregister/c${i}`)
  },
}
