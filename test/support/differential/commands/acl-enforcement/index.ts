import fc from 'fast-check'
import type { Json, Step } from '../../../conformance/scenario.ts'
import type { Commands } from '../command.ts'
import { type Asked, requests } from './requests.ts'
import { rules } from './rules.ts'
import { given, TOKEN } from './setting.ts'

/** What an answer tells beyond rights: the machine, certificates, binary files. */
const VOLATILE =
  /agent\/(self|members|metrics|host)$|operator\/(raft|autopilot|usage)|snapshot$|ca\/conf|coordinate\/node/
const PARTS = ['status', 'text', 'headers.x-consul-results-filtered-by-acls']

const secret = fc.oneof(
  { weight: 8, arbitrary: fc.constant(TOKEN) },
  { weight: 1, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constant('nope') },
)

const asked = (secret: string, [method, path, body]: Asked): Step => ({
  method,
  path,
  ...(secret !== '' && { headers: { 'X-Consul-Token': secret } }),
  ...(body !== undefined && { body: body as Json }),
  unordered: '*',
  only: VOLATILE.test(path) ? (path.endsWith('snapshot') ? ['status'] : PARTS) : [...PARTS, 'json'],
})

const question = fc
  .tuple(
    fc.constantFrom(
      'web.service',
      'web.connect',
      'web.virtual',
      'gw.ingress',
      'n1.node',
      'node1.node',
      'q.query',
      'db.service',
    ),
    fc.constantFrom('A', 'SRV', 'ANY'),
  )
  .map(([name, type]): Step => ({ dns: { name: `${name}.consul`, type } }))
const reverse = fc.constantFrom<Step>({ dns: { name: '1.0.0.10.in-addr.arpa', type: 'PTR' } })

/** A policy with random rules, and what a token with it may do then. */
export const aclEnforcementCommands: Commands = fc
  .tuple(
    rules,
    fc.array(
      fc.oneof(
        { weight: 8, arbitrary: fc.tuple(secret, requests).map(([secret, request]) => asked(secret, request)) },
        { weight: 1, arbitrary: fc.oneof(question, question, reverse) },
      ),
      { minLength: 1, maxLength: 8 },
    ),
  )
  .map(([Rules, steps]) => [given('PUT', '/v1/acl/policy/${p}', { Name: 'changing', Rules }), ...steps])
