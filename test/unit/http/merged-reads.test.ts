import { expect, test } from 'vitest'
import { httpAgent } from '../../support/http.ts'

/** The members of a text that is JSON, in the order in which they stand there. */
const keysOf = (text: string, path: readonly (string | number)[]): string[] =>
  Object.keys(path.reduce((value, key) => (value as never)[key], JSON.parse(text) as object))

test('a merged proxy has its members in the order of its type, and its maps sorted', async () => {
  const { send, get } = httpAgent()
  const put = (path: string, body: string): Promise<unknown> => send('PUT', path, body)
  const config = (body: object): Promise<unknown> => put('/v1/config', JSON.stringify(body))
  await config({
    Kind: 'proxy-defaults',
    Name: 'global',
    Config: { z: 1, protocol: 'http', a: { y: 1, b: 2 } },
    MeshGateway: { Mode: 'local' },
    EnvoyExtensions: [
      { Name: 'builtin/lua', Arguments: { Script: 'x()', ProxyType: 'connect-proxy', Listener: 'inbound' } },
    ],
  })
  const limits = { MaxConcurrentRequests: 2, MaxConnections: 3 }
  const Overrides = [{ Name: 'web', ConnectTimeoutMs: 5, Limits: limits }]
  await config({ Kind: 'service-defaults', Name: 'api', LocalConnectTimeoutMs: 4, UpstreamConfig: { Overrides } })
  const Upstreams = [{ DestinationName: 'web', LocalBindPort: 1, Config: { zz: 1, aa: 2 } }]
  const Proxy = { DestinationServiceName: 'api', Mode: 'transparent', Config: { q: 1, b: 3 }, Upstreams }
  const Service = { Service: 'p', Kind: 'connect-proxy', Port: 1, Proxy }
  await put('/v1/catalog/register', JSON.stringify({ Node: 'n1', Address: '10.0.0.1', Service }))

  const { text } = await get('/v1/health/service/p?merge-central-config')
  const proxy = [0, 'Service', 'Proxy']
  expect(keysOf(text, proxy).slice(-5)).toEqual(['Mode', 'Config', 'Upstreams', 'MeshGateway', 'Expose'])
  expect(keysOf(text, [...proxy, 'Config'])).toEqual(['a', 'b', 'local_connect_timeout_ms', 'protocol', 'q', 'z'])
  expect(keysOf(text, [...proxy, 'Config', 'a'])).toEqual(['b', 'y'])
  const upstream = [...proxy, 'Upstreams', 0, 'Config']
  expect(keysOf(text, upstream)).toEqual(['aa', 'connect_timeout_ms', 'limits', 'protocol', 'zz'])
  expect(keysOf(text, [...upstream, 'limits'])).toEqual(['MaxConnections', 'MaxConcurrentRequests'])
  const extension = [...proxy, 'EnvoyExtensions', 0, 'Arguments']
  expect(keysOf(text, extension)).toEqual(['Listener', 'ProxyType', 'Script'])
})
