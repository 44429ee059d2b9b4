import { describe, expect, it } from 'vitest'
import { Bench, SOA } from './support.ts'

const sorted = (records: string[]): string[] => [...records].sort()
const passing = (id: string, status = 'passing') => ({ CheckID: `c:${id}`, Status: status, ServiceID: id })

describe('names of services', () => {
  const bench = new Bench()
  bench.catalog
    .register({
      Node: 'n1',
      Address: '10.0.0.1',
      Service: { ID: 'w1', Service: 'Web', Port: 80, Tags: ['primary', 'V1', 'a.b'] },
    })
    .register({
      Node: 'n2',
      Address: '10.0.0.2',
      Service: { ID: 'w2', Service: 'Web', Port: 81, Address: '10.9.9.9', Tags: ['v1'] },
    })
    .register({ Node: 'n6', Address: '2001:db8::6', Service: { Service: 'six', Port: 6 } })

  it('give the address of the service before that of the node', () => {
    const { rcode, answer, additional } = bench.ask('web.service.consul')
    expect([rcode, additional]).toEqual(['NOERROR', []])
    expect(sorted(answer)).toEqual(['web.service.consul. A 0 10.0.0.1', 'web.service.consul. A 0 10.9.9.9'])
    expect(bench.ask('web.service.consul TXT').answer).toHaveLength(2)
  })

  it.each([
    ['primary.web.service.consul', 1],
    ['v1.web.service.consul', 2],
    ['a.b.web.service.dc1.consul', 1],
    ['_web._primary.service.consul', 1],
    ['_WEB._TCP.service.dc1.dc.consul', 2],
  ])('choose by tag: %s', (name, count) => expect(bench.ask(name).answer).toHaveLength(count))

  it('need no keyword in RFC 2782 form, for SRV', () => {
    expect(bench.ask('_web._primary.consul SRV').answer).toHaveLength(1)
    expect(bench.ask('_web._tcp.dc1.consul SRV').answer).toHaveLength(2)
    expect(bench.ask('_web._tcp.consul A').rcode).toBe('NXDOMAIN')
  })

  it.each([
    'nosuch.service.consul SRV',
    'service.consul',
    'none.web.service.consul',
    'a.primary.web.service.consul',
    '_web.service.consul',
    '_web._udp.service.consul SRV',
    'web.service.dc2.consul',
    'web.service.p1.peer.consul',
    'web.service.default.ns.consul',
  ])('that are none: %s', question =>
    expect(bench.ask(question)).toMatchObject({ rcode: 'NXDOMAIN', answer: [], authority: [SOA] }),
  )

  it.each(['web.service.consul AAAA', 'six.service.consul A', 'web.service.consul MX', 'web.service.consul 99'])(
    'without such records: %s',
    question => expect(bench.ask(question)).toMatchObject({ rcode: 'NOERROR', answer: [], authority: [SOA] }),
  )

  it('are written shuffled, the same way for the same seed', () => {
    const orders = (): string[] => {
      const other = new Bench()
      for (let i = 0; i < 3; i++)
        other.catalog.register({ Node: `m${i}`, Address: `10.2.0.${i}`, Service: { Service: 'many' } })
      return Array.from({ length: 60 }, () =>
        other
          .ask('many.service.consul')
          .answer.map(record => record.at(-1))
          .join(''),
      )
    }
    expect(new Set(orders()).size).toBe(6)
    expect(orders()).toEqual(orders())
  })
})

