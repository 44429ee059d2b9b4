import { describe, expect, test } from 'vitest'
import { tokenHash } from '../../../../src/state/acl/hash.ts'
import { aclAgent } from '../../http/routes/acl/acl-agent.ts'

/** What Consul 1.21 answered for the same objects. */
describe('hashes have the bytes of Consul’s', () => {
  const links = {
    Policies: [{ Name: 'global-management' }],
    ServiceIdentities: [{ ServiceName: 'web', Datacenters: ['dc2', 'dc1'] }, { ServiceName: 'api' }],
    NodeIdentities: [{ NodeName: 'n2', Datacenter: 'dc1' }],
    TemplatedPolicies: [
      { TemplateName: 'builtin/service', TemplateVariables: { Name: 'tpl' }, Datacenters: ['dc1'] },
      { TemplateName: 'builtin/dns' },
    ],
  }

  test.each([
    ['token/00000000-0000-0000-0000-000000000002', 'RNVFSWnfd5DUOuB8vplp+imivlIna3fKQVnkUHh21cA='],
    ['policy/00000000-0000-0000-0000-000000000001', '+TzVGrd3uSVx3Bl8FV5O0BsKc1idAee6ZpEw9WDfaW8='],
    ['policy/00000000-0000-0000-0000-000000000002', '4jtyawyzzig+Ys5HfPI91O3UHLHiXtPlNG7aHEmlesk='],
  ])('what is always there: %s', async (path, Hash) => {
    const { json } = await aclAgent().root('GET', `/v1/acl/${path}`)
    expect(json).toMatchObject({ Hash })
  })

  test.each([
    ['token', { Description: 'A token.', ...links }, '8T4ehVmZXO1r/dLcjJT4SOI9MiAVgbuVIKoYDn7smb0='],
    ['token', { Description: 'A token.', Local: true }, 'wgn+MU3NA7ALqJlG3pWVENB0S5/luBiF6fyvNmupO9o='],
    ['role', { Name: 'all-links', Description: 'A role.', ...links }, 'uwHkYnvMD5YMIrNYoxFsFEBzgPj90fq2ovHVPsW4DhI='],
    [
      'policy',
      {
        Name: 'read-a',
        Description: 'Reads a.',
        Rules: 'key "a" { policy = "read" }',
        Datacenters: ['dc1', 'dc2'],
      },
      'N3Qub8OxPLPLr07tbbg7RiCwBIotnGJvK+UPrfcPUx4=',
    ],
  ])('a %s of %j', async (kind, given, Hash) => {
    const { json } = await aclAgent().root('PUT', `/v1/acl/${kind}`, given)
    expect(json).toMatchObject({ Hash })
  })

  test('a synthetic policy', async () => {
    const { root } = aclAgent()
    const made = await root('PUT', '/v1/acl/token', { TemplatedPolicies: [{ TemplateName: 'builtin/dns' }] })
    const { AccessorID } = made.json as { AccessorID: string }
    const { json } = await root('GET', `/v1/acl/token/${AccessorID}?expanded`)
    expect(json).toMatchObject({ ExpandedPolicies: [{ Hash: 'YzR/kerQ/MQWGbW9xTNMzu/ItVABPjOxOWtMHDP5pK4=' }] })
  })

  test('roles stand behind policies', () => {
    const token = {
      AccessorID: '',
      SecretID: '',
      Description: 'td',
      Policies: ['47b1c231-fbd1-aaee-910f-c7f25b101edf', '2cbec922-d1cf-7c62-68f4-f2a6589cf9c7'],
      Roles: ['e1068b6f-fdcd-7a60-c15e-e7e3a2ab71f4', '14e9abae-2efb-92b2-0305-24051189abf0'],
      ServiceIdentities: [
        { ServiceName: 'api', Datacenters: [] },
        { ServiceName: 'web', Datacenters: ['dc1', 'dc2'] },
      ],
      NodeIdentities: [{ NodeName: 'nod', Datacenter: 'dc1' }],
      TemplatedPolicies: [
        {
          TemplateID: '00000000-0000-0000-0000-000000000003',
          TemplateName: 'builtin/service',
          Name: 'tpl',
          Datacenters: ['dc1'],
        },
        {
          TemplateID: '00000000-0000-0000-0000-000000000005',
          TemplateName: 'builtin/dns',
          Name: undefined,
          Datacenters: [],
        },
      ],
      Local: false,
      AuthMethod: '',
      ExpirationTime: '',
      CreateTime: '',
    }
    expect(tokenHash(token)).toBe('7vKzKjTyJh69xYApif5NNW2K+gjFCt4TfcU/32vrQAI=')
  })
})

test('what takes too long to hash is refused with the limit, and not written', async () => {
  const agent = aclAgent()
  const answer = await agent.root('PUT', '/v1/acl/token', { Description: 'x'.repeat(3 * 1024 * 1024) })
  expect(answer).toMatchObject({
    status: 500,
    text: 'Failed to hash the object: 3145734 bytes of names, descriptions and rules, more than the limit of 2097152',
  })
  expect((await agent.root('GET', '/v1/acl/tokens')).json).toHaveLength(2)
})
