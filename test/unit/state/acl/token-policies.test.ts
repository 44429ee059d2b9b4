import { expect, test } from 'vitest'
import { aclAgent } from '../../http/routes/acl/acl-agent.ts'

interface Expanded {
  readonly ExpandedPolicies: readonly {
    readonly Name: string
    readonly Rules: string
    readonly Datacenters?: string[]
  }[]
}

async function expand(token: object): Promise<(readonly [begin: string, datacenters: readonly string[]])[]> {
  const { root } = aclAgent()
  await root('PUT', '/v1/acl/policy', { Name: 'one', Rules: 'key "one" { policy = "read" }' })
  await root('PUT', '/v1/acl/policy', { Name: 'two', Rules: 'key "two" { policy = "read" }' })
  const identities = {
    ServiceIdentities: [{ ServiceName: 'web', Datacenters: ['dc9'] }],
    NodeIdentities: [{ NodeName: 'n', Datacenter: 'dc1' }],
  }
  await root('PUT', '/v1/acl/role', { Name: 'r', Policies: [{ Name: 'two' }], ...identities })
  const made = await root('PUT', '/v1/acl/token', { ...token, Roles: [{ Name: 'r' }] })
  const { AccessorID } = made.json as { AccessorID: string }
  const { json } = await root('GET', `/v1/acl/token/${AccessorID}?expanded`)
  return (json as Expanded).ExpandedPolicies.map(({ Rules, Datacenters = [] }) => [
    Rules.trim().split(' {')[0] ?? '',
    Datacenters,
  ])
}

test('linked policies come first, then identities, then templates, and of each kind the token’s own before those of its roles', async () => {
  const expanded = await expand({
    Policies: [{ Name: 'one' }],
    ServiceIdentities: [{ ServiceName: 'api' }],
    TemplatedPolicies: [{ TemplateName: 'builtin/dns' }],
  })
  expect(expanded.map(([begin]) => begin)).toEqual([
    'key "one"',
    'key "two"',
    'service "api"',
    'service "web"',
    'node "n"',
    'node_prefix ""',
  ])
})

test('of identities with the same rules the last one counts, with its datacenters', async () => {
  const expanded = await expand({ ServiceIdentities: [{ ServiceName: 'web' }] })
  expect(expanded.filter(([begin]) => begin === 'service "web"')).toEqual([['service "web"', ['dc9']]])
})

test('an identity and a templated policy with the same rules count both', async () => {
  const web = { TemplateName: 'builtin/service', TemplateVariables: { Name: 'web' } }
  const expanded = await expand({ TemplatedPolicies: [web] })
  expect(expanded.filter(([begin]) => begin === 'service "web"')).toEqual([
    ['service "web"', ['dc9']],
    ['service "web"', []],
  ])
})
