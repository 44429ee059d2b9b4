import { generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { aclAgent } from './acl-agent.ts'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString()

/** A bearer token with a name in it. */
function bearer(name: string): string {
  const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${encoded({ alg: 'ES256', typ: 'JWT' })}.${encoded({ iss: 'us', name, iat: 1, nbf: 1, exp: 4e9 })}`
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

async function withRules(selectors: readonly string[]): Promise<(name: string) => Promise<[number, string]>> {
  const { root } = aclAgent()
  const ask = async (method: string, path: string, body: object): Promise<[number, string]> => {
    const { status, text } = await root(method, path, body)
    return [status, text]
  }
  const Config = { JWTValidationPubKeys: [PEM], BoundIssuer: 'us', ClaimMappings: { name: 'name' } }
  expect(await ask('PUT', '/v1/acl/auth-method', { Name: 'jwt', Type: 'jwt', Config })).toMatchObject([
    200,
    expect.any(String),
  ])
  for (const Selector of selectors) {
    const rule = { AuthMethod: 'jwt', BindType: 'service', BindName: 'web', Selector }
    expect((await ask('PUT', '/v1/acl/binding-rule', rule))[0]).toBe(200)
  }
  return name => ask('POST', '/v1/acl/login', { AuthMethod: 'jwt', BearerToken: bearer(name) })
}

/** Costs what one login may take a few times. */
const NAME = `${'ab'.repeat(2000)}c`

test('the selectors of one login share a budget: many of them hold nobody up, and the answer names the limit', async () => {
  const costly = Array.from({ length: 20 }, () => 'value.name not matches "a[ab]{500}[cd]$"')
  const one = await withRules(costly.slice(0, 1))
  expect(await one(NAME)).toMatchObject([200, expect.any(String)])
  const all = await withRules(costly)
  const [status, text] = await all(NAME)
  expect(status).toBe(500)
  expect(text).toMatch(/Failed to evaluate the filter: more than the limit of \d+ steps/)
})
