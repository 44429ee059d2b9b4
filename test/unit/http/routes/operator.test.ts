import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../../src/model/settings.ts'
import { httpAgent } from '../../../support/http.ts'

const OWN_ID = '11111111-2222-3333-4444-555555555555'

describe('raft', () => {
  test.each([
    ['DELETE', 'peer?address=1.2.3.4:1', 'address "1.2.3.4:1" was not found in the Raft configuration'],
    ['DELETE', 'peer?id=x', 'id "x" was not found in the Raft configuration'],
    ['DELETE', `peer?id=${OWN_ID}`, 'need at least one voter in configuration: {[]}'],
    ['DELETE', 'peer?id=x&dc=zz', 'No path to datacenter'],
    ['POST', 'transfer-leader', 'cannot find peer'],
    ['POST', 'transfer-leader?id=x', 'Could not find address for server id x'],
    ['POST', `transfer-leader?id=${OWN_ID}`, 'cannot transfer leadership to itself'],
  ])('%s %s', async (method, path, text) => {
    expect(await httpAgent().send(method, `/v1/operator/raft/${path}`)).toMatchObject({ status: 500, text })
  })

  test('is one server, which leads', async () => {
    const { json } = await httpAgent().get('/v1/operator/raft/configuration')
    expect(json).toMatchObject({ Servers: [{ ID: OWN_ID, Leader: true, Voter: true }], Index: 0 })
  })
})

describe('autopilot', () => {
  const path = '/v1/operator/autopilot/configuration'

  test.each([
    ['', 'EOF'],
    ['{', 'unexpected EOF'],
    [{ Bogus: 1 }, 'json: unknown field "Bogus"'],
    [{ LastContactThreshold: 'x' }, 'time: invalid duration "x"'],
    [
      { MinQuorum: -1 },
      'json: cannot unmarshal number -1 into Go struct field AutopilotConfiguration.MinQuorum of type uint',
    ],
  ])('refuses %j', async (body, reason) => {
    const answer = await httpAgent().send('PUT', path, body)
    expect(answer).toMatchObject({ status: 400, text: `Error parsing autopilot config: ${reason}` })
  })

  test('replaces everything, what is not named by its default', async () => {
    const { send, get } = httpAgent()
    await send('PUT', path, { CleanupDeadServers: false, LastContactThreshold: 200, MaxTrailingLogs: 7 })
    expect((await get(path)).json).toMatchObject({ CleanupDeadServers: false, LastContactThreshold: '200ns' })
    await send('PUT', path, { ServerStabilizationTime: '1m' })
    expect((await get(path)).json).toMatchObject({
      CleanupDeadServers: true,
      LastContactThreshold: '200ms',
      MaxTrailingLogs: 250,
      ServerStabilizationTime: '1m0s',
    })
  })

  test('every write moves the index, and an old one is refused', async () => {
    const { send, get } = httpAgent()
    const index = async (): Promise<number> => (await get(path)).json.ModifyIndex
    const first = await index()
    await send('PUT', path, {})
    expect(await index()).toBeGreaterThan(first)
    expect((await send('PUT', `${path}?cas=${first}`, { MaxTrailingLogs: 1 })).json).toBe(false)
    expect((await send('PUT', `${path}?cas=${await index()}`, { MaxTrailingLogs: 1 })).json).toBe(true)
    expect((await send('PUT', `${path}?cas=0`, {})).json).toBe(false)
    expect((await send('PUT', `${path}?cas=x`, {})).text).toBe(
      'Error parsing cas value: strconv.ParseUint: parsing "x": invalid syntax',
    )
    expect((await get(path)).json.MaxTrailingLogs).toBe(1)
  })

  test('is healthy from the start', async () => {
    const { get } = httpAgent()
    const health = await get('/v1/operator/autopilot/health')
    expect(health.status).toBe(200)
    expect(health.json).toMatchObject({ Healthy: true, Servers: [{ StableSince: '2025-01-01T00:00:00Z' }] })
    expect((await get('/v1/operator/autopilot/state')).json).toMatchObject({ Leader: OWN_ID, Voters: [OWN_ID] })
  })
})

describe('keyring', () => {
  test('is empty', async () => {
    const { get } = httpAgent()
    const lan =
      '\t* dc1 (LAN) error: 1/1 nodes reported failure\n\t* node1: Keyring is empty (encryption not enabled)\n'
    expect((await get('/v1/operator/keyring?local-only=true')).text).toBe(`2 errors occurred:\n${lan}\n`)
    expect((await get('/v1/operator/keyring')).text).toBe(
      '4 errors occurred:\n\t* WAN error: 1/1 nodes reported failure\n' +
        `\t* node1.dc1: Keyring is empty (encryption not enabled)\n${lan}\n`,
    )
  })

  test.each([
    ['POST', '', { Key: 'x' }, 500, 'WAN error: illegal base64 data at input byte 0'],
    ['PUT', '', { Key: 'AAAAAAAAAAAAAAAAAAAAAA==' }, 500, 'No keyring to modify (encryption not enabled)'],
    ['DELETE', '?relay-factor=9', { Key: 'x' }, 400, 'Relay factor must be in range: [0, 5]'],
    ['POST', '?local-only=true', { Key: 'x' }, 400, 'local-only can only be set for list requests'],
    ['POST', '?relay-factor=9', '{', 400, 'Request decode failed: unexpected EOF'],
    [
      'GET',
      '?local-only=x',
      undefined,
      400,
      'Error parsing local-only: strconv.ParseBool: parsing "x": invalid syntax',
    ],
  ])('%s%s %j', async (method, search, body, status, text) => {
    const answer = await httpAgent().send(method, `/v1/operator/keyring${search}`, body)
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(text)
  })
})

test('usage counts, and is waited for by services alone', async () => {
  const { send, get, agent } = httpAgent()
  const register = (Node: string, Service?: object): Promise<unknown> =>
    send('PUT', '/v1/catalog/register', { Node, Address: '10.0.0.1', Service })
  await register('n1', { Service: 'web', Port: 80 })
  await register('n1', { ID: 'native', Service: 'web', Port: 80, Connect: { Native: true } })
  await register('n2')
  const { json, headers } = await get('/v1/operator/usage')
  expect(json.Usage.dc1).toMatchObject({
    Services: 2,
    ServiceInstances: 3,
    ConnectServiceInstances: { 'connect-native': 1, 'connect-proxy': 0 },
    Nodes: 3,
  })
  const waiting = get(`/v1/operator/usage?index=${String(headers['x-consul-index'])}&wait=10m`)
  await expect.poll(() => agent.blocking.size).toBe(1)
  await register('n3')
  expect(agent.blocking.size).toBe(1)
  await register('n3', { Service: 'db' })
  expect((await waiting).json.Usage.dc1).toMatchObject({ Services: 3, Nodes: 4 })
})

test('a cluster begins with the autopilot, the certificate authority and the place that its configuration names', async () => {
  const { get } = httpAgent({
    autopilot: { ...defaultSettings.autopilot, MaxTrailingLogs: 77 },
    connect: { ...defaultSettings.connect, caConfig: { LeafCertTTL: '24h' } },
    locality: { Region: 'eu', Zone: 'a' },
  })
  expect((await get('/v1/operator/autopilot/configuration')).json).toMatchObject({ MaxTrailingLogs: 77 })
  expect((await get('/v1/connect/ca/configuration')).json).toMatchObject({
    Config: { LeafCertTTL: '24h', RootCertTTL: '87600h' },
  })
  expect((await get('/v1/catalog/nodes')).json).toMatchObject([{ Locality: { Region: 'eu', Zone: 'a' } }])
})
