import { describe, expect, it } from 'vitest'
import type { DnsSettings } from '../../../src/model/settings.ts'
import { type Asked, Bench, type View } from './support.ts'

interface Many {
  count?: number
  service?: string
  node?: (i: number) => string
  meta?: Record<string, string>
}

function many(
  dns: Partial<DnsSettings>,
  { count = 50, service = 'many', node = i => `m${10 + i}`, meta = {} }: Many = {},
): Bench {
  const bench = new Bench(dns)
  for (let i = 0; i < count; i++) {
    const Address = `10.2.${i >> 8}.${i & 255}`
    bench.catalog.register({ Node: node(i), Address, NodeMeta: meta, Service: { Service: service, Port: 8000 + i } })
  }
  return bench
}

const shape = ({ answer, additional, flags }: View): [number, number, boolean] => [
  answer.length,
  additional.length,
  flags.includes('tc'),
]
const asks = (bench: Bench, type: string, more: Partial<Asked> = {}): View =>
  bench.ask({ name: 'many.service.consul', type, ...more })

describe('UDP without EDNS', () => {
  it('carries three answers, and no sign that there are more', () => {
    const bench = many({})
    expect(shape(asks(bench, 'A'))).toEqual([3, 0, false])
    expect(shape(asks(bench, 'ANY'))).toEqual([3, 0, false])
    expect(shape(asks(bench, 'SRV'))).toEqual([3, 3, false])
    expect(shape(asks(bench, 'A', { edns: 512 }))).toEqual([3, 0, false])
  })

  it('carries as many as the setting has, up to eight, and tells when asked to', () => {
    expect(shape(asks(many({ udpAnswerLimit: 7, enableTruncate: true }), 'A'))).toEqual([7, 0, true])
    expect(shape(asks(many({ udpAnswerLimit: 100, enableTruncate: true }), 'A'))).toEqual([8, 0, true])
    expect(shape(asks(many({ udpAnswerLimit: 7, enableTruncate: true }, { count: 7 }), 'A'))).toEqual([7, 0, false])
    expect(shape(asks(many({ udpAnswerLimit: 0 }), 'A'))).toEqual([0, 0, false])
  })

  it('leaves out what would not fit uncompressed once answers were left out', () => {
    const node = (i: number): string => `${i}${'n'.repeat(39)}`
    expect(shape(asks(many({ enableTruncate: true }, { count: 3, node }), 'SRV'))).toEqual([3, 3, false])
    expect(shape(asks(many({ enableTruncate: true }, { count: 4, node }), 'SRV'))).toEqual([2, 2, true])
    expect(shape(asks(many({ enableTruncate: true, udpAnswerLimit: 8 }, { count: 8, node }), 'SRV'))).toEqual([
      5,
      5,
      true,
    ])
  })
})

describe('UDP with EDNS', () => {
  it.each([
    [513, 29],
    [525, 30],
    [540, 30],
    [541, 31],
    [829, 49],
  ])('of %i bytes carries %i addresses, without OPT', (edns, count) => {
    expect(shape(asks(many({}), 'A', { edns }))).toEqual([count, 0, false])
  })

  it('carries OPT where all fits', () => {
    const view = asks(many({}), 'A', { edns: 856 })
    expect([view.answer.length, view.additional, view.bytes]).toEqual([50, ['OPT 856'], 848])
    expect(shape(asks(many({}), 'A', { edns: 855 }))).toEqual([49, 0, false])
  })

  it('leaves out metadata before answers, but not when that would hardly matter', () => {
    const bench = many(
      { enableTruncate: true },
      { count: 30, meta: { k: 'v' }, service: 'many', node: i => `meta-${10 + i}` },
    )
    expect(shape(asks(bench, 'SRV', { edns: 1815 }))).toEqual([30, 30, false])
    expect(shape(asks(bench, 'SRV', { edns: 2197 }))).toEqual([30, 30, false])
    expect(shape(asks(bench, 'SRV', { edns: 2198 }))).toEqual([29, 29, true])
    expect(shape(asks(bench, 'SRV', { edns: 2306 }))).toEqual([30, 61, false])
  })
})

describe('a single answer', () => {
  it('is never cut, whatever comes with it', () => {
    const bench = new Bench()
    const NodeMeta = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`key${i}`, 'x'.repeat(100)]))
    bench.catalog.register({ Node: 'big', Address: '10.0.0.1', NodeMeta, Service: { Service: 'one' } })
    expect(shape(bench.ask('big.node.consul'))).toEqual([1, 10, false])
    expect(shape(bench.ask('one.service.consul SRV'))).toEqual([1, 11, false])
    bench.catalog.register({ Node: 'big2', Address: '10.0.0.2', NodeMeta, Service: { Service: 'one' } })
    expect(shape(bench.ask('one.service.consul SRV'))).toEqual([2, 2, false])
  })
})

describe('TCP', () => {
  it('carries everything', () => {
    expect(shape(asks(many({}), 'A', { tcp: true }))).toEqual([50, 0, false])
    expect(shape(asks(many({}), 'SRV', { tcp: true, edns: 512 }))).toEqual([50, 51, false])
  })

  it('carries 64 KiB', () => {
    const node = (i: number): string => `h${String(i).padStart(4, '0')}`
    const bench = many({ enableTruncate: true }, { count: 1250, node })
    const view = asks(bench, 'SRV', { tcp: true })
    expect(shape(view)).toEqual([1024, 1024, true])
    expect(view.bytes).toBeLessThan(65536)
    expect(shape(asks(bench, 'A', { tcp: true }))).toEqual([1250, 0, false])
    expect(shape(asks(many({ enableTruncate: true }, { count: 1150, node }), 'SRV', { tcp: true }))).toEqual([
      1024,
      1150,
      false,
    ])
  })
})

describe('a limit of addresses', () => {
  it('counts addresses, not SRV records, over TCP as well', () => {
    const bench = many({ aRecordLimit: 2, udpAnswerLimit: 5 })
    for (const type of ['A', 'ANY']) {
      expect(shape(asks(bench, type))).toEqual([2, 0, false])
      expect(shape(asks(bench, type, { tcp: true }))).toEqual([2, 0, false])
    }
    expect(shape(asks(bench, 'SRV', { tcp: true }))).toEqual([50, 50, false])
  })
})

describe('compression', () => {
  it('can be turned off; then less fits', () => {
    const bench = many({ disableCompression: true }, { count: 40 })
    expect(asks(bench, 'A', { tcp: true })).toMatchObject({ bytes: 37 + 40 * 35 })
    expect(asks(bench, 'A', { edns: 600 })).toMatchObject({ answer: { length: 15 }, bytes: 37 + 15 * 35 })
  })

  it('points every name to where it stood before, but never an SRV target', () => {
    expect(asks(many({}, { count: 1 }), 'A').bytes).toBe(37 + 16)
    expect(asks(many({}, { count: 1 }), 'SRV').bytes).toBe(37 + 18 + 'm10.node.dc1.consul.'.length + 1 + 16)
    expect(asks(many({}, { count: 1 }), 'MX').bytes).toBe(37 + 12 + 5 + 13 + 20)
  })
})
