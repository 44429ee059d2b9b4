import { expect, test } from 'vitest'
import { contentHash } from '../../../../src/agent/local/content-hash.ts'
import type { NewService } from '../../../../src/state/service.ts'
import { newService } from '../../../support/rows.ts'

const service = (fields: Partial<NewService> & { readonly ID: string }): NewService =>
  newService('node1', fields.ID, fields)

const proxy = (ID: string, fields: object): NewService =>
  service({
    ID,
    Kind: 'connect-proxy',
    Port: 20000,
    Proxy: { DestinationServiceName: 'web', Mode: '', MeshGateway: {}, Expose: {}, ...fields },
  })

// as a real agent answered /v1/agent/service/:id
test('a plain service has the hash that a real agent gives it', () => {
  expect(contentHash(service({ ID: 'foo', Tags: ['bar', 'baz'], Port: 8000 }))).toBe('3e352f348d44f7eb')
  expect(contentHash(service({ ID: 'min' }))).toBe('aa5575db35dcab18')
})

test('maps, addresses, weights and a socket count; the place does not', () => {
  const given = service({
    ID: 's9',
    SocketPath: '/x',
    Meta: { a: 'b', c: 'd' },
    TaggedAddresses: { lan: { Address: '1.1.1.1', Port: 5 } },
    Weights: { Passing: 3, Warning: 2 },
    EnableTagOverride: true,
    Locality: { Region: 'r', Zone: '' },
  })
  expect(contentHash(given)).toBe('e10fd71362c7d1d9')
})

test('a native service and a gateway', () => {
  expect(contentHash(service({ ID: 'n1', Port: 1, Connect: { Native: true } }))).toBe('865a5f21ac8b5a28')
  expect(contentHash(service({ ID: 'g1', Port: 1, Kind: 'mesh-gateway' }))).toBe('611ae8ed47526649')
})

test('a proxy counts with all that it has', () => {
  expect(contentHash(proxy('p2', {}))).toBe('a16278578f86241a')
  expect(contentHash(proxy('p5', { Config: { x: 1, n: [1, 'a'] } }))).toBe('5a40b0594475c500')
  const upstream = { DestinationType: 'service', DestinationName: 'db', LocalBindPort: 9001, MeshGateway: {} }
  expect(contentHash(proxy('p6', { Upstreams: [upstream] }))).toBe('cfb6452c0796c9ca')
  const path = { Path: '/h', LocalPathPort: 1, ListenerPort: 2, Protocol: 'http' }
  expect(contentHash(proxy('p7', { Expose: { Paths: [path] } }))).toBe('d15f8fe613acb636')
  const transparent = { Mode: 'transparent', TransparentProxy: { OutboundListenerPort: 22 } }
  expect(contentHash(proxy('p8', transparent))).toBe('ee9c0526ee715688')
})
