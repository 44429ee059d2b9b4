import { beforeEach, describe, expect, test } from 'vitest'
import { type HttpAgent, httpAgent } from '../../../support/http.ts'

let http: HttpAgent

beforeEach(async () => {
  http = httpAgent()
  await http.send('PUT', '/v1/catalog/register', {
    Node: 'n1',
    Address: '10.0.0.1',
    Service: { ID: 'web1', Service: 'web', Tags: ['b', 'a'], Meta: { 'external-source': 'nomad' } },
    Checks: [
      { CheckID: 'node', Status: 'warning' },
      { CheckID: 'c1', ServiceID: 'web1', Status: 'passing' },
    ],
  })
  await http.send('PUT', '/v1/catalog/register', {
    Node: 'n1',
    Address: '10.0.0.1',
    Service: { ID: 'web2', Service: 'web', Tags: ['c'] },
    Check: { CheckID: 'c2', ServiceID: 'web2', Status: 'critical' },
  })
})

describe('services', () => {
  test('are summed up: all instances in one line, a check of a node counted once', async () => {
    const { json, headers } = await http.get('/v1/internal/ui/services')
    expect(json).toContainEqual({
      Name: 'web',
      Datacenter: 'dc1',
      Tags: ['a', 'b', 'c'],
      Nodes: ['n1'],
      ExternalSources: ['nomad'],
      InstanceCount: 2,
      ChecksPassing: 1,
      ChecksWarning: 1,
      ChecksCritical: 1,
      GatewayConfig: {},
      TransparentProxy: false,
      ConnectNative: false,
      ConnectedWithProxy: false,
      ConnectedWithGateway: false,
    })
    expect(headers['x-consul-index']).toBe(String(http.agent.store.index))
  })

  test('tell of a proxy that stands before them', async () => {
    const Proxy = { DestinationServiceName: 'web' }
    const Service = { ID: 'p', Service: 'web-proxy', Kind: 'connect-proxy', Proxy, Port: 1 }
    await http.send('PUT', '/v1/catalog/register', { Node: 'n1', Address: '10.0.0.1', Service })
    const { json } = await http.get('/v1/internal/ui/services')
    expect(json.slice(1)).toMatchObject([
      { Name: 'web', ConnectedWithProxy: true },
      { Name: 'web-proxy', Kind: 'connect-proxy', ConnectedWithProxy: false },
    ])
  })

  test('can be waited for: a check that changes is news', async () => {
    const { headers } = await http.get('/v1/internal/ui/services')
    const news = http.get(`/v1/internal/ui/services?index=${String(headers['x-consul-index'])}&wait=10s`)
    await http.send('PUT', '/v1/catalog/register', {
      Node: 'n1',
      Address: '10.0.0.1',
      Check: { CheckID: 'c2', ServiceID: 'web2', Status: 'passing' },
    })
    expect((await news).json[1]).toMatchObject({ Name: 'web', ChecksPassing: 2, ChecksCritical: 0 })
  })
})

describe('nodes', () => {
  test('come with their services and checks', async () => {
    const { json } = await http.get('/v1/internal/ui/nodes')
    expect(json[0]).toMatchObject({
      Node: 'n1',
      Address: '10.0.0.1',
      Services: [{ ID: 'web1' }, { ID: 'web2', Tags: ['c'] }],
      Checks: [{ CheckID: 'c1' }, { CheckID: 'c2' }, { CheckID: 'node' }],
    })
    expect(json[0]).not.toHaveProperty('Datacenter')
  })

  test('one can be asked for by its name, and one that is not there is not found', async () => {
    expect((await http.get('/v1/internal/ui/node/N1')).json).toMatchObject({ Node: 'n1' })
    expect(await http.get('/v1/internal/ui/node/nope')).toMatchObject({ status: 404, text: '' })
    expect((await http.get('/v1/internal/ui/node/')).status).toBe(400)
  })
})
