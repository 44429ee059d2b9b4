import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Agent } from '../../../src/agent/agent.ts'
import { agentSource } from '../../../src/dns/agent-source.ts'
import { answerPacket } from '../../../src/dns/answer.ts'
import { dnsContext } from '../../../src/dns/context.ts'
import { DnsAnswerCache } from '../../../src/dns/answer-cache.ts'
import type { DnsSource, WatchedSource } from '../../../src/dns/source.ts'
import { decode } from '../../../src/go/decode.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { healthCheckSchema, nodeServiceSchema, toCheck, toNode, toService } from '../../../src/api/schemas/catalog.ts'
import { deregister, register } from '../../../src/state/catalog.ts'
import { putConfigEntry } from '../../support/config-entries.ts'
import { decode as view, encode } from './support.ts'

const clock = new MovableClock({ manual: true, start: 0 })

function setUp() {
  const agent = new Agent(defaultSettings, { clock, random: seededRandom(1) })
  const real = agentSource(agent)
  let reads = 0
  // counts how often an answer is made
  const counted = (source: DnsSource): DnsSource => ({
    ...source,
    service: (...args) => (reads++, source.service(...args)),
    node: (...args) => (reads++, source.node(...args)),
  })
  const source: WatchedSource = { ...counted(real), tracked: read => real.tracked(s => read(counted(s))) }
  const context = dnsContext({ settings: defaultSettings, source, clock, random: seededRandom(2) })
  const cache = new DnsAnswerCache(context, source)
  const fresh = dnsContext({ settings: defaultSettings, source: real, clock, random: seededRandom(3) })
  return {
    agent,
    ask: (packet: Buffer, transport: 'udp' | 'tcp' = 'tcp') => cache.answer(packet, transport) as Buffer | undefined,
    askFresh: (packet: Buffer) => answerPacket(packet, 'tcp', fresh) as Buffer | undefined,
    reads: () => reads,
    close: () => cache.close(),
  }
}

type Setup = ReturnType<typeof setUp>

function put({ agent }: Setup, node: string, id: string, more: Partial<Change> = {}): void {
  const service = { ID: id, Service: more.service ?? 'web', Port: more.port ?? 80, Tags: more.tag ? [more.tag] : [] }
  const check = { CheckID: `c-${id}`, Name: 'c', Status: more.status ?? '', ServiceID: id }
  const address = more.address ?? '10.0.0.1'
  agent.store.write(tx =>
    register(tx, {
      node: toNode({ Node: node, Address: address, NodeMeta: { rack: more.meta ?? '' } }, 'dc1'),
      service: toService(decode(nodeServiceSchema, service), node),
      checks: more.status ? [toCheck(decode(healthCheckSchema, check), node)] : [],
    }),
  )
}

interface Change {
  node: string
  id: string
  service: string
  address: string
  meta: string
  port: number
  tag: string
  status: string
  remove: 'nothing' | 'service' | 'node'
}

/** An answer as a set: chance orders it. */
const facts = (packet: Buffer | undefined) => {
  if (!packet) return undefined
  const { answer, additional, rcode, flags } = view(packet) as ReturnType<typeof view> & { additional: string[] }
  return { rcode, flags, answer: answer.toSorted(), additional: additional.toSorted() }
}