describe('SRV', () => {
  it('leads to the node, or to the spelled address where that is another', () => {
    const bench = new Bench()
    bench.catalog
      .register({
        Node: 'n1',
        Address: '10.0.0.1',
        NodeMeta: { k: 'v' },
        Service: { Service: 'one', Port: 8080, Weights: { Passing: 5, Warning: 2 } },
      })
      .register({ Node: 'n2', Address: '10.0.0.2', Service: { Service: 'own', Port: 65536 + 7, Address: '10.9.9.9' } })
      .register({ Node: 'n3', Address: '2001:db8::6', Service: { Service: 'six', Port: 6, Address: '2001:db8::66' } })
      .register({ Node: 'n4', Address: '10.0.0.4', Service: { Service: 'named', Port: 1, Address: 'www.example.com' } })
    expect(bench.ask('one.service.consul SRV')).toMatchObject({
      answer: ['one.service.consul. SRV 0 1 5 8080 n1.node.dc1.consul.'],
      additional: ['n1.node.dc1.consul. A 0 10.0.0.1', 'n1.node.dc1.consul. TXT 0 "k=v"'],
    })
    expect(bench.ask('own.service.CONSUL SRV')).toMatchObject({
      answer: ['own.service.CONSUL. SRV 0 1 1 7 0a090909.addr.dc1.CONSUL.'],
      additional: ['0a090909.addr.dc1.CONSUL. A 0 10.9.9.9'],
    })
    expect(bench.ask('six.service.consul SRV').additional).toEqual([
      '20010db8000000000000000000000066.addr.dc1.consul. AAAA 0 2001:db8:0:0:0:0:0:66',
    ])
    expect(bench.ask('named.service.consul SRV')).toMatchObject({
      answer: ['named.service.consul. SRV 0 1 1 1 www.example.com.'],
      additional: [],
    })
  })

  it('is there once for each place and port, addresses once for each', () => {
    const bench = new Bench()
    for (const [id, port] of [
      ['a', 1],
      ['b', 2],
      ['c', 2],
    ] as const) {
      bench.catalog.register({ Node: 'n1', Address: '10.0.0.1', Service: { ID: id, Service: 'web', Port: port } })
    }
    expect(bench.ask('web.service.consul SRV')).toMatchObject({ answer: { length: 2 }, additional: { length: 2 } })
    expect(bench.ask('web.service.consul').answer).toHaveLength(1)
  })
})

describe('health', () => {
  const set = (bench: Bench, ...statuses: string[]): void =>
    statuses.forEach((status, i) =>
      bench.catalog.register({
        Node: `n${i}`,
        Address: `10.0.0.${i}`,
        Service: { ID: 's', Service: 'web', Weights: { Passing: 5, Warning: 2 } },
        Check: passing('s', status),
      }),
    )
  const addresses = (bench: Bench): string[] => sorted(bench.ask('web.service.consul').answer).map(r => r.slice(-8))

  it('leaves out what is critical, and counts warnings by their own weight', () => {
    const bench = new Bench()
    set(bench, 'passing', 'warning', 'critical')
    expect(addresses(bench)).toEqual(['10.0.0.0', '10.0.0.1'])
    expect(sorted(bench.ask('web.service.consul SRV').answer).map(record => record.split(' ')[4])).toEqual(['2', '5'])
  })

  it('can leave out warnings', () => {
    const bench = new Bench({ onlyPassing: true })
    set(bench, 'passing', 'warning', 'critical')
    expect(addresses(bench)).toEqual(['10.0.0.0'])
  })

  it('of the node counts for all of its services; none left is no such name', () => {
    const bench = new Bench()
    set(bench, 'passing')
    bench.catalog.register({ Node: 'n0', Address: '10.0.0.0', Check: { CheckID: 'disk', Status: 'critical' } })
    expect(bench.ask('web.service.consul').rcode).toBe('NXDOMAIN')
    expect(bench.ask('n0.node.consul').answer).toHaveLength(1)
  })
})

describe('addresses that are names', () => {
  const bench = new Bench({ serviceTtl: { '*': 5 }, nodeTtl: 7 })
  const service = (name: string, address: string, node = `node-${name}`): void => {
    bench.catalog.register({ Node: node, Address: '10.0.0.1', Service: { Service: name, Address: address, Port: 1 } })
  }
  service('ext', 'www.example.com')
  service('chain', 'node-ext.node.consul')
  for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef']) service(from ?? '', `${to}.service.consul`)
  service('self', 'self.service.consul.')
  service('mixed', 'www.example.com', 'mixed-1')
  service('mixed', '10.0.0.77', 'mixed-2')

  it.each(['A', 'AAAA', 'CNAME', 'MX', 'ANY'])('are a CNAME for %s', type =>
    expect(bench.ask(`ext.service.consul ${type}`).answer).toEqual(['ext.service.consul. CNAME 5 www.example.com.']),
  )

  it('inside of the domain are followed, for the lifetime of the service', () => {
    expect(bench.ask('chain.service.consul').answer).toEqual([
      'chain.service.consul. CNAME 5 node-ext.node.consul.',
      'node-ext.node.consul. A 5 10.0.0.1',
    ])
    expect(bench.ask('chain.service.consul SRV').additional).toEqual(['node-ext.node.consul. A 5 10.0.0.1'])
  })

  it('are followed only so far', () => {
    const targets = bench.ask({ name: 'a.service.consul', tcp: true }).answer.map(record => record.split(' ').at(-1))
    expect(targets).toEqual(['b', 'c', 'd', 'e'].map(name => `${name}.service.consul.`))
  })

  it('that lead to themselves give the address of the node', () => {
    expect(bench.ask('self.service.consul').answer).toEqual(['self.service.consul. A 5 10.0.0.1'])
    expect(bench.ask('self.service.consul SRV').answer).toEqual([
      'self.service.consul. SRV 5 1 1 1 node-self.node.dc1.consul.',
    ])
  })

  it('give way to real addresses', () => {
    expect(bench.ask('mixed.service.consul').answer).toEqual(['mixed.service.consul. A 5 10.0.0.77'])
    expect(bench.ask('mixed.service.consul AAAA').answer).toEqual(['mixed.service.consul. CNAME 5 www.example.com.'])
  })
})

