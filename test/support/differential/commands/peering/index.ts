import fc from 'fast-check'
import type { Json, Step } from '../../../conformance/scenario.ts'
import { get, put, remove, settled, type Command, type Commands } from '../command.ts'
import type { Setting } from '../setting.ts'
import { withUnfit } from '../spoil.ts'
import {
  deregistration,
  exported,
  intention,
  intentions,
  prepared,
  question,
  read,
  registration,
  resolver,
} from './mention.ts'
import { token } from './token.ts'
import { inPath, name, spoiled, withScope } from './words.ts'

/** Servers that make tokens, which they do only where gRPC over TLS is served. */
export const peeringSetting: Setting = {
  scenario: {
    agent: { ports: { grpc: 'free', grpc_tls: 'free' } },
    ignore: ['PeeringToken', 'PeerCAPems', 'LastHeartbeat', 'LastReceive', 'LastSend'],
  },
  opening: [
    { method: 'POST', path: '/v1/peering/token', body: { PeerName: 'own' }, save: { own: 'PeeringToken' } },
    { method: 'PUT', path: '/v1/session/create', body: { LockDelay: '0s' }, save: { s1: 'ID' } },
  ],
}

const META: readonly Json[] = [
  {},
  { a: 'b' },
  { '': 'x' },
  { 'consul-x': 'y' },
  { 'a b': 'c' },
  { [`k${'x'.repeat(128)}`]: 'v' },
  { k: 'v'.repeat(513) },
  Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, 'v'])),
]
const meta = fc.constantFrom(...META)
const partition = fc.constantFrom('', 'default', 'p', 'Default')
const tokenBody = fc.record(
  {
    PeerName: name,
    Meta: meta,
    Partition: partition,
    ServerExternalAddresses: fc.constantFrom<Json[]>(
      [],
      ['198.51.100.1:8503'],
      ['x'],
      ['', 'a:1'],
      ['host:99999'],
      ['[::1]:8503'],
    ),
  },
  { requiredKeys: ['PeerName'] },
) as fc.Arbitrary<Json>

const establishBody = fc.record(
  { PeerName: name, PeeringToken: token, Meta: meta, Partition: partition },
  { requiredKeys: ['PeerName', 'PeeringToken'] },
) as fc.Arbitrary<Json>
const post = (path: string, body: Json, more: Step = {}): Command => [{ method: 'POST', path, body, ...more }]
/** The name as it is, the token as it is: a body whose token another value stands for could be that of another cluster. */
const spoiledEstablish = establishBody.chain(body =>
  withUnfit(body).map((other): Json =>
    typeof other === 'object' && other !== null && !Array.isArray(other) && 'PeeringToken' in other
      ? other
      : { x: other },
  ),
)

const wrongMethod = fc
  .tuple(
    fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'),
    fc.constantFrom(
      '/v1/peering/token',
      '/v1/peering/establish',
      '/v1/peering/east',
      '/v1/peerings',
      '/v1/peering',
      '/v1/peering/',
      '/v1/peerings/',
      '/v1/exported-services',
      '/v1/imported-services',
    ),
  )
  .map(([method, path]): Command => [{ method, path, anyRedirect: true }])
const raw = fc.constantFrom<Json>(
  '',
  '{',
  'null',
  '[]',
  '"x"',
  '{} x',
  '{}{}',
  '{"PeerName":"east","PeerName":"west"}',
  '{"peername":"east"}',
  '{"PEERNAME":null}',
  ' ',
  '1',
  'true',
  '{"PeerName":"\\ud800"}',
  '{"PeerName":"\xff"}',
  '{"PeerName":"east",}',
)

/** What is complained of is followed by the answer, as text: with the very indexes. */
const COMPLAINT: Step = { only: ['status', 'headers'] }

/** Peerings as one cluster makes, reads and ends them, and what names peers that are not there. */
export const peeringCommands: Commands = fc.oneof(
  {
    weight: 5,
    arbitrary: spoiled(tokenBody).chain(body => withScope('/v1/peering/token').map(path => post(path, body))),
  },
  {
    weight: 5,
    arbitrary: fc
      .oneof({ weight: 3, arbitrary: establishBody }, { weight: 1, arbitrary: spoiledEstablish })
      .chain(body => withScope('/v1/peering/establish').map(path => post(path, body))),
  },
  fc.tuple(fc.constantFrom('token', 'establish'), raw).map(([of, body]) => post(`/v1/peering/${of}`, body)),
  {
    weight: 12,
    arbitrary: read
      .chain(withScope)
      .map(path => get(path, /wait=x|index=(?:x|-1)|consistent/.test(path) ? COMPLAINT : { unordered: '*' })),
  },
  { weight: 2, arbitrary: inPath.chain(of => withScope(`/v1/peering/${of}`)).map(path => settled(remove(path))) },
  wrongMethod,
  { weight: 2, arbitrary: spoiled(exported).map(body => put('/v1/config', body)) },
  spoiled(intentions).map(body => put('/v1/config', body)),
  spoiled(resolver).map(body => put('/v1/config', body)),
  { weight: 2, arbitrary: spoiled(registration).map(body => put('/v1/catalog/register', body)) },
  deregistration.map(body => put('/v1/catalog/deregister', body)),
  spoiled(prepared).map(body => post('/v1/query', body)),
  spoiled(intention).map(body => put('/v1/connect/intentions/exact?source=web&destination=db', body)),
  intention.map(body => post('/v1/connect/intentions', body)),
  fc
    .constantFrom('exported-services/default', 'service-intentions/web', 'service-resolver/web')
    .map(of => remove(`/v1/config/${of}`)),
  question,
)
