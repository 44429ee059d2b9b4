import { expect, test } from 'vitest'
import { explanationFor } from '../../support/differential/explained.ts'

const CUT = { failed: 'cut off' }
const refusal = (text: string): object => ({ status: 500, text })
const written = (body: object) => ({ method: 'PUT', path: '/v1/config', body: body as never })
const isExplained = (real: unknown, ours: unknown, step: ReturnType<typeof written>): boolean =>
  explanationFor(real, ours, step, [step]) !== undefined

test('a connection that is cut at a write of a config entry is explained by a null in a list, and by headers of splits, alone', () => {
  const taken = { status: 200, json: true }
  const splits = { Kind: 'service-splitter', Splits: [{ Weight: 100, RequestHeaders: {} }] }
  expect(isExplained(CUT, taken, written({ Kind: 'mesh', Meta: [null] }))).toBe(true)
  expect(isExplained(CUT, taken, written(splits))).toBe(true)
  expect(isExplained(CUT, taken, written({ Kind: 'mesh', Meta: null }))).toBe(false)
  expect(isExplained(taken, CUT, written({ Kind: 'mesh', Meta: [null] }))).toBe(false)
})

test('refusals of chains are explained where they are of two chains, or of a circle, not where one says two things of one', () => {
  const uses = (name: string, how: string): object => refusal(`discovery chain "${name}" uses ${how}`)
  const circle = (names: string): object => refusal(`detected circular resolver redirect: [${names}]`)
  const step = written({ Kind: 'proxy-defaults' })
  expect(isExplained(uses('web', 'a'), uses('db', 'a'), step)).toBe(true)
  const reference = (names: string): object => refusal(`detected circular reference: [${names}]`)
  expect(isExplained(uses('web', 'a'), refusal('service "db" has an external SNI set; cannot'), step)).toBe(true)
  expect(isExplained(circle('a -> b -> a'), circle('b -> a -> b'), step)).toBe(true)
  expect(isExplained(circle('a -> b -> a'), circle('b -> c -> b'), step)).toBe(false)
  expect(isExplained(circle('a -> b -> a'), reference('b -> a -> b'), step)).toBe(false)
  expect(isExplained(reference('c -> a -> b -> a'), reference('a -> b -> a'), step)).toBe(true)
  expect(isExplained(reference('c -> a -> b -> c'), reference('a -> b -> a'), step)).toBe(false)
  expect(isExplained(uses('web', 'a'), uses('web', 'b'), step)).toBe(false)
  expect(isExplained(uses('web', 'a'), refusal('another'), step)).toBe(false)
})

test('upstreams that entries alone tell of come into a merged proxy in any order, behind those that it names', () => {
  const why = (real: object, ours: object, path: string): string | undefined =>
    explanationFor(real, ours, { path })?.reason
  const central = (DestinationName: string): object => ({ DestinationName, CentrallyConfigured: true })
  const own = { DestinationName: 'own' }
  const proxy = (...Upstreams: object[]): object => ({ status: 200, json: [{ Service: { Proxy: { Upstreams } } }] })
  const path = '/v1/health/service/web?merge-central-config'
  const ab = proxy(own, central('a'), central('b'))
  expect(why(ab, proxy(own, central('b'), central('a')), path)).toContain('entries alone')
  expect(why(ab, proxy(own, central('b'), central('a')), '/v1/health/service/web')).toBeUndefined()
  expect(why(ab, proxy(own, central('b'), central('a')), '/v1/agent/service/web-proxy')).toContain('entries alone')
  expect(why(ab, proxy(own, central('b'), central('c')), path)).toBeUndefined()
  const hidden = (DestinationName: string): object => ({ DestinationName, DestinationNamespace: 'default' })
  expect(why(proxy(own, hidden('a'), hidden('b')), proxy(own, hidden('b'), hidden('a')), path)).toContain(
    'entries alone',
  )
  expect(why(proxy(own, { DestinationName: 'x' }), proxy({ DestinationName: 'x' }, own), path)).toBeUndefined()
})

test('what an agent told the catalog of its own proxies has these upstreams in any order, too, that of others has not', () => {
  const central = (DestinationName: string): object => ({ DestinationName, CentrallyConfigured: true })
  const rowsOf = (Node: string, ...Upstreams: object[]): object => ({
    status: 200,
    json: [{ Node: { Node }, Service: { Proxy: { Upstreams } } }],
  })
  const why = (Node: string): string | undefined =>
    explanationFor(rowsOf(Node, central('a'), central('b')), rowsOf(Node, central('b'), central('a')), {
      path: '/v1/health/connect/web',
    })?.reason
  expect(why('node1')).toContain('entries alone')
  expect(why('n1')).toBeUndefined()
})

