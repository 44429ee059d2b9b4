import { describe, expect, it } from 'vitest'
import { Bench, SOA } from './support.ts'

describe('names of nodes', () => {
  const bench = new Bench({ nodeTtl: 7 })
  bench.catalog
    .register({
      Node: 'foo',
      ID: '40e4a748-2192-161a-0510-9bf59fe950b5',
      Address: '10.0.0.1',
      NodeMeta: { key: 'value' },
    })
    .register({ Node: 'dotted.name', Address: '10.0.0.9' })
    .register({ Node: 'named', Address: 'www.example.com.' })
    .register({ Node: 'other', Address: 'foo.node.consul' })
    .register({ Node: 'both', Address: '10.0.0.3', TaggedAddresses: { lan_ipv6: '2001:db8::12' } })

  it('give the address, and the metadata besides', () => {
    expect(bench.ask('foo.node.consul')).toMatchObject({
      rcode: 'NOERROR',
      flags: 'aa rd',
      answer: ['foo.node.consul. A 7 10.0.0.1'],
      authority: [],
      additional: ['foo.node.consul. TXT 7 "key=value"'],
    })
    expect(bench.ask('foo.node.consul ANY').answer).toEqual([
      'foo.node.consul. A 7 10.0.0.1',
      'foo.node.consul. TXT 7 "key=value"',
    ])
    expect(bench.ask('foo.node.consul AAAA')).toMatchObject({ answer: [], authority: [], rcode: 'NOERROR' })
  })

  it.each(['FOO.node.consul', 'foo.NODE.Consul', 'foo.node.DC1.consul', 'foo.node.dc1.dc.consul'])(
    'keep the case of the question: %s',
    name => expect(bench.ask(name).answer).toEqual([`${name}. A 7 10.0.0.1`]),
  )

  it.each(['dotted.name.node.consul', '40e4a748-2192-161a-0510-9bf59fe950b5.node.consul'])('find %s', name =>
    expect(bench.ask(name).answer).toHaveLength(1),
  )

  it('become a CNAME where the address is a name, followed inside of the domain', () => {
    expect(bench.ask('named.node.consul').answer).toEqual(['named.node.consul. CNAME 7 www.example.com.'])
    expect(bench.ask('other.node.consul AAAA').answer).toEqual([
      'other.node.consul. CNAME 7 foo.node.consul.',
      'foo.node.consul. A 7 10.0.0.1',
      'foo.node.consul. TXT 7 "key=value"',
    ])
  })

  it('prefer the tagged address of the family', () => {
    expect(bench.ask('both.node.consul').answer).toEqual(['both.node.consul. A 7 10.0.0.3'])
    expect(bench.ask('both.node.consul ANY').answer).toEqual(['both.node.consul. AAAA 7 2001:db8:0:0:0:0:0:12'])
  })

  it.each(['nosuch.node.consul', 'foo.node.dc2.consul', 'node.consul SRV', 'foo.node.x.y.consul', 'a.foo.node.consul'])(
    'that are none: %s',
    question => expect(bench.ask(question)).toMatchObject({ rcode: 'NXDOMAIN', answer: [], authority: [SOA] }),
  )

  it.each(['nosuch.node.consul SRV', 'foo.node.consul MX', 'foo.node.dc2.consul CNAME', 'foo.node.p.peer.consul PTR'])(
    'know nothing of other types: %s',
    question => expect(bench.ask(question)).toMatchObject({ rcode: 'NOERROR', answer: [], authority: [] }),
  )
})

describe('metadata', () => {
  it('is quoted as RFC 1464 has it, but raw with the prefix', () => {
    const bench = new Bench()
    const NodeMeta = {
      'with=eq': 'a=b',
      'tick`': 'c`d',
      '  lead': 'x',
      'trail ': 'y',
      ' ': 'z',
      'RFC1035-a': 'raw=',
      u: 'ü',
    }
    bench.catalog.register({ Node: 'm', Address: '10.0.0.1', NodeMeta })
    const texts = bench.ask({ name: 'm.node.consul', type: 'TXT', tcp: true }).answer.map(r => r.split(' TXT 0 ')[1])
    expect(texts).toEqual(
      ['with`=eq=a=b', 'tick``=c``d', '` ` lead=x', 'trail` =y', '`` =z', 'raw=', 'u=ü'].map(text =>
        JSON.stringify(text),
      ),
    )
  })

  it('can be left out of the additional section', () => {
    const bench = new Bench({ nodeMetaTxt: false })
    bench.catalog.register({ Node: 'm', Address: '10.0.0.1', NodeMeta: { k: 'v' } })
    expect(bench.ask('m.node.consul').additional).toEqual([])
    expect(bench.ask('m.node.consul TXT').answer).toHaveLength(1)
  })

  it('that does not fit into a text leaves the question unanswered', () => {
    const bench = new Bench()
    bench.catalog.register({ Node: 'm', Address: '10.0.0.1', NodeMeta: { k: 'v'.repeat(254) } })
    expect(() => bench.ask('m.node.consul')).toThrow('no answer')
    bench.catalog.register({ Node: 'm', Address: '10.0.0.1', NodeMeta: { k: 'v'.repeat(253) } })
    expect(bench.ask('m.node.consul TXT').answer).toHaveLength(1)
  })
})
