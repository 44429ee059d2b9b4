import { describe, expect, it } from 'vitest'
import { HEADER, PATH } from '../../../../src/cluster/peers/protocol.ts'
import { ask } from '../../../../src/cluster/peers/request.ts'
import { systemClock } from '../../../../src/lib/clock.ts'
import { until } from '../../../support/e2e/until.ts'
import { startPeer } from '../peers-harness.ts'
import { becomes, establish, exportTo, imports, isGone, peers, within } from './peering-harness.ts'

const DB = '/v1/health/service/db?peer=far'

describe('two clusters that are peers', () => {
  it('see what is exported to them, and nothing else', async () => {
    const { a, b } = await peers()
    await b.send('PUT', '/v1/agent/service/register', { ID: 'db1', Name: 'db', Port: 5432 })
    await b.send('PUT', '/v1/agent/service/register', { Name: 'private', Port: 1 })
    await exportTo(b, 'near', 'db')
    await imports(a, DB, 1)
    expect((await a.get(DB))[0]).toMatchObject({
      Node: { Node: 'b', PeerName: 'far', Datacenter: 'dc2' },
      Service: { ID: 'db1', PeerName: 'far', Port: 5432 },
      Checks: [{ CheckID: 'db1:overall-check', Status: 'passing', PeerName: 'far' }],
    })
    expect(await a.get('/v1/health/service/private?peer=far')).toEqual([])
    expect(await a.get('/v1/health/service/db')).toEqual([])
    expect(await a.get('/v1/catalog/services')).toEqual({ consul: [] })
    expect((await a.get('/v1/peering/far')).StreamStatus).toMatchObject({
      ImportedServices: ['db'],
      ExportedServices: null,
    })
    expect((await b.get('/v1/peering/near')).StreamStatus).toMatchObject({
      ImportedServices: null,
      ExportedServices: ['db'],
    })
  })

  it('hear of each change, also of one that comes while they wait', async () => {
    const { a, b } = await peers()
    await b.send('PUT', '/v1/catalog/register', {
      Node: 'n',
      Address: '10.0.0.1',
      Service: { ID: 'db1', Service: 'db', Port: 1 },
      Check: { CheckID: 'c', ServiceID: 'db1', Status: 'passing' },
    })
    await exportTo(b, 'near', 'db')
    await imports(a, DB, 1)
    const { headers } = await a.send('GET', DB)
    const blocked = a.get(`${DB}&index=${headers.get('x-consul-index')}&wait=10s`)
    await b.send('PUT', '/v1/catalog/register', {
      Node: 'n',
      Address: '10.0.0.1',
      SkipNodeUpdate: true,
      Check: { CheckID: 'c', ServiceID: 'db1', Status: 'warning' },
    })
    expect((await blocked)[0].Checks[0].Status).toBe('warning')
    await b.send('PUT', '/v1/catalog/deregister', { Node: 'n' })
    await imports(a, DB, 0)
    expect(await a.get('/v1/internal/ui/nodes')).toHaveLength(1)
  })

  it('export what a wildcard stands for, as it comes and goes', async () => {
    const { a, b } = await peers()
    await exportTo(b, 'near', '*')
    await b.send('PUT', '/v1/agent/service/register', { Name: 'db' })
    await imports(a, DB, 1)
    await b.send('PUT', '/v1/agent/service/deregister/db')
    await imports(a, DB, 0)
    expect(await a.get('/v1/health/service/consul?peer=far')).toEqual([])
  })

  it('import gateways as what stands before a service in the mesh, with an address of its own', async () => {
    const { a, b } = await peers()
    await b.send('PUT', '/v1/agent/service/register', { Name: 'db', Connect: { SidecarService: {} } })
    await exportTo(b, 'near', 'db')
    await imports(a, DB, 1)
    expect(await a.get('/v1/health/connect/db?peer=far')).toEqual([])
    await b.send('PUT', '/v1/agent/service/register', {
      Name: 'gw',
      Kind: 'mesh-gateway',
      Address: '10.0.0.9',
      Port: 8443,
    })
    await imports(a, '/v1/health/connect/db?peer=far', 1)
    const [{ Service }] = await a.get('/v1/health/connect/db?peer=far')
    expect(Service).toMatchObject({
      Kind: 'connect-proxy',
      ID: 'db-sidecar-proxy-instance-0',
      Address: '10.0.0.9',
      TaggedAddresses: { 'consul-virtual': { Address: '240.0.0.1', Port: 8443 } },
      Proxy: { DestinationServiceName: 'db' },
    })
    await b.send('PUT', '/v1/agent/service/deregister/gw')
    await imports(a, '/v1/health/connect/db?peer=far', 0)
    expect(await a.get(DB)).toHaveLength(1)
  })

  it('end the peering together: what was imported goes, the side that was told keeps it as terminated', async () => {
    const { a, b } = await peers()
    await b.send('PUT', '/v1/agent/service/register', { Name: 'db' })
    await exportTo(b, 'near', 'db')
    await imports(a, DB, 1)
    expect(await b.send('DELETE', '/v1/peering/near')).toMatchObject({ status: 200, text: '' })
    await becomes(a, 'far', 'TERMINATED')
    await isGone(b, 'near')
    expect(await a.get(DB)).toEqual([])
    await a.send('DELETE', '/v1/peering/far')
    await isGone(a, 'far')
    await establish(a, b)
    await becomes(a, 'far', 'ACTIVE')
    await imports(a, DB, 1)
  })

  it('fail while they do not reach each other, and find each other again', async () => {
    const { a, b } = await peers()
    await b.emulator.close()
    await becomes(a, 'far', 'FAILING')
    await b.emulator.listen()
    await becomes(a, 'far', 'ACTIVE')
    await a.emulator.close()
    await becomes(b, 'near', 'FAILING')
    await a.emulator.listen()
    await becomes(b, 'near', 'ACTIVE')
    expect(await b.get('/v1/peerings')).toHaveLength(1)
  })

  it('forget the peering and all that came by it when the state is reset', async () => {
    const { a, b } = await peers()
    await b.send('PUT', '/v1/agent/service/register', { Name: 'db' })
    await exportTo(b, 'near', 'db')
    await imports(a, DB, 1)
    const { headers } = await a.send('GET', DB)
    const blocked = a.get(`${DB}&index=${headers.get('x-consul-index')}&wait=10s`)
    a.emulator.state.reset()
    expect(await blocked).toEqual([])
    expect(await a.get('/v1/peerings')).toEqual([])
    await becomes(b, 'near', 'FAILING')
  })
})

