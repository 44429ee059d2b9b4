import { expect, test } from 'vitest'
import { callsOf, type Neighbour, topologyPicture } from '../../../ui/lib/topology.ts'

const neighbour = (Name: string, Intention: Partial<Neighbour['Intention']> = {}): Neighbour => ({
  Name,
  Datacenter: 'dc1',
  Intention: { Allowed: true, HasPermissions: false, HasExact: false, DefaultAllow: false, ...Intention },
})

const TOPOLOGY = {
  Protocol: 'http',
  Downstreams: [neighbour('web', { HasExact: true }), neighbour('api')],
  Upstreams: [neighbour('db', { Allowed: false })],
}

test('calls lead to the service from the left and from it to the right', () => {
  const { columns, edges } = topologyPicture('shop', TOPOLOGY)
  expect(columns.map(column => column.map(({ title }) => title))).toEqual([['web', 'api'], ['shop'], ['db']])
  expect(edges.map(({ tone }) => tone)).toEqual(['allowed', 'allowed', 'denied'])
})

test('a service alone is alone', () => {
  expect(topologyPicture('shop', { Protocol: 'tcp', Downstreams: null, Upstreams: null }).columns).toHaveLength(1)
})

test('calls are described in words, with what decides', () => {
  expect(callsOf('shop', TOPOLOGY)).toEqual([
    { from: 'web', to: 'shop', allowed: true, why: 'by an intention between the two' },
    { from: 'api', to: 'shop', allowed: true, why: 'by an intention for more services' },
    { from: 'shop', to: 'db', allowed: false, why: 'by default, or by an intention for more services' },
  ])
})

test('permissions allow some requests', () => {
  const Upstreams = [neighbour('db', { Allowed: false, HasPermissions: true })]
  expect(callsOf('shop', { Protocol: 'http', Downstreams: [], Upstreams })).toMatchObject([
    { allowed: true, why: 'for some HTTP requests: the intention has permissions' },
  ])
})
