import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { turns } from '../../../../../src/lib/defer.ts'
import { floodServer } from '../../../../support/flood-server.ts'
import { aclAgent } from '../../../http/routes/acl/acl-agent.ts'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const JWK = publicKey.export({ format: 'jwk' })

/** A server of keys, and how an agent takes it: as that of a new auth method, and in a login. */
async function keyServer(listener: RequestListener, elsewhere?: string) {
  const closed: Promise<void>[] = []
  let asked = (): void => {}
  const request = new Promise<void>(resolve => (asked = resolve))
  const server = createServer((req, res) => {
    closed.push(new Promise(resolve => req.socket.once('close', () => resolve())))
    listener(req, res)
    asked()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = elsewhere ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { root, clock } = aclAgent()
  const put = async (Config: object): Promise<[number, string]> => {
    const { status, text } = await root('PUT', '/v1/acl/auth-method', { Name: 'jwt', Type: 'jwt', Config })
    return [status, text]
  }
  return {
    url,
    clock,
    /** Once it was asked. */
    request,
    closed: () => Promise.all(closed),
    jwks: () => put({ JWKSURL: `${url}/keys`, BoundIssuer: 'us' }),
    oidc: () => put({ OIDCDiscoveryURL: url, BoundIssuer: 'us' }),
    login: async (token: string): Promise<[number, string]> => {
      const { status, text } = await root('POST', '/v1/acl/login', { AuthMethod: 'jwt', BearerToken: token })
      return [status, text]
    },
  }
}

function bearer(claims: object, kid?: string): string {
  const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${encoded({ alg: 'ES256', typ: 'JWT', kid })}.${encoded(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

const json =
  (value: unknown): RequestListener =>
  (_req, res) =>
    void res.setHeader('Content-Type', 'application/json').end(JSON.stringify(value))

/** Writes as long as the client reads. */
function endless(res: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, ' ')
  const write = (): void => {
    if (res.destroyed) return
    if (res.write(chunk)) setImmediate(write)
    else res.once('drain', write)
  }
  write()
}

test('a body of keys that does not end is cut off where it is too large', async () => {
  const server = await keyServer((_req, res) => endless(res))
  expect(await server.jwks()).toEqual([500, expect.stringContaining('http: request body too large')])
  await server.closed()
})

test('a head that does not end is cut off where it is too large, of keys and of a discovery document', async () => {
  const flood = await floodServer('head')
  const { jwks, oidc } = await keyServer(() => undefined, flood.url)
  expect(await jwks()).toEqual([500, expect.stringContaining('server response headers exceeded 1048576 bytes')])
  expect(await oidc()).toEqual([500, expect.stringContaining('server response headers exceeded 1048576 bytes')])
  await flood.closed()
})

test('a discovery document that does not end is cut off where it is too large', async () => {
  const server = await keyServer((_req, res) => endless(res))
  expect(await server.oidc()).toEqual([500, expect.stringContaining('http: request body too large')])
  await server.closed()
})

test.each<[string, RequestListener]>([
  ['an answer', () => {}],
  ['the rest of a body', (_req, res) => void res.write('{"keys": [')],
])('a server that owes %s is given up when the time is over', async (_, listener) => {
  const server = await keyServer(listener)
  const answered = server.jwks()
  await server.request
  await turns(20)
  server.clock.advance(10_000)
  expect(await answered).toEqual([500, expect.stringContaining('context deadline exceeded')])
  await server.closed()
})

test('redirects are followed as Go follows them, and no more than ten', async () => {
  const circle = await keyServer((req, res) => res.writeHead(302, { Location: `${req.url}x` }).end())
  expect(await circle.jwks()).toEqual([500, expect.stringContaining('stopped after 10 redirects')])
  const moved = await keyServer((req, res) => {
    if (req.url === '/keys') res.writeHead(301, { Location: '/elsewhere' }).end()
    else json({ keys: [JWK] })(req, res)
  })
  expect(await moved.jwks()).toEqual([200, expect.any(String)])
})

test.each<[string, unknown]>([
  ['no list', { keys: { kty: 'EC' } }],
  ['a number', 7],
  ...[1, null, [], 'x', { kty: 7 }, { kty: 'EC', crv: 'P-256', x: {}, y: 'é' }].map(
    key => [`of another type: ${JSON.stringify(key)}`, { keys: [JWK, key] }] as [string, unknown],
  ),
])('keys that are %s are refused', async (_, keys) => {
  const server = await keyServer(json(keys))
  expect(await server.jwks()).toEqual([500, expect.stringContaining('could not unmarshal as JSON')])
})

test.each<[string, unknown]>([
  ['null', null],
  ['a key of a hundred thousand bits', { keys: [{ kty: 'RSA', e: 'AQAB', n: 'x'.repeat(17_000) }] }],
])('keys that are %s sign nothing', async (_, keys) => {
  const server = await keyServer(json(keys))
  expect(await server.jwks()).toEqual([200, expect.any(String)])
  const [status, text] = await server.login(bearer({ iss: 'us', iat: 1, nbf: 1, exp: 4e9 }))
  expect([status, text]).toEqual([500, expect.stringContaining('failed to verify id token signature')])
})

test('others are served while a token is held against thousands of keys', async () => {
  const { publicKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const keys = [...Array.from({ length: 1000 }, () => other.export({ format: 'jwk' })), JWK]
  const server = await keyServer(json({ keys }))
  expect(await server.jwks()).toEqual([200, expect.any(String)])
  let count = 0
  let going = true
  const tick = (): void => {
    count++
    if (going) setImmediate(tick)
  }
  // the body comes in a few turns, too
  const login = server.login(bearer({ iss: 'us', iat: 1, nbf: 1, exp: 4e9 }))
  await server.request
  tick()
  expect(await login).toEqual([403, 'Permission denied'])
  going = false
  expect(count).toBeGreaterThan(3)
})

test('an issuer whose claims are of other types, or out of all bounds, signs nobody in', async () => {
  const server = await keyServer((req, res) => {
    const { url = '' } = req
    const issuer = `http://${req.headers.host ?? ''}`
    json(url.endsWith('configuration') ? { issuer, jwks_uri: `${issuer}/keys` } : { keys: [JWK] })(req, res)
  })
  expect(await server.oidc()).toEqual([200, expect.any(String)])
  const refused = async (exp: unknown, why: string): Promise<void> => {
    const [status, text] = await server.login(bearer({ iss: server.url, exp }))
    expect([status, text]).toEqual([500, expect.stringContaining(why)])
  }
  for (const exp of [-1e300, null, -8.64e15]) await refused(exp, 'oidc: token is expired')
  for (const exp of ['never', {}]) await refused(exp, 'oidc: failed to unmarshal claims')
})