describe('tagged addresses', () => {
  const bench = new Bench()
  const TaggedAddresses = { lan: { Address: '10.1.0.2', Port: 81 }, lan_ipv6: { Address: '2001:db8::13', Port: 83 } }
  bench.catalog
    .register({
      Node: 'n1',
      Address: '10.0.0.1',
      TaggedAddresses: { lan_ipv4: '10.0.0.12' },
      Service: { Service: 'web', Port: 80, Address: '10.1.0.1', TaggedAddresses },
    })
    .register({
      Node: 'n2',
      Address: '10.0.0.2',
      TaggedAddresses: { lan_ipv4: '10.0.0.22' },
      Service: { Service: 'api' },
    })

  it.each([
    ['web.service.consul A', 'A 0 10.1.0.1'],
    ['web.service.consul AAAA', 'AAAA 0 2001:db8:0:0:0:0:0:13'],
    ['web.service.consul SRV', 'SRV 0 1 1 80 20010db8000000000000000000000013.addr.dc1.consul.'],
    ['api.service.consul A', 'A 0 10.0.0.22'],
    ['api.service.consul SRV', 'SRV 0 1 1 0 0a000016.addr.dc1.consul.'],
  ])('%s', (question, data) => expect(bench.ask(question).answer).toEqual([`${question.split(' ')[0]}. ${data}`]))
})

describe('prepared queries', () => {
  const bench = new Bench({ serviceTtl: { web: 5 } })
  bench.catalog.register({ Node: 'n1', Address: '10.0.0.1', Service: { Service: 'web', Port: 80 } })
  bench.catalog.queries
    .set('q1', { service: 'web', ttl: 10 })
    .set('a.b.c', { service: 'web' })
    .set('none', { service: 'x' })
  const subnet = '0008000700011800c0a801'

  it.each([
    ['q1.query.consul', 10],
    ['Q1.query.dc1.consul', 10],
    ['_q1._tcp.query.consul', 10],
    ['a.b.c.query.consul', 5],
  ])('%s', (name, ttl) => expect(bench.ask(name).answer).toEqual([`${name}. A ${ttl} 10.0.0.1`]))

  it.each(['none', 'nosuch', 'x.q1'])('without result: %s', name =>
    expect(bench.ask(`${name}.query.consul`)).toMatchObject({ rcode: 'NXDOMAIN', authority: [SOA] }),
  )

  it('know neither datacenter markers nor peers', () => {
    expect(bench.ask('q1.query.dc1.dc.consul').rcode).toBe('NXDOMAIN')
    expect(bench.ask('q1.query.dc2.consul').rcode).toBe('NXDOMAIN')
  })

  it('hold for the subnet of the client', () => {
    expect(bench.ask({ name: 'q1.query.consul', edns: 1232, ednsData: subnet }).additional).toEqual([
      'OPT 1232 0008000700011818c0a801',
    ])
    expect(bench.ask({ name: 'web.service.consul', edns: 1232, ednsData: subnet }).additional).toEqual([
      `OPT 1232 ${subnet}`,
    ])
  })
})

describe('lifetimes', () => {
  const bench = new Bench({ serviceTtl: { '*': 3, web: 8, 'we*': 6, 'x-*': 10, 'x-y*': 11 } })
  it.each([
    ['web', 8],
    ['WEB', 8],
    ['web2', 6],
    ['x-y', 11],
    ['x-z', 10],
    ['other', 3],
  ])('of %s: %i', (name, ttl) => {
    bench.catalog.register({ Node: 'n1', Address: '10.0.0.1', Service: { Service: name.toLowerCase() } })
    expect(bench.ask(`${name}.service.consul`).answer).toEqual([`${name}.service.consul. A ${ttl} 10.0.0.1`])
  })
})
