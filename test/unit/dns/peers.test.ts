import { describe, expect, it } from 'vitest'
import { FakeCatalog } from './fake-catalog.ts'
import { Bench, SOA } from './support.ts'

describe('names of what a peer exports', () => {
  const bench = new Bench()
  const far = new FakeCatalog()
    .register({
      Node: 'n1',
      Address: '10.0.0.1',
      NodeMeta: { m: '1' },
      Service: { ID: 'w1', Service: 'web', Port: 80, Tags: ['primary'] },
    })
    .register({
      Node: 'n2',
      Address: '10.0.0.2',
      Service: {
        ID: 'p',
        Service: 'web-proxy',
        Port: 8443,
        Address: '10.1.1.1',
        Proxy: { DestinationServiceName: 'web' },
      },
    })
  bench.catalog.peers.set('far', far)

  it('lead to addresses and to nodes below the name of the peer', () => {
    expect(bench.ask('web.service.far.peer.consul').answer).toEqual(['web.service.far.peer.consul. A 0 10.0.0.1'])
    expect(bench.ask('primary.web.service.FAR.peer.consul').answer).toHaveLength(1)
    expect(bench.ask('_web._tcp.far.peer.consul SRV')).toMatchObject({
      answer: ['_web._tcp.far.peer.consul. SRV 0 1 1 80 n1.node.far.peer.consul.'],
      additional: expect.arrayContaining(['n1.node.far.peer.consul. A 0 10.0.0.1']),
    })
    expect(bench.ask('n1.node.far.peer.consul').answer).toEqual(['n1.node.far.peer.consul. A 0 10.0.0.1'])
  })

  it('name no datacenter in the address of a service that has one of its own', () => {
    expect(bench.ask('web-proxy.service.far.peer.consul SRV').answer).toEqual([
      'web-proxy.service.far.peer.consul. SRV 0 1 1 8443 0a010101.addr.consul.',
    ])
  })

  it('give the address of the service in the mesh', () => {
    expect(bench.ask('web.virtual.far.peer.consul').answer).toEqual(['web.virtual.far.peer.consul. A 0 240.0.0.1'])
    expect(bench.ask('web.virtual.far.consul').answer).toHaveLength(1)
    expect(bench.ask('none.virtual.far.peer.consul')).toMatchObject({ rcode: 'NOERROR', answer: [] })
  })

  it.each([
    'none.service.far.peer.consul',
    'web.service.none.peer.consul',
    'none.node.far.peer.consul',
    'web.service.consul',
  ])('are none: %s', name => expect(bench.ask(name)).toMatchObject({ rcode: 'NXDOMAIN', answer: [], authority: [SOA] }))
})
