import { describe, expect, it } from 'vitest'
import { Bench, SOA } from './support.ts'

describe('the mesh', () => {
  const bench = new Bench({ nodeTtl: 7 })
  bench.catalog
    .register({ Node: 'n1', Address: '10.0.0.1', Service: { Service: 'web', Port: 80 } })
    .register({
      Node: 'n1',
      Address: '10.0.0.1',
      Service: { ID: 'wp', Service: 'web-sidecar-proxy', Port: 21000, Proxy: { DestinationServiceName: 'web' } },
    })
    .register({ Node: 'n3', Address: '10.0.0.3', Service: { Service: 'gateway', Port: 8443, Address: '10.3.3.3' } })
    .expose('web', 'gateway')

  it('has sidecars', () => {
    expect(bench.ask('web.connect.consul SRV').answer).toEqual([
      'web.connect.consul. SRV 0 1 1 21000 n1.node.dc1.consul.',
    ])
    expect(bench.ask('any.web.connect.p1.peer.consul').answer).toHaveLength(1)
    expect(bench.ask('web.connect.dc2.consul').rcode).toBe('NXDOMAIN')
    expect(bench.ask('nosuch.connect.consul')).toMatchObject({ rcode: 'NXDOMAIN', authority: [SOA] })
  })

  it('has gateways', () => {
    expect(bench.ask('web.ingress.dc1.consul').answer).toEqual(['web.ingress.dc1.consul. A 0 10.3.3.3'])
    expect(bench.ask('gateway.ingress.consul').rcode).toBe('NXDOMAIN')
  })

  it.each(['A', 'AAAA', 'SRV', 'TXT', 'MX'])('has virtual addresses, for %s too', type =>
    expect(bench.ask(`x.Web.Virtual.CONSUL ${type}`)).toMatchObject({
      rcode: 'NOERROR',
      answer: ['x.web.virtual.CONSUL. A 7 240.0.0.1'],
      authority: [],
    }),
  )

  it('takes a single label after virtual for a peer, of which there are none', () => {
    expect(bench.ask('web.virtual.dc7.dc.consul').answer).toHaveLength(1)
    for (const name of ['web.virtual.dc1.consul', 'web.virtual.p1.peer.consul', 'nosuch.virtual.consul']) {
      expect(bench.ask(name)).toMatchObject({ rcode: 'NOERROR', answer: [], authority: [] })
    }
    expect(bench.ask('web.virtual.a.b.consul').rcode).toBe('NXDOMAIN')
  })
})

describe('addresses in hexadecimal', () => {
  const bench = new Bench({ nodeTtl: 7 })
  it('are answered in lower case, whatever follows', () => {
    expect(bench.ask('0A0000FF.Addr.dc9.x.CONSUL').answer).toEqual(['0a0000ff.addr.dc9.x.CONSUL. A 7 10.0.0.255'])
    expect(bench.ask('20010db8000000000000000000000001.addr.consul AAAA').answer).toEqual([
      '20010db8000000000000000000000001.addr.consul. AAAA 7 2001:db8:0:0:0:0:0:1',
    ])
  })

  it.each(['AAAA', 'TXT', 'SRV'])('of another type than %s come besides', type =>
    expect(bench.ask(`0a000001.addr.consul ${type}`)).toMatchObject({
      rcode: 'NOERROR',
      answer: [],
      authority: [],
      additional: ['0a000001.addr.consul. A 7 10.0.0.1'],
    }),
  )

  it.each(['zz000001', '0a0001', '0a00000100', 'x.0a000001'])('that are none: %s', label =>
    expect(bench.ask(`${label}.addr.consul`)).toMatchObject({ rcode: 'NXDOMAIN', authority: [SOA] }),
  )
})

describe('reverse names', () => {
  const bench = new Bench({ nodeTtl: 7 }, { domain: 'internal.test', altDomain: 'corp.example' })
  bench.catalog
    .register({ Node: 'n1', Address: '10.0.0.1' })
    .register({ Node: 'n2', Address: '10.0.0.2', Service: { Service: 'web', Address: '10.7.7.7' } })
    .register({ Node: 'six', Address: '2001:db8::1', Service: { Service: 'web6', Address: '2001:db8::1:0:0:7' } })
  const nibbles = (hex: string): string => [...hex].reverse().join('.')

  it.each([
    ['1.0.0.10.in-addr.arpa', 'n1.node.dc1.internal.test.'],
    ['1.0.0.10.IN-ADDR.ARPA', 'n1.node.dc1.internal.test.'],
    ['7.7.7.10.in-addr.arpa', 'web.service.dc1.internal.test.'],
    [`${nibbles('20010db8000000000000000000000001')}.ip6.arpa`, 'six.node.dc1.internal.test.'],
    [`${nibbles('20010DB8000000000001000000000007')}.ip6.arpa`, 'web6.service.dc1.internal.test.'],
  ])('%s', (name, target) => {
    expect(bench.ask(`${name} PTR`).answer).toEqual([`${name}. PTR 0 ${target}`])
    expect(bench.ask(`${name} A`).answer).toHaveLength(1)
  })

  it.each(['9.9.9.10', '0.0.10', '256.0.0.10', '01.0.0.10', 'x.0.0.10', '1.1.0.0.10'])('unknown: %s', parts =>
    expect(bench.ask(`${parts}.in-addr.arpa PTR`)).toMatchObject({
      rcode: 'NXDOMAIN',
      answer: [],
      authority: ['internal.test. SOA 0 ns.internal.test. hostmaster.internal.test. 3600 600 86400 0'],
    }),
  )
})
