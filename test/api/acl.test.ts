import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Consul, startConsul } from '../../src/index.ts'
import { certificate } from '../unit/agent/checks/certificate.ts'

let consul: Consul
beforeEach(async () => {
  consul = await startConsul({ http: false, dns: false, acl: { initialManagement: 'root' } })
})
afterEach(() => consul.close())

interface Answer {
  readonly status: number
  readonly text: string
  json(): unknown
}

const ask = async (
  token: string,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer> => {
  const headers = token === '' ? {} : { 'X-Consul-Token': token }
  const payload = typeof body === 'string' ? body : JSON.stringify(body)
  const { statusCode, body: text } = await consul.inject(method, path, payload, headers)
  return { status: statusCode, text, json: () => JSON.parse(text) as unknown }
}

describe('with ACLs', () => {
  it('a request without a token may do nothing', async () => {
    const answer = await ask('', 'PUT', '/v1/kv/a', '1')
    expect([answer.status, answer.text]).toEqual([
      403,
      'Permission denied: anonymous token lacks permission \'key:write\' on "a". The anonymous token is used implicitly when a request does not specify a token.',
    ])
    expect((await ask('root', 'PUT', '/v1/kv/a', '1')).status).toBe(200)
  })

  it('a token that is not there is none', async () => {
    const answer = await ask('nobody', 'GET', '/v1/kv/a')
    expect([answer.status, answer.text]).toEqual([403, 'ACL not found'])
  })

  const names = ['a', 'ab', 'b', 'web', 'api']
  const rule = fc.record({
    kind: fc.constantFrom('key', 'node', 'service', 'session'),
    prefix: fc.boolean(),
    name: fc.constantFrom('', ...names),
    policy: fc.constantFrom('read', 'write', 'deny'),
  })

  it('lists show exactly what single reads allow', { timeout: 60_000 }, async () => {
    const sessions = new Map<string, string>()
    for (const name of names) {
      const service = { Service: name, Port: 1 }
      const check = { Name: name, CheckID: `check-${name}`, ServiceID: name, Status: 'passing' }
      const row = { Node: name, Address: '10.0.0.1', Service: service, Check: check }
      expect((await ask('root', 'PUT', '/v1/catalog/register', row)).status).toBe(200)
      await ask('root', 'PUT', `/v1/kv/${name}`, '1')
      const made = await ask('root', 'PUT', '/v1/session/create', { Node: name, Checks: [] })
      sessions.set(name, (made.json() as { ID: string }).ID)
    }
    const listed = async (token: string, url: string, name: string): Promise<readonly string[]> => {
      const answer = await ask(token, 'GET', url)
      if (answer.status === 404) return []
      expect(answer.status).toBe(200)
      const rows = answer.json() as readonly Record<string, string>[]
      return rows.map(row => row[name] ?? '').filter(found => names.includes(found))
    }
    const allowed = async (sees: (name: string) => Promise<boolean>): Promise<readonly string[]> => {
      const found: string[] = []
      for (const name of names) if (await sees(name)) found.push(name)
      return found.sort()
    }
    let runs = 0
    await fc.assert(
      fc.asyncProperty(fc.array(rule, { maxLength: 6 }), async rules => {
        const text = rules
          .map(
            ({ kind, prefix, name, policy }) => `${kind}${prefix ? '_prefix' : ''} "${name}" { policy = "${policy}" }`,
          )
          .join('\n')
        const policy = await ask('root', 'PUT', '/v1/acl/policy', { Name: `p${++runs}`, Rules: text })
        expect([policy.status, policy.text.slice(0, 60)]).toEqual([200, expect.stringContaining('"ID":')])
        const { ID } = policy.json() as { ID: string }
        const made = await ask('root', 'PUT', '/v1/acl/token', { Policies: [{ ID }] })
        const { SecretID, AccessorID } = made.json() as Record<'SecretID' | 'AccessorID', string>
        try {
          const isThere = async (url: string): Promise<boolean> => {
            const answer = await ask(SecretID, 'GET', url)
            return answer.status === 200 && !['[]', '{}', 'null'].includes(answer.text.trim())
          }
          const keys = await allowed(name => isThere(`/v1/kv/${name}`))
          expect((await listed(SecretID, '/v1/kv/?recurse', 'Key')).toSorted()).toEqual(keys)
          const nodes = await allowed(name => isThere(`/v1/catalog/node/${name}`))
          expect((await listed(SecretID, '/v1/catalog/nodes', 'Node')).toSorted()).toEqual(nodes)
          expect((await listed(SecretID, '/v1/internal/ui/nodes', 'Node')).toSorted()).toEqual(nodes)
          const instances = await allowed(name => isThere(`/v1/catalog/service/${name}`))
          const shown = await allowed(name => isThere(`/v1/health/service/${name}`))
          expect(shown).toEqual(instances)
          expect((await listed(SecretID, '/v1/internal/ui/services', 'Name')).toSorted()).toEqual(instances)
          const checks = await allowed(name => isThere(`/v1/health/checks/${name}`))
          expect((await listed(SecretID, '/v1/health/state/any', 'Node')).toSorted()).toEqual(checks)
          const held = await allowed(name => isThere(`/v1/session/info/${sessions.get(name) ?? ''}`))
          expect((await listed(SecretID, '/v1/session/list', 'Node')).toSorted()).toEqual(held)
        } finally {
          await ask('root', 'DELETE', `/v1/acl/token/${AccessorID}`)
          await ask('root', 'DELETE', `/v1/acl/policy/${ID}`)
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('without HTTP', () => {
  const app = { Name: 'app', Rules: 'key_prefix "app/" { policy = "write" }' }

  it('a token made of a policy and a role does what they allow, and no more once they are gone', async () => {
    consul.acl.policies.create(app)
    consul.acl.roles.create({ Name: 'operators', Policies: [{ Name: 'app' }] })
    const { SecretID, AccessorID } = consul.acl.tokens.create({ Roles: [{ Name: 'operators' }] })
    expect((await ask(SecretID, 'PUT', '/v1/kv/app/x', '1')).status).toBe(200)
    expect(consul.acl.roles.delete('operators')).toBe(true)
    expect((await ask(SecretID, 'PUT', '/v1/kv/app/x', '1')).status).toBe(403)
    expect(consul.acl.tokens.delete(AccessorID)).toBe(true)
    expect(consul.acl.tokens.get(AccessorID)).toBeUndefined()
    expect((await ask(SecretID, 'GET', '/v1/kv/app/x')).text).toBe('ACL not found')
  })

  it('objects are read by name or accessor, and listed', () => {
    const policy = consul.acl.policies.create(app)
    const token = consul.acl.tokens.create({ Policies: [{ ID: policy.ID }], Description: 'of a test' })
    expect(consul.acl.policies.get('app')).toEqual(policy)
    expect(consul.acl.policies.list().map(({ Name }) => Name)).toEqual([
      'app',
      'builtin/global-read-only',
      'global-management',
    ])
    expect(consul.acl.tokens.get(token.AccessorID)).toMatchObject({
      Description: 'of a test',
      Policies: [{ Name: 'app' }],
    })
    expect(consul.acl.tokens.list().map(({ SecretID }) => SecretID)).toContain('root')
    expect(consul.acl.roles.list()).toEqual([])
    expect(consul.acl.roles.get('none')).toBeUndefined()
    expect(consul.acl.policies.delete('none')).toBe(false)
  })

  it('a client that logs in by an auth method may do what its binding rules say, until the auth method is gone', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const JWTValidationPubKeys = [publicKey.export({ type: 'spki', format: 'pem' }).toString()]
    const Config = { JWTValidationPubKeys, ClaimMappings: { team: 'team' } }
    const method = await consul.acl.authMethods.create({ Name: 'ci', Type: 'jwt', MaxTokenTTL: '1h', Config })
    expect(consul.acl.authMethods.get('ci')).toEqual(method)
    expect(consul.acl.authMethods.list()).toMatchObject([{ Name: 'ci', MaxTokenTTL: '1h0m0s', Config }])

    consul.acl.policies.create(app)
    const rule = consul.acl.bindingRules.create({ AuthMethod: 'ci', BindType: 'policy', BindName: '${value.team}' })
    expect(consul.acl.bindingRules.get(rule.ID)).toEqual(rule)
    expect(consul.acl.bindingRules.list()).toEqual([rule])

    const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
    const signed = `${encoded({ alg: 'ES256', typ: 'JWT' })}.${encoded({ team: 'app', iat: 1, nbf: 1, exp: 4e9 })}`
    const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    const BearerToken = `${signed}.${signature.toString('base64url')}`
    const login = await ask('', 'POST', '/v1/acl/login', { AuthMethod: 'ci', BearerToken })
    const { SecretID } = login.json() as { SecretID: string }
    expect((await ask(SecretID, 'PUT', '/v1/kv/app/x', '1')).status).toBe(200)

    expect(consul.acl.authMethods.delete('ci')).toBe(true)
    expect(consul.acl.bindingRules.list()).toEqual([])
    expect(consul.acl.bindingRules.delete(rule.ID)).toBe(false)
    expect((await ask(SecretID, 'PUT', '/v1/kv/app/x', '1')).status).toBe(403)
  })

  it.each([
    [{ Name: 'ci', Type: 'jwt' }, 500, /Invalid Auth Method/],
    [{ Name: 'ci', Type: 'jwt', Keys: [] }, 400, /unknown field "Keys"/],
    [
      { Name: 'ci', Type: 'kubernetes', Config: { Host: 'h', CACert: 'c', ServiceAccountJWT: 'j' } },
      500,
      /error parsing kubernetes ca cert/,
    ],
    [
      {
        Name: 'ci',
        Type: 'kubernetes',
        Config: { Host: 'h', CACert: certificate.cert, ServiceAccountJWT: 'e30.e30.' },
      },
      501,
      /no Kubernetes/,
    ],
    [
      { Name: 'ci', Type: 'aws-iam', Config: { BoundIAMPrincipalARNs: ['arn:aws:iam::123456789012:role/ci'] } },
      501,
      /no AWS/,
    ],
  ])('an auth method that is refused rejects: %j', async (method, statusCode, message) => {
    await expect(consul.acl.authMethods.create(method)).rejects.toMatchObject({
      code: 'MC_ERR_REFUSED',
      statusCode,
      message: expect.stringMatching(message) as string,
    })
    expect(consul.acl.authMethods.list()).toEqual([])
  })

  it('auth methods reject when they are called wrongly', async () => {
    await expect(consul.acl.authMethods.create(1 as never)).rejects.toThrow(/acl\.authMethods\.create: definition/)
  })

  it.each([
    [() => consul.acl.policies.create({ Name: 'two words' }), 500, /invalid Name/],
    [() => consul.acl.policies.create({ ...app, Rules: 'nonsense' }), 500, /Failed to parse ACL rules/],
    [() => consul.acl.tokens.create({ Policies: [{ Name: 'none' }] }), 500, /No such ACL policy with name "none"/],
    [() => consul.acl.tokens.create({ Secret: 'x' } as object), 400, /unknown field "Secret"/],
    [() => consul.acl.policies.delete('global-management'), 500, /not permitted/],
  ])('what Consul refuses is a ConsulError: %s', (act, statusCode, message) => {
    expect(act).toThrow(
      expect.objectContaining({
        code: 'MC_ERR_REFUSED',
        statusCode,
        message: expect.stringMatching(message) as string,
      }),
    )
  })

  it('arguments of another kind are named', () => {
    expect(() => consul.acl.policies.get(1 as never)).toThrow(/Failed to call acl\.policies\.get: key/)
  })

  it('there is nothing to manage while ACLs are disabled', async () => {
    await using open = await startConsul({ http: false, dns: false })
    expect(() => open.acl.tokens.list()).toThrow(/Failed to list ACL token: ACL support disabled/)
  })

  it('programs find the token in the environment', async () => {
    await using listening = await startConsul({ dns: false, acl: { initialManagement: 'root' } })
    expect(listening.env['CONSUL_HTTP_TOKEN']).toBe('root')
    await using open = await startConsul({ dns: false })
    expect(open.env['CONSUL_HTTP_TOKEN']).toBe('')
  })
})
