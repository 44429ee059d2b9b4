import { describe, expect, it } from 'vitest'
import { startConsul } from './harness.ts'

const SERVICE = '/v1/agent/service/register'
const CHECK = '/v1/agent/check/register'

describe('bodies', () => {
  const refused: readonly (readonly [string, unknown, string])[] = [
    [SERVICE, { Name: 'x', Port: '80' }, 'json: cannot unmarshal string into Go struct field .Port of type int'],
    [SERVICE, { Name: 'x', Check: { HTTP: 5 } }, 'into Go struct field .Check of type string'],
    [SERVICE, { Name: 'x', Check: { TTL: 'soon' } }, 'time: invalid duration "soon"'],
    [SERVICE, { Name: 'x', Weights: { Passing: '1' } }, 'struct field Weights.Weights.Passing of type int'],
    [SERVICE, { Name: 'x', Proxy: { Upstreams: [{ LocalBindPort: 'x' }] } }, 'struct field .Proxy of type int'],
    [SERVICE, { Name: 'x', Connect: { SidecarService: { Port: 'x' } } }, 'struct field .Connect of type int'],
    [
      SERVICE,
      { Name: 'x', Checks: {} },
      'cannot unmarshal object into Go struct field .Checks of type structs.CheckTypes',
    ],
    [
      SERVICE,
      [],
      'json: cannot unmarshal array into Go value of type struct { EnableTagOverrideSnake bool ' +
        '"json:\\"enable_tag_override\\""; TaggedAddressesSnake map[string]structs.ServiceAddress ' +
        '"json:\\"tagged_addresses\\""; *structs.Alias }',
    ],
    [SERVICE, { Name: 'x', socket_path: '/x' }, 'json: unknown field "socket_path"'],
    [SERVICE, { Name: 'x', Check: { os_service: 'x' } }, 'json: unknown field "os_service"'],
    [SERVICE, { Name: 'x', Proxy: { TransparentProxy: { dialed_directly: true } } }, 'unknown field "dialed_directly"'],
    [CHECK, { name: 'x', ProxyHTTP: 'y' }, 'json: unknown field "ProxyHTTP"'],
    [CHECK, { Name: 'x', Timeout: 'x' }, 'time: invalid duration "x"'],
    ['/v1/agent/check/update/x', { Status: 5 }, 'into Go struct field checkUpdate.Status of type string'],
  ]
  it.each(refused)('%s %j: %s', async (path, body, text) => {
    const consul = await startConsul()
    const { status, text: answer } = await consul.put(path, body)
    expect([status, answer]).toEqual([400, expect.stringContaining(text)])
    expect(answer).toMatch(/^Request decode failed: /)
  })

  it('take some names in snake case', async () => {
    const consul = await startConsul({ enableScriptChecks: true })
    const check = { id: 'c', name: 'c', script_args: ['true'], interval: '10m', disable_redirects: true, token: 't' }
    expect((await consul.put(CHECK, check)).status).toBe(200)
    expect(consul.agent.local.state.check('c')?.definition).toMatchObject({ args: ['true'], disableRedirects: true })
  })
})

it('shows a proxy as the agent does, and as the catalog does', async () => {
  const consul = await startConsul()
  const Proxy = {
    DestinationServiceName: 'x',
    MeshGateway: { Mode: 'local' },
    Expose: { Paths: [{ ListenerPort: 1, LocalPathPort: 2, Path: '/x' }] },
    EnvoyExtensions: [{ Name: 'a' }],
    Upstreams: [{ DestinationName: 'a', LocalBindPort: 1, Config: { x: 1 } }],
  }
  await consul.put(SERVICE, { Name: 'cp', Kind: 'connect-proxy', Port: 1, Proxy })
  const upstream = {
    DestinationType: 'service',
    DestinationName: 'a',
    LocalBindPort: 1,
    Config: { x: 1 },
    MeshGateway: { Mode: 'local' },
  }
  const path = { ListenerPort: 1, Path: '/x', LocalPathPort: 2 }
  const common = { DestinationServiceName: 'x', MeshGateway: { Mode: 'local' } }
  expect(await consul.get('/v1/agent/service/cp')).toMatchObject({
    json: { Proxy: { ...common, Upstreams: [upstream], Expose: { Paths: [{ ...path, ParsedFromCheck: false }] } } },
  })
  expect(consul.agent.store.view.get('services', 'node1\0cp')?.Proxy).toEqual({
    ...common,
    Mode: '',
    Upstreams: [{ ...upstream, Datacenter: '' }],
    Expose: { Paths: [path] },
  })
})

it("shows the members of an upstream in the client's order, which is not the catalog's", async () => {
  const consul = await startConsul()
  const where = { DestinationNamespace: 'default', DestinationPartition: 'default' }
  const Upstreams = [
    { LocalBindPort: 1, DestinationName: 'a', ...where },
    { LocalBindPort: 2, DestinationName: 'a', Datacenter: 'dc1' },
  ]
  const Proxy = { DestinationServiceName: 'x', Upstreams }
  await consul.put(SERVICE, { Name: 'cp', Kind: 'connect-proxy', Port: 1, Proxy })
  const { json } = await consul.get('/v1/agent/service/cp')
  const [apart, far] = (json as { Proxy: { Upstreams: object[] } }).Proxy.Upstreams.map(shown => Object.keys(shown))
  const [type, name, bound, mode] = ['DestinationType', 'DestinationName', 'LocalBindPort', 'MeshGateway']
  expect(apart).toEqual([type, 'DestinationPartition', 'DestinationNamespace', name, bound, mode])
  expect(far).toEqual([type, name, 'Datacenter', bound, mode])
  const rows = (await consul.get('/v1/catalog/service/cp')).json as { ServiceProxy: { Upstreams: object[] } }[]
  expect(Object.keys(rows[0]?.ServiceProxy.Upstreams[0] ?? {}).slice(0, 4)).toEqual([
    type,
    'DestinationNamespace',
    'DestinationPartition',
    name,
  ])
})

it('shows the members of a proxy and of an upstream from config entries in the order of their structures', async () => {
  const consul = await startConsul()
  const Proxy = { DestinationServiceName: 'x', Mode: 'transparent', MeshGateway: { Mode: 'remote' } }
  await consul.put(SERVICE, { Name: 'cp', Kind: 'connect-proxy', Port: 1, Proxy })
  const merged = '/v1/catalog/service/cp?merge-central-config'
  const rows = (await consul.get(merged)).json as { ServiceProxy: { Upstreams: object[] } }[]
  const shown = rows[0]?.ServiceProxy
  expect(Object.keys(shown ?? {})).toEqual(['DestinationServiceName', 'Mode', 'Upstreams', 'MeshGateway', 'Expose'])
  expect(Object.keys(shown?.Upstreams[0] ?? {}).slice(-2)).toEqual(['MeshGateway', 'CentrallyConfigured'])
})

it('does not take the ID of a service for the name of another', async () => {
  const consul = await startConsul()
  await consul.put(SERVICE, { Name: 'web', ID: '__proto__' })
  expect(Object.keys((await consul.get('/v1/agent/services')).json as object)).toEqual(['__proto__'])
  expect((await consul.get('/v1/agent/service/__proto__')).status).toBe(200)
  expect((await consul.get('/v1/agent/service/toString')).status).toBe(404)
})
