import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { httpAgent } from '../../../support/http.ts'

const CLUSTER = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee'
const mesh = (): ReturnType<typeof httpAgent> =>
  httpAgent({ connect: { enabled: true, clusterId: CLUSTER, caProvider: '', caConfig: {} } })
const LEAF = '/v1/agent/connect/ca/leaf'
const CONFIG = '/v1/connect/ca/configuration'

describe('roots', () => {
  test('hold one that signs itself and says what it is', async () => {
    const { get } = mesh()
    const { json } = await get('/v1/connect/ca/roots')
    const [root] = json.Roots
    const certificate = new X509Certificate(root.RootCert)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.ca).toBe(true)
    expect(certificate.subjectAltName).toBe(`URI:spiffe://${CLUSTER}.consul`)
    expect(certificate.fingerprint.toLowerCase()).toBe(root.ID)
    expect(new Date(certificate.validTo).toISOString()).toBe('2034-12-30T00:00:00.000Z')
    expect(json).toMatchObject({ ActiveRootID: root.ID, TrustDomain: `${CLUSTER}.consul` })
    expect(root).toMatchObject({
      Name: 'Consul CA Primary Cert',
      SerialNumber: Number(`0x${certificate.serialNumber}`),
      ExternalTrustDomain: CLUSTER,
      NotBefore: '2025-01-01T00:00:00Z',
      NotAfter: '2034-12-30T00:00:00Z',
      IntermediateCerts: null,
      Active: true,
      PrivateKeyType: 'ec',
      PrivateKeyBits: 256,
    })
  })

  test('are the same for all clients, at the same time too', async () => {
    const { get } = mesh()
    const answers = await Promise.all([
      get('/v1/connect/ca/roots'),
      get('/v1/agent/connect/ca/roots'),
      get('/v1/agent/connect/ca/roots'),
    ])
    expect(new Set(answers.map(answer => answer.text)).size).toBe(1)
    expect(answers[1]?.headers['x-cache']).toBe('HIT')
  })

  test('come as PEM when asked for', async () => {
    const { get } = mesh()
    const pem = await get('/v1/connect/ca/roots?pem=true')
    expect(pem.headers['content-type']).toBe('application/pem-certificate-chain')
    expect(pem.text).toBe((await get('/v1/connect/ca/roots?pem=false')).json.Roots[0].RootCert)
    expect(await get('/v1/connect/ca/roots?pem=x')).toMatchObject({
      status: 400,
      text: "The 'pem' query parameter must be a boolean value",
    })
  })

  test('wake blocked queries when the configuration changes', async () => {
    const { get, send, agent } = mesh()
    const index = String((await get('/v1/connect/ca/roots')).headers['x-consul-index'])
    const waiting = get(`/v1/connect/ca/roots?index=${index}&wait=10m`)
    await expect.poll(() => agent.blocking.size).toBe(1)
    await send('PUT', CONFIG, { Provider: 'consul', Config: { LeafCertTTL: '24h' } })
    expect(Number((await waiting).headers['x-consul-index'])).toBeGreaterThan(Number(index))
  })
})

describe('a leaf', () => {
  test('is signed by the root and names the service', async () => {
    const { get } = mesh()
    const { json } = await get(`${LEAF}/web`)
    const root = new X509Certificate((await get('/v1/connect/ca/roots')).json.Roots[0].RootCert)
    const certificate = new X509Certificate(json.CertPEM)
    const uri = `spiffe://${CLUSTER}.consul/ns/default/dc/dc1/svc/web`
    expect(certificate.verify(root.publicKey)).toBe(true)
    expect(certificate.checkIssued(root)).toBe(true)
    expect(certificate.ca).toBe(false)
    expect(certificate.subjectAltName).toBe(`URI:${uri}`)
    expect(json.PrivateKeyPEM).toMatch(/^-----BEGIN EC PRIVATE KEY-----\n/)
    expect(createPublicKey(createPrivateKey(json.PrivateKeyPEM)).export({ format: 'jwk' })).toEqual(
      certificate.publicKey.export({ format: 'jwk' }),
    )
    expect(json).toMatchObject({
      SerialNumber: certificate.serialNumber.toLowerCase(),
      Service: 'web',
      ServiceURI: uri,
      ValidAfter: '2024-12-31T23:59:00Z',
      ValidBefore: '2025-01-03T23:59:00Z',
    })
  })

  test('has the next number, whatever is written in between', async () => {
    const { get, send } = mesh()
    const numberOf = async (service: string): Promise<number> =>
      parseInt((await get(`${LEAF}/${service}`)).json.SerialNumber, 16)
    const first = await numberOf('web')
    await send('PUT', '/v1/kv/a', '1')
    expect([await numberOf('db'), await numberOf('api')]).toEqual([first + 1, first + 2])
  })

  test('stays the same until most of its life is over', async () => {
    const { get, clock } = mesh()
    const first = await get(`${LEAF}/web`)
    expect((await get(`${LEAF}/web`)).text).toBe(first.text)
    expect((await get(`${LEAF}/db`)).json.SerialNumber).not.toBe(first.json.SerialNumber)
    await clock.advance(24 * 3_600_000)
    expect((await get(`${LEAF}/web`)).text).toBe(first.text)
    await clock.advance(24 * 3_600_000)
    const second = await get(`${LEAF}/web?index=${first.json.ModifyIndex}&wait=10m`)
    expect(second.json.ModifyIndex).toBeGreaterThan(first.json.ModifyIndex)
  })

  test('is as old as its proxy, known before a client asked, and known until the last wait of ten minutes for it ends', async () => {
    const { get, send, clock } = mesh()
    await send('PUT', '/v1/agent/service/register', {
      Name: 'proxy',
      Kind: 'connect-proxy',
      Port: 1,
      Proxy: { DestinationServiceName: 'web' },
    })
    await clock.advance(5000)
    expect((await get(`${LEAF}/web`)).headers).toMatchObject({ 'x-cache': 'HIT', age: '5' })
    await clock.advance(2000)
    expect((await get(`${LEAF}/web`)).headers).toMatchObject({ 'x-cache': 'HIT', age: '7' })
    expect((await get(`${LEAF}/db`)).headers).toMatchObject({ 'x-cache': 'MISS' })
    await send('PUT', '/v1/agent/service/deregister/proxy')
    await clock.advance(590_000)
    expect((await get(`${LEAF}/web`)).headers).toMatchObject({ 'x-cache': 'HIT', age: '597' })
    await clock.advance(3000)
    expect((await get(`${LEAF}/web`)).headers).toMatchObject({ 'x-cache': 'MISS' })
  })

  test('is not news while it is the same', async () => {
    const { get, clock, agent } = mesh()
    const { text, json } = await get(`${LEAF}/web`)
    const waiting = get(`${LEAF}/web?index=${json.ModifyIndex}&wait=1s`)
    await expect.poll(() => agent.blocking.size).toBe(1)
    await get(`${LEAF}/db`)
    expect(agent.blocking.size).toBe(1)
    await clock.advance(2000)
    expect((await waiting).text).toBe(text)
  })

  test.each([
    ['', 'URI must be either service, agent, server, or kind'],
    ['a/b', `SPIFFE ID is not in the expected format: spiffe://${CLUSTER}.consul/ns/default/dc/dc1/svc/a/b`],
  ])('is not made for %j', async (name, text) => {
    expect(await mesh().get(`${LEAF}/${name}`)).toMatchObject({ status: 500, text })
  })
})

