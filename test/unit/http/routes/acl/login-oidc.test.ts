import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { aclAgent } from './acl-agent.ts'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const jwk = (key: KeyObject, kid: string): Record<string, unknown> => ({ ...key.export({ format: 'jwk' }), kid })
const EC = jwk(ec.publicKey, 'ec')
const KEYS = { keys: [EC, jwk(rsa.publicKey, 'rsa')] }
const FOREVER = 4e9

const encoded = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')

function bearer(claims: object, alg = 'ES256', header: unknown = { alg }): string {
  const signed = `${encoded(header)}.${encoded(claims)}`
  const key = alg.startsWith('ES') ? { key: ec.privateKey, dsaEncoding: 'ieee-p1363' as const } : rsa.privateKey
  return `${signed}.${sign(`sha${alg.slice(2)}`, Buffer.from(signed), key).toString('base64url')}`
}

/** Serves JSON at some paths of the loopback interface, until the test has ended. */
async function serve(pages: (url: string) => Readonly<Record<string, unknown>>): Promise<string> {
  const server = createServer(({ url = '' }, res) => {
    const page = pages(origin)[url]
    res.writeHead(page === undefined ? 404 : 200, { 'Content-Type': 'application/json' })
    res.end(JSON.stringify(page))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return origin
}

/** An agent, and what a login is answered with this configuration. */
async function method(
  Config: object,
  rule: object = { BindType: 'service', BindName: 'web' },
): Promise<(token: string) => Promise<readonly [number, string]>> {
  const { root } = aclAgent()
  const made = await root('PUT', '/v1/acl/auth-method', { Name: 'jwt', Type: 'jwt', Config })
  if (made.status !== 200) throw new Error(made.text)
  await root('PUT', '/v1/acl/binding-rule', { AuthMethod: 'jwt', ...rule })
  return async BearerToken => {
    const { status, text } = await root('POST', '/v1/acl/login', { AuthMethod: 'jwt', BearerToken })
    return [status, text]
  }
}

describe('an issuer that is discovered', () => {
  const issuer = (algorithms?: readonly string[]) =>
    serve(url => ({
      '/.well-known/openid-configuration': {
        issuer: url,
        jwks_uri: `${url}/keys`,
        id_token_signing_alg_values_supported: algorithms,
      },
      '/keys': KEYS,
    }))

  test('is trusted with any audience and times of its own, unless an audience is bound', async () => {
    const OIDCDiscoveryURL = await issuer(['ES256'])
    const claims = { iss: OIDCDiscoveryURL, aud: 'app', exp: FOREVER }
    const any = await method({ OIDCDiscoveryURL, BoundIssuer: 'ignored' })
    // within its five minutes, which the leeways of the method do not change: 2025-01-01
    const soon = Date.UTC(2025, 0, 1) / 1000 + 240
    expect(await any(bearer({ ...claims, nbf: soon, iat: soon }))).toMatchObject([200, expect.any(String)])
    expect(await any(bearer({ ...claims, nbf: soon + 120 }))).toMatchObject([
      500,
      expect.stringContaining('before the nbf (not before) time'),
    ])
    const bound = await method({ OIDCDiscoveryURL, BoundAudiences: ['other'] })
    expect(await bound(bearer(claims))).toEqual([
      500,
      'error validating claims: aud claim does not match any bound audience',
    ])
  })

  test.each([
    [undefined, undefined, 'ES256', 'expected ["RS256"] got "ES256"'],
    [['ES256', 'HS256', 'none'], undefined, 'RS256', 'expected ["ES256"] got "RS256"'],
    [['ES256'], ['RS256', 'RS384'], 'ES256', 'expected ["RS256" "RS384"] got "ES256"'],
  ])('signs with what it says, or what is configured: %j, %j', async (said, JWTSupportedAlgs, alg, why) => {
    const OIDCDiscoveryURL = await issuer(said)
    const login = await method({ OIDCDiscoveryURL, ...(JWTSupportedAlgs && { JWTSupportedAlgs }) })
    const claims = { iss: OIDCDiscoveryURL, exp: FOREVER }
    expect(await login(bearer(claims, alg))).toEqual([
      500,
      `error validating signature: oidc: id token signed with unsupported algorithm, ${why}`,
    ])
    const good = JWTSupportedAlgs?.[0] ?? said?.[0] ?? 'RS256'
    expect(await login(bearer(claims, good))).toMatchObject([200, expect.any(String)])
  })

  test.each([
    [{ exp: 'x' }, 'json: invalid number literal, trying to unmarshal "\\"x\\"" into Number'],
    [{ sub: 5 }, 'json: cannot unmarshal number into Go struct field idToken.sub of type string'],
    [{ aud: 5 }, 'json: cannot unmarshal number into Go struct field idToken.aud of type []string'],
    [{ nbf: [] }, 'json: cannot unmarshal array into Go value of type json.Number'],
  ])('has claims of their types: %j', async (claims, why) => {
    const OIDCDiscoveryURL = await issuer(['ES256'])
    const login = await method({ OIDCDiscoveryURL })
    expect(await login(bearer({ iss: OIDCDiscoveryURL, exp: FOREVER, ...claims }))).toEqual([
      500,
      `error validating signature: oidc: failed to unmarshal claims: ${why}`,
    ])
  })
})

describe('a set of keys', () => {
  test.each([
    [[{ ...EC, x: 'AA' }], 'go-jose/go-jose: invalid EC public key, wrong length for x'],
    [[{ ...EC, crv: 'P-999' }], "go-jose/go-jose: unsupported elliptic curve 'P-999'"],
    [[{ kty: 'EC', crv: 'P-256' }], 'go-jose/go-jose: invalid EC key, missing x/y values'],
    [[{ ...EC, x: EC['y'], y: EC['x'] }], 'go-jose/go-jose: invalid EC key, X/Y are not on declared curve'],
    [[{ kty: 'RSA' }], 'go-jose/go-jose: invalid RSA key, missing n/e values'],
    [[null], "go-jose/go-jose: unknown json web key type ''"],
    [[{ ...EC, x: '!!' }], 'illegal base64 data at input byte 0'],
    [[{ ...EC, use: 5 }], 'json: cannot unmarshal number into Go value of type string'],
    [{}, 'json: cannot unmarshal object into Go struct field JSONWebKeySet.keys of type []jose.JSONWebKey'],
  ])('with a broken key is refused as a whole: %j', async (keys, why) => {
    const url = await serve(() => ({ '/keys': { keys } }))
    await expect(method({ JWKSURL: `${url}/keys` })).rejects.toThrow(
      `fetching keys oidc: failed to decode keys: got Content-Type = application/json, but could not unmarshal as JSON: ${why} `,
    )
  })

  test('may hold keys that sign nothing here', async () => {
    const url = await serve(() => ({ '/keys': { keys: [{ kty: 'oct', k: 'AAAA' }, EC] } }))
    const login = await method({ JWKSURL: `${url}/keys` })
    expect(await login(bearer({ exp: FOREVER, nbf: 1 }))).toMatchObject([200, expect.any(String)])
  })
})

const STATIC = { JWTValidationPubKeys: [ec.publicKey.export({ type: 'spki', format: 'pem' })] }

test.each([
  [
    { alg: 'RS256', nonce: 1 },
    'failed to unmarshal nonce: json: cannot unmarshal number into Go value of type string: "1"',
  ],
  [
    { alg: 'RS256', jwk: 1 },
    'failed to unmarshal JWK: json: cannot unmarshal number into Go value of type jose.rawJSONWebKey: "1"',
  ],
  [
    { alg: 'RS256', jwk: { kty: 'x' } },
    `failed to unmarshal JWK: go-jose/go-jose: unknown json web key type 'x': "{\\"kty\\":\\"x\\"}"`,
  ],
  [{ alg: 'RS256', x5c: ['x'] }, 'failed to unmarshal x5c header: illegal base64 data at input byte 0: "[\\"x\\"]"'],
  [{ alg: 5 }, 'failed to unmarshal algorithm: json: cannot unmarshal number into Go value of type string: "5"'],
  [
    { alg: 'ES256', kid: {} },
    'failed to unmarshal key ID: json: cannot unmarshal object into Go value of type string: "{}"',
  ],
  ['{', 'unexpected end of JSON input'],
  ['{}x', "invalid character 'x' after top-level value"],
])('a header that is none is refused as go-jose does: %j', async (header, why) => {
  const login = await method(STATIC)
  expect(await login(bearer({ exp: FOREVER }, 'ES256', header))).toEqual([500, `error parsing token: ${why}`])
})

test('the variables of a templated policy are made small, as names are', async () => {
  const rule = { BindType: 'templated-policy', BindName: 'builtin/service', BindVars: { Name: '${value.name}' } }
  const login = await method({ ...STATIC, ClaimMappings: { name: 'name' } }, rule)
  const [status, text] = await login(bearer({ exp: FOREVER, nbf: 1, name: 'BOB' }))
  expect([status, (JSON.parse(text) as { TemplatedPolicies: unknown }).TemplatedPolicies]).toMatchObject([
    200,
    [{ TemplateVariables: { name: 'bob' } }],
  ])
})