describe('a token', () => {
  it('is good once, and until the next one is made', async () => {
    const a = await startPeer('a')
    const b = await startPeer('b', { datacenter: 'dc2' })
    const token = async (): Promise<string> =>
      (await a.send('POST', '/v1/peering/token', { PeerName: 'far' })).json.PeeringToken
    const use = (PeerName: string, PeeringToken: string) =>
      b.send('POST', '/v1/peering/establish', { PeerName, PeeringToken })
    const [old, fresh] = [await token(), await token()]
    const refused = { status: 403, text: 'a new peering token must be generated: invalid peering establishment secret' }
    expect(await use('near', old)).toMatchObject(refused)
    expect((await b.get('/v1/peering/near')).State).toBe('PENDING')
    expect(await use('near', fresh)).toMatchObject({ status: 200, json: {} })
    await becomes(b, 'near', 'ACTIVE')
    expect(await use('other', fresh)).toMatchObject(refused)
    expect((await b.get('/v1/peering/near')).State).toBe('ACTIVE')
  })

  it('leads nowhere when its cluster is gone', async () => {
    const a = await startPeer('a')
    const b = await startPeer('b', { datacenter: 'dc2' })
    const { json } = await a.send('POST', '/v1/peering/token', { PeerName: 'far' })
    await a.emulator.close()
    const answer = await b.send('POST', '/v1/peering/establish', { PeerName: 'near', PeeringToken: json.PeeringToken })
    expect(answer.status).toBe(503)
    expect(answer.text).toMatch(
      /^\d+ errors occurred:\n\t\* failed to exchange peering secret through address "127\.0\.0\.1:\d+": rpc error: code = Unavailable/,
    )
  })
})

describe('the port for peers', () => {
  it('refuses browsers, and clients without a proof', async () => {
    const a = await startPeer('a')
    const { json } = await a.send('POST', '/v1/peering/token', { PeerName: 'far' })
    const { ServerAddresses, PeerID } = JSON.parse(Buffer.from(json.PeeringToken, 'base64').toString())
    const [host, port] = String(ServerAddresses[0]).split(':') as [string, string]
    const post = (path: string, headers: Record<string, string> = {}) =>
      ask({ host, port: Number(port) }, path, { clock: systemClock, headers })
    await expect(post(PATH.hello, { Origin: 'http://evil.example' })).rejects.toThrow('invalid msgType')
    const hello = await post(PATH.hello)
    expect(hello.status).toBe(200)
    const { nonce } = hello.json as { nonce: string }
    const proof = { [HEADER.nonce]: nonce, [HEADER.peering]: PeerID, [HEADER.proof]: 'none' }
    expect((await post(PATH.exchange, proof)).status).toBe(403)
    expect((await post(`${PATH.relay}/v1/kv/a`)).status).toBe(404)
    await until(async () => (await a.get('/v1/peering/far')).State === 'PENDING', { what: 'still pending', within })
  })
})