describe('the configuration', () => {
  test('sets how long leaves live', async () => {
    const { get, send } = mesh()
    expect((await get(CONFIG)).json.Config).toEqual({
      IntermediateCertTTL: '8760h',
      LeafCertTTL: '72h',
      RootCertTTL: '87600h',
      cluster_id: CLUSTER,
    })
    expect((await send('PUT', CONFIG, { Provider: 'consul', Config: { LeafCertTTL: '2h' } })).status).toBe(200)
    expect((await get(CONFIG)).json).toMatchObject({ Provider: 'consul', Config: { LeafCertTTL: '2h' }, State: null })
    expect((await get(`${LEAF}/web`)).json.ValidBefore).toBe('2025-01-01T01:59:00Z')
  })

  test.each([
    [{}, 500, 'could not initialize provider: unknown CA provider ""'],
    [{ Provider: 'bogus' }, 500, 'could not initialize provider: unknown CA provider "bogus"'],
    [{ Provider: 'vault' }, 500, 'must provide a Vault token or configure a Vault auth method'],
    [
      { Provider: 'vault', Config: { Token: 't', RootPKIPath: 'root', IntermediatePKIPath: 'leaf' } },
      501,
      'does not implement the CA provider "vault"',
    ],
    [{ Provider: 'consul', Config: { LeafCertTTL: '1s' } }, 500, 'leaf cert TTL must be greater or equal than 1h0m0s'],
    [{ Provider: 'consul', Config: { LeafCertTTL: 'x' } }, 500, 'time: invalid duration "x"'],
    [
      { Provider: 'consul', Config: { LeafCertTTL: ['2h'] } },
      500,
      "'LeafCertTTL' expected type 'time.Duration', got unconvertible type '[]interface {}', value: '[2h]'",
    ],
    [{ Provider: 'consul', State: { a: 'b' } }, 400, 'Provider State is read-only'],
    [{ Provider: 'consul', Bogus: 1 }, 400, 'Request decode failed: json: unknown field "Bogus"'],
  ])('refuses %j', async (body, status, text) => {
    const answer = await mesh().send('PUT', CONFIG, body)
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(text)
  })

  test('without a mesh there is nothing', async () => {
    const { get } = httpAgent({ connect: { enabled: false, clusterId: undefined, caProvider: '', caConfig: {} } })
    for (const path of ['/v1/connect/ca/roots', '/v1/agent/connect/ca/roots', `${LEAF}/web`, CONFIG]) {
      expect(await get(path)).toMatchObject({
        status: 500,
        text: 'Connect must be enabled in order to use this endpoint',
      })
    }
  })
})

test.each([
  ['spiffe://x.consul', 'Service'],
  ['spiffe://x.', 'Service'],
  ['spiffe://x', 'Connect'],
  ['spiffe://.consul', 'Connect'],
  ['spiffe://', 'Connect'],
  ['spiffe://x.consul/', 'Connect'],
])('authorize takes the trust domain %s for no %s identity', async (uri, kind) => {
  const body = { Target: 'web', ClientCertURI: uri, ClientCertSerial: '1' }
  expect(await mesh().send('POST', '/v1/agent/connect/authorize', JSON.stringify(body))).toMatchObject({
    status: 400,
    text: `ClientCertURI not a valid ${kind} identifier`,
  })
})