describe('cached answers', () => {
  it('are not made again, and carry the ID of each question', () => {
    const setup = setUp()
    put(setup, 'a', 'web1')
    const packet = encode({ name: 'a.node.consul' })
    setup.ask(packet)
    const reads = setup.reads()
    const other = Buffer.from(packet)
    other.writeUInt16BE(0xbeef, 0)
    expect(facts(setup.ask(other))).toEqual(facts(setup.ask(packet)))
    expect(setup.ask(other)?.readUInt16BE(0)).toBe(0xbeef)
    expect(setup.reads()).toBe(reads)
  })

  it('are dropped by a change of what was read, and by no other', () => {
    const setup = setUp()
    put(setup, 'a', 'web1')
    const packet = encode({ name: 'web.service.consul' })
    setup.ask(packet)
    put(setup, 'b', 'db1', { service: 'db' })
    const reads = setup.reads()
    setup.ask(packet)
    expect(setup.reads()).toBe(reads)
    put(setup, 'c', 'web2', { address: '10.0.0.9' })
    expect(view(setup.ask(packet) as Buffer).answer).toHaveLength(2)
  })

  it('give every order its turn', () => {
    const setup = setUp()
    for (const n of [1, 2, 3]) put(setup, `n${n}`, `web${n}`, { address: `10.0.0.${n}` })
    const packet = encode({ name: 'web.service.consul' })
    const first = new Map<string, number>()
    for (let i = 0; i < 30_000; i++) {
      const [answer = ''] = view(setup.ask(packet, 'udp') as Buffer).answer
      first.set(answer, (first.get(answer) ?? 0) + 1)
    }
    expect(first.size).toBe(3)
    for (const count of first.values()) expect(Math.abs(count - 10_000)).toBeLessThan(1500)
    expect(setup.reads()).toBeLessThan(600)
  })

  it('leave out what holds the time: the serial of an SOA follows the clock', async () => {
    const setup = setUp()
    const packet = encode({ name: 'nothing.service.consul' })
    const before = setup.ask(packet)
    await clock.advance(5000)
    expect(setup.ask(packet)).not.toEqual(before)
  })

  it('hold nothing in the store once they are closed', () => {
    const setup = setUp()
    put(setup, 'a', 'web1')
    setup.ask(encode({ name: 'web.service.consul' }))
    setup.close()
    put(setup, 'b', 'web2', { address: '10.0.0.2' })
    expect(view(setup.ask(encode({ name: 'web.service.consul' })) as Buffer).answer).toHaveLength(2)
  })

  it('follow a gateway that gets another name', () => {
    const setup = setUp()
    put(setup, 'a', 'gw1', { service: 'gw' })
    const Listeners = [{ Port: 80, Protocol: 'tcp', Services: [{ Name: 'web' }] }]
    putConfigEntry(setup.agent.store, { Kind: 'ingress-gateway', Name: 'gw', Listeners })
    const question = encode({ name: 'web.ingress.consul', type: 'A' })
    expect(view(setup.ask(question) as Buffer).answer).toHaveLength(1)
    put(setup, 'a', 'gw1', { service: 'other' })
    expect(facts(setup.ask(question))).toEqual(facts(setup.askFresh(question)))
    expect(view(setup.ask(question) as Buffer).answer).toHaveLength(0)
  })

  it('are what would be answered anew, whatever is written', () => {
    const names = ['a', 'b', 'c']
    const change = fc.record({
      node: fc.constantFrom(...names),
      id: fc.constantFrom('i1', 'i2'),
      service: fc.constantFrom('web', 'db'),
      address: fc.constantFrom('10.0.0.1', '10.0.0.2', 'host.example'),
      meta: fc.constantFrom('', 'r1', 'r2'),
      port: fc.constantFrom(80, 81),
      tag: fc.constantFrom('', 'v1', 'v2'),
      status: fc.constantFrom('', 'passing', 'warning', 'critical'),
      remove: fc.constantFrom('nothing', 'nothing', 'service', 'node'),
    }) as fc.Arbitrary<Change>
    const questions = [
      ...['web', 'db', 'v1.web', '_web._v2'].flatMap(s => ['A', 'SRV', 'ANY'].map(type => [`${s}.service`, type])),
      ...names.flatMap(n => ['A', 'TXT', 'ANY'].map(type => [`${n}.node`, type])),
    ].map(([name, type]) => encode({ name: `${name}.consul`, type: type as string }))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), changes => {
        const setup = setUp()
        for (const one of changes) {
          const { node, id, remove } = one
          if (remove === 'nothing') put(setup, node, id, one)
          else setup.agent.store.write(tx => deregister(tx, remove === 'node' ? { node } : { node, serviceId: id }))
          for (const question of questions) {
            const answer = setup.ask(question)
            expect(facts(answer)).toEqual(facts(setup.askFresh(question)))
          }
        }
      }),
      { numRuns: 150 },
    )
  })
})