test("an index of the agent's own services is chance only where one entry changed two of them, and that of others never", () => {
  const register = (ID: string, Kind?: string) => ({
    method: 'PUT',
    path: '/v1/agent/service/register',
    body: { ID, ...(Kind !== undefined && { Kind }) } as never,
  })
  const rowsOf = (Node: string, index: number): object => ({
    status: 200,
    headers: { 'x-consul-index': `index+${index}` },
    json: [{ Node, ServiceID: 'web-proxy', ModifyIndex: `index+${index}` }],
  })
  const entry = written({ Kind: 'proxy-defaults', Name: 'global' })
  const read = { method: 'GET', path: '/v1/catalog/service/web-proxy' }
  const why = (node: string, ...before: object[]): string | undefined =>
    explanationFor(rowsOf(node, 4), rowsOf(node, 5), read, [...before, read] as never)?.reason
  const both = [register('web-proxy', 'connect-proxy'), register('db-proxy', 'connect-proxy')]
  expect(why('node1', ...both, entry)).toContain('Go map')
  expect(why('n1', ...both, entry)).toContain('Go map')
  expect(why('node1', entry, ...both)).toBeUndefined()
  expect(why('node1', register('web-proxy', 'connect-proxy'), register('web'), entry)).toBeUndefined()
})

test('modes of gateways of upstreams are explained by defaults of upstreams that say none, other members are not', () => {
  const entry = (Defaults: object): object => written({ Kind: 'service-defaults', UpstreamConfig: { Defaults } })
  const read = { method: 'GET', path: '/v1/catalog/service/web-proxy' }
  const proxy = (Mode: string, Config?: object, own = 'local'): object => ({
    json: [
      {
        ServiceProxy: { MeshGateway: { Mode: own }, Upstreams: [{ MeshGateway: { Mode }, ...(Config && { Config }) }] },
      },
    ],
  })
  const why = (real: object, ours: object, ...before: object[]): string | undefined =>
    explanationFor(real, ours, read, [...before, read] as never)?.reason
  const silent = entry({ ConnectTimeoutMs: 1 })
  expect(why(proxy('remote'), proxy('local'), silent)).toContain('writes the mode')
  expect(why(proxy('remote', { mesh_gateway: { Mode: 'remote' } }), proxy('local'), silent)).toContain(
    'writes the mode',
  )
  expect(why(proxy('remote'), proxy('local'), entry({ MeshGateway: { Mode: 'none' } }))).toBeUndefined()
  expect(why(proxy('local', { protocol: 'tcp' }), proxy('local'), silent)).toBeUndefined()
  expect(why(proxy('local'), proxy('local', undefined, 'remote'), silent)).toBeUndefined()
  const defaults = (MeshGateway: object): object => ({ json: { UpstreamConfig: { Defaults: { MeshGateway } } } })
  expect(why(defaults({ Mode: 'remote' }), defaults({}), silent)).toContain('writes the mode')
})

test('indexes behind an own proxy with upstreams that entries name are explained, what rows hold is not', () => {
  const at = (index: number, Port = 1): object => ({
    headers: { 'x-consul-index': `index+${index}` },
    json: [{ Node: 'n1', ServicePort: Port, CreateIndex: `index+${index}` }],
  })
  const proxy = { path: '/v1/agent/service/register', body: { Kind: 'connect-proxy', ID: 'p' } }
  const entry = written({ Kind: 'service-defaults', UpstreamConfig: { Overrides: [{ Name: 'api' }] } })
  const read = { method: 'GET', path: '/v1/catalog/service/web' }
  const why = (real: object, ours: object, ...before: object[]): string | undefined =>
    explanationFor(real, ours, read, [...before, read] as never)?.reason
  expect(why(at(4), at(5), proxy, entry)).toContain('how far the index gets')
  expect(why(at(4), at(5), entry)).toBeUndefined()
  expect(why(at(4), at(5), proxy, written({ Kind: 'service-defaults' }))).toBeUndefined()
  expect(why(at(4), at(4, 2), proxy, entry)).toBeUndefined()
})
