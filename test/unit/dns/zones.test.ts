import { describe, expect, it } from 'vitest'
import { Bench, SOA } from './support.ts'

const soa = (domain: string): string => `${domain}. SOA 0 ns.${domain}. hostmaster.${domain}. 3600 600 86400 0`

describe('the zone itself', () => {
  const bench = new Bench({ nodeTtl: 7 })
  it.each(['consul', 'nosuch.service.consul'])('has an SOA at %s', name =>
    expect(bench.ask(`${name} SOA`)).toMatchObject({
      rcode: 'NOERROR',
      answer: [SOA],
      authority: ['consul. NS 7 node1.node.dc1.consul.'],
      additional: ['node1.node.dc1.consul. A 7 127.0.0.1'],
    }),
  )

  it('has name servers: those servers whose names can be part of one and that are up', () => {
    const other = new Bench()
    for (const Node of ['second', 'not_this', 'nor this', 'nor.this', 'down']) {
      other.catalog.register({ Node, Address: '10.0.0.2', Service: { Service: 'consul' } })
    }
    other.catalog.register({ Node: 'down', Address: '10.0.0.2', Check: { CheckID: 'c', Status: 'critical' } })
    const { answer, additional } = other.ask('CONSUL NS')
    expect([...answer].sort()).toEqual(['CONSUL. NS 0 node1.node.dc1.consul.', 'CONSUL. NS 0 second.node.dc1.consul.'])
    expect(additional).toHaveLength(2)
  })

  it('is not handed over', () => {
    expect(bench.ask('consul AXFR')).toMatchObject({ rcode: 'NOTIMP', flags: 'aa rd', answer: [], authority: [] })
  })

  it.each(['consul', 'consul ANY', 'foo.consul', 'foo.bar.consul', 'foo.consul SRV'])('has nothing at %s', question =>
    expect(bench.ask(question)).toMatchObject({ rcode: 'NXDOMAIN', flags: 'aa rd', answer: [], authority: [SOA] }),
  )

  it('takes its numbers from the settings, its serial from the clock', () => {
    const other = new Bench({ soa: { refresh: 1800, retry: 300, expire: 43200, minTtl: 60 } })
    expect(other.ask('zz.node.consul').authority).toEqual([
      'consul. SOA 60 ns.consul. hostmaster.consul. 1800 300 43200 60',
    ])
  })
})

describe('other domains', () => {
  const bench = new Bench()
  it.each([
    'example.com',
    'web.service.consul.example.com',
    'web.service.consulx',
    'com NS',
    '. NS',
    'example.com AXFR',
  ])('are refused: %s', question =>
    expect(bench.ask(question)).toMatchObject({
      rcode: 'REFUSED',
      flags: 'rd',
      answer: [],
      authority: [],
      additional: [],
    }),
  )
  it('are refused without OPT', () => {
    expect(bench.ask({ name: 'example.com', edns: 4096 }).additional).toEqual([])
  })
})

describe('an alternative domain', () => {
  const bench = new Bench({}, { altDomain: 'test.consul' })
  bench.catalog.register({ Node: 'n1', Address: '10.0.0.1', Service: { Service: 'web', Port: 80 } })

  it('is answered in its own name', () => {
    expect(bench.ask('web.service.TEST.consul SRV')).toMatchObject({
      answer: ['web.service.TEST.consul. SRV 0 1 1 80 n1.node.dc1.TEST.consul.'],
      additional: ['n1.node.dc1.TEST.consul. A 0 10.0.0.1'],
    })
    expect(bench.ask('web.service.consul SRV').answer).toEqual(['web.service.consul. SRV 0 1 1 80 n1.node.dc1.consul.'])
    expect(bench.ask('test.consul NS').answer).toEqual(['test.consul. NS 0 node1.node.dc1.test.consul.'])
  })

  it('speaks for itself only below itself, spelled as configured', () => {
    expect(bench.ask('zz.service.test.consul').authority).toEqual([soa('test.consul')])
    expect(bench.ask('zz.service.Test.consul').authority).toEqual([soa('consul')])
    expect(bench.ask('test.consul SOA')).toMatchObject({
      answer: [soa('consul')],
      authority: ['test.consul. NS 0 node1.node.dc1.test.consul.'],
    })
  })
})

it('a domain of several labels replaces consul', () => {
  const bench = new Bench({}, { domain: 'internal.test' })
  bench.catalog.register({ Node: 'n1', Address: '10.0.0.1', Service: { Service: 'web', Port: 80 } })
  expect(bench.ask('web.service.internal.test SRV').additional).toEqual(['n1.node.dc1.internal.test. A 0 10.0.0.1'])
  expect(bench.ask('web.service.consul').rcode).toBe('REFUSED')
})

describe('the root as the domain', () => {
  const bench = new Bench({}, { domain: '' })
  bench.catalog.register({ Node: 'n1', Address: '10.0.0.1', Service: { Service: 'web', Port: 80 } })

  it('answers what is below it', () => {
    expect(bench.ask('web.service').answer).toEqual(['web.service. A 0 10.0.0.1'])
    expect(bench.ask('n1.node.dc1').answer).toEqual(['n1.node.dc1. A 0 10.0.0.1'])
  })

  it.each(['web.service.consul', 'no.service', 'nope.node', 'consul', 'web.service.foo SRV'])(
    'leaves a question unanswered that needs an SOA, which has no form: %s',
    question => expect(() => bench.ask(question)).toThrow('no answer'),
  )
})
