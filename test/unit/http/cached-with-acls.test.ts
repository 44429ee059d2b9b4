import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { aclAgent } from './routes/acl/acl-agent.ts'

const URLS = ['/v1/kv/a', '/v1/kv/?recurse', '/v1/catalog/services', '/v1/health/service/web', '/v1/catalog/nodes']
const TOKENS = ['root', 'one', 'two', '', 'nobody']
const RULES = [
  '',
  'key "a" { policy = "read" }',
  'key_prefix "" { policy = "read" } service_prefix "" { policy = "read" }',
  'service "web" { policy = "read" } node_prefix "" { policy = "read" }',
  'key_prefix "" { policy = "write" } key "a" { policy = "deny" } node "n" { policy = "read" }',
]

const step = fc.oneof(
  fc.record({ read: fc.constantFrom(...URLS), token: fc.constantFrom(...TOKENS) }),
  fc.record({ read: fc.constantFrom(...URLS), token: fc.constantFrom(...TOKENS) }),
  fc.record({ policy: fc.constantFrom('p1', 'p2', 'r1'), rules: fc.constantFrom(...RULES) }),
  fc.record({ link: fc.constantFrom('one', 'two'), policies: fc.subarray(['p1', 'p2']), role: fc.boolean() }),
  fc.record({ remove: fc.constantFrom('one', 'two') }),
  fc.record({ write: fc.constantFrom('a', 'b') }),
)

it(
  'a cached answer is the one that would be made anew, for every token and after every change',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async steps => {
        const { as, root } = aclAgent()
        const ids = new Map<string, string>()
        for (const Name of ['p1', 'p2', 'r1']) {
          ids.set(Name, ((await root('PUT', '/v1/acl/policy', { Name })).json as { ID: string }).ID)
        }
        await root('PUT', '/v1/acl/role', { Name: 'role', Policies: [{ Name: 'r1' }] })
        await root('PUT', '/v1/catalog/register', { Node: 'n', Address: '10.0.0.1', Service: { Service: 'web' } })
        const secrets: Record<string, string> = {
          one: 'bbbbbbbb-0000-0000-0000-000000000001',
          two: 'bbbbbbbb-0000-0000-0000-000000000002',
        }
        const accessorOf = (name: string): string => (secrets[name] ?? '').replace('bbbbbbbb', 'cccccccc')
        let fresh = 0
        for (const step of steps) {
          if ('read' in step) {
            const ask = as(secrets[step.token] ?? step.token)
            const [cached, anew] = [
              await ask('GET', step.read),
              await ask('GET', `${step.read}${step.read.includes('?') ? '&' : '?'}fresh=${++fresh}`),
            ]
            expect(cached).toEqual(anew)
          } else if ('policy' in step) {
            await root('PUT', `/v1/acl/policy/${ids.get(step.policy) ?? ''}`, { Name: step.policy, Rules: step.rules })
          } else if ('link' in step) {
            const links = {
              Policies: step.policies.map(Name => ({ Name })),
              Roles: step.role ? [{ Name: 'role' }] : [],
            }
            const body = { SecretID: secrets[step.link], AccessorID: accessorOf(step.link), ...links }
            const made = await root('PUT', '/v1/acl/token', body)
            if (made.status !== 200) await root('PUT', `/v1/acl/token/${accessorOf(step.link)}`, body)
          } else if ('remove' in step) {
            await root('DELETE', `/v1/acl/token/${accessorOf(step.remove)}`)
          } else {
            await root('PUT', `/v1/kv/${step.write}`, String(++fresh))
          }
        }
      }),
      { numRuns: 20 },
    )
  },
)

test('the request after a change of a policy sees it, cached answers or not', async () => {
  const { as, root } = aclAgent()
  await root('PUT', '/v1/kv/a', '1')
  const { json } = await root('PUT', '/v1/acl/policy', { Name: 'p', Rules: 'key "a" { policy = "read" }' })
  const made = await root('PUT', '/v1/acl/token', { Policies: [{ Name: 'p' }] })
  const read = () => as((made.json as { SecretID: string }).SecretID)('GET', '/v1/kv/a')
  expect([(await read()).status, (await read()).status]).toEqual([200, 200])
  await root('PUT', `/v1/acl/policy/${(json as { ID: string }).ID}`, { Name: 'p', Rules: '' })
  expect((await read()).status).toBe(403)
})

test('a token that expired reads nothing that was cached for it', async () => {
  const { as, root, clock } = aclAgent()
  await root('PUT', '/v1/kv/a', '1')
  await root('PUT', '/v1/acl/policy', { Name: 'p', Rules: 'key "a" { policy = "read" }' })
  const made = await root('PUT', '/v1/acl/token', { Policies: [{ Name: 'p' }], ExpirationTTL: '1m' })
  const read = () => as((made.json as { SecretID: string }).SecretID)('GET', '/v1/kv/a')
  expect([(await read()).status, (await read()).status]).toEqual([200, 200])
  await clock.advance(60_000)
  expect((await read()).text).toBe('ACL not found')
})
