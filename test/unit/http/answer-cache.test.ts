import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Agent } from '../../../src/agent/agent.ts'
import { Dispatcher } from '../../../src/http/dispatch.ts'
import { AnswerCache } from '../../../src/http/answer-cache.ts'
import { Router } from '../../../src/http/router.ts'
import { routes } from '../../../src/http/routes/index.ts'
import { deregister, register } from '../../../src/state/catalog.ts'
import { ORIGIN, updateCoordinate } from '../../../src/state/coordinate.ts'
import * as kv from '../../../src/state/kv.ts'
import { createSession, destroySession } from '../../../src/state/session.ts'
import type { StateSnapshot, Tx } from '../../../src/state/store.ts'
import type { Prepared } from '../../../src/http/reply.ts'
import { fakeResponder } from '../../support/fake-responder.ts'
import { httpAgent } from '../../support/http.ts'
import { newCheck, newNode, newService } from '../../support/rows.ts'

interface Sent {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
}

/** What a dispatcher answers at once; undefined while it waits. */
function ask(dispatcher: Dispatcher, url: string, headers: readonly string[] = []): Sent | undefined {
  let sent: Sent | undefined
  const raw = {
    method: 'GET',
    url,
    rawHeaders: headers,
    headers: Object.fromEntries(headers.flatMap((name, i) => (i % 2 ? [] : [[name.toLowerCase(), headers[i + 1]]]))),
    resume: () => undefined,
  }
  const send = ({ status, headers, body }: Prepared): void => {
    const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body
    sent = {
      status,
      headers: [...headers],
      body: (headers.includes('gzip') ? gunzipSync(bytes) : Buffer.from(bytes)).toString(),
    }
  }
  dispatcher.handle(raw, fakeResponder(send))
  return sent
}

const dispatcherOf = (agent: Agent): Dispatcher => new Dispatcher(agent, new Router(routes))

const urls = [
  '/v1/kv/a',
  '/v1/kv/a?raw',
  '/v1/kv/a?pretty',
  '/v1/kv/a?index=1',
  '/v1/kv/a?index=3&wait=10s',
  '/v1/kv/missing',
  '/v1/kv/a?recurse',
  '/v1/kv/?recurse',
  '/v1/kv/?recurse&pretty',
  '/v1/kv/?keys&separator=/',
  '/v1/kv/b?keys',
  '/v1/kv/b?recurse&stale',
  '/v1/catalog/nodes',
  '/v1/catalog/nodes?near=n2',
  '/v1/catalog/nodes?filter=Node==n1',
  '/v1/catalog/services',
  '/v1/catalog/services?node-meta=a:b',
  '/v1/catalog/service/web',
  '/v1/catalog/service/web?near=n1&stale',
  '/v1/catalog/service/web?consistent',
  '/v1/catalog/service/web?dc=dc1',
  '/v1/catalog/connect/web',
  '/v1/catalog/node/n1',
  '/v1/catalog/node-services/n2',
  '/v1/health/node/n1',
  '/v1/health/checks/web',
  '/v1/health/state/critical',
  '/v1/health/state/any?near=n2',
  '/v1/health/service/web',
  '/v1/health/service/web?passing',
  '/v1/health/service/web?near=n2',
  '/v1/health/service/web?index=1',
  '/v1/health/service/web?filter=Checks.Status==passing',
  '/v1/health/service/web?filter=nonsense',
  '/v1/health/service/db?tag=t',
  '/v1/health/connect/web',
  '/v1/health/ingress/web',
  '/v1/session/list',
  '/v1/session/node/n1',
  '/v1/session/info/s1',
]

type Write = (tx: Tx) => void
const tx = (fn: Write) => (agent: Agent) => agent.store.write(fn)

const nodeRow = (name: string, Address = '10.0.0.1') => newNode(name, { Address, Meta: { a: 'b' } })
const serviceRow = (name: string, service: string, Port: number) =>
  newService(name, service, { Tags: ['t'], Port, Connect: Port === 1 ? { Native: true } : {} })
const checkRow = (name: string, ServiceID: string, Status: string) =>
  newCheck(name, `c:${ServiceID}`, { Name: 'check', Status, Output: '<&>', ServiceID })
const sessionRow = (ID: string, Node: string) => ({
  ID,
  Name: '',
  Node,
  LockDelay: 0,
  Behavior: 'delete' as const,
  TTL: '',
  NodeChecks: [],
  ServiceChecks: null,
})

const node = fc.constantFrom('n1', 'n2')
const service = fc.constantFrom('web', 'db')
const key = fc.constantFrom('a', 'a/b', 'b', 'b/ü', 'c')
const status = fc.constantFrom('passing', 'warning', 'critical')

/** All that changes what is answered, random. `saved` is the state to go back to. */
const changes: fc.Arbitrary<(agent: Agent, saved: StateSnapshot) => unknown> = fc.oneof(
  fc
    .tuple(key, fc.constantFrom('1', '2', 'x'.repeat(2000)))
    .map(([Key, Value]) => tx(t => void kv.setKey(t, { Key: Buffer.from(Key).toString('latin1'), Value, Flags: 0 }))),
  key.map(k => tx(t => kv.deleteKey(t, k))),
  key.map(k => tx(t => kv.deleteTree(t, k))),
  fc.nat(40).map(index => tx(t => kv.reapTombstones(t, index))),
  fc
    .tuple(node, fc.constantFrom('10.0.0.1', '10.0.0.2'))
    .map(([n, a]) => tx(t => register(t, { node: nodeRow(n, a) }))),
  fc
    .tuple(node, service, fc.nat(2))
    .map(([n, s, p]) => tx(t => register(t, { node: nodeRow(n), service: serviceRow(n, s, p) }))),
  fc
    .tuple(node, service, status)
    .map(([n, s, st]) =>
      tx(t => register(t, { node: nodeRow(n), service: serviceRow(n, s, 0), checks: [checkRow(n, s, st)] })),
    ),
  fc.tuple(node, status).map(([n, st]) => tx(t => register(t, { node: nodeRow(n), checks: [checkRow(n, '', st)] }))),
  fc.tuple(node, service).map(([n, s]) => tx(t => deregister(t, { node: n, serviceId: s }))),
  fc.tuple(node, service).map(([n, s]) => tx(t => deregister(t, { node: n, checkId: `c:${s}` }))),
  node.map(n => tx(t => deregister(t, { node: n }))),
  fc.tuple(node, fc.constantFrom('s1', 's2')).map(([n, id]) =>
    tx(t => {
      if (!t.node(n) || t.get('sessions', id)) return
      createSession(t, sessionRow(id, n))
      kv.acquireKey(t, { Key: 'a', Value: 'held', Flags: 0 }, id)
    }),
  ),
  fc.constantFrom('s1', 's2').map(id => tx(t => destroySession(t, id))),
  fc
    .tuple(node, fc.nat(9))
    .map(([n, at]) => tx(t => updateCoordinate(t, { Node: n, Segment: '', Coord: { ...ORIGIN, Height: at / 100 } }))),
  fc.constant((agent: Agent, saved: StateSnapshot) => agent.store.restore(saved)),
  fc.boolean().map(dev => (agent: Agent) => {
    agent.replaceSettings({ ...agent.settings, dev })
  }),
  fc.constantFrom('one', 'two').map(value => (agent: Agent) => {
    agent.replaceSettings({ ...agent.settings, http: { ...agent.settings.http, responseHeaders: { 'X-Own': value } } })
  }),
)

const reads = fc.uniqueArray(fc.constantFrom(...urls), { minLength: 1, maxLength: urls.length })
const gzip = ['Host', 'a', 'Accept-Encoding', 'gzip']

it('answers what a new read would give, whatever was written', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ change: changes, reads, gzip: fc.boolean() }), { maxLength: 25 }), steps => {
      const { agent } = httpAgent()
      const saved = agent.store.snapshot()
      const warm = dispatcherOf(agent)
      const cold = dispatcherOf(agent)
      for (const step of steps) {
        step.change(agent, saved)
        for (const url of step.reads) {
          const headers = step.gzip ? gzip : []
          const cached = ask(warm, url, headers)
          const again = ask(warm, url, headers)
          cold.close()
          const fresh = ask(cold, url, headers)
          expect({ url, sent: cached }).toEqual({ url, sent: fresh })
          expect({ url, sent: again }).toEqual({ url, sent: fresh })
        }
      }
      agent.stop()
    }),
    { numRuns: 150 },
  )
})

describe('what is cached', () => {
  test('is the very same answer until something it read changes', () => {
    const { agent } = httpAgent()
    const dispatcher = dispatcherOf(agent)
    const set = (Key: string, Value: string): unknown => agent.store.write(t => kv.setKey(t, { Key, Value, Flags: 0 }))
    set('a', '1')
    const reads = countReads(agent)
    for (let i = 0; i < 3; i++) ask(dispatcher, '/v1/kv/a')
    expect(reads()).toBe(1)
    set('b', '1')
    ask(dispatcher, '/v1/kv/a')
    expect(reads()).toBe(1)
    set('a', '2')
    expect(ask(dispatcher, '/v1/kv/a')?.body).toContain('Mg==')
    expect(reads()).toBe(2)
  })

  test('is not given to another request', () => {
    const { agent } = httpAgent()
    const dispatcher = dispatcherOf(agent)
    const url = '/v1/catalog/nodes'
    expect(ask(dispatcher, url)?.status).toBe(200)
    expect(ask(dispatcher, url, ['X-Consul-Partition', 'x'])?.status).toBe(400)
    expect(ask(dispatcher, url, ['Cache-Control', 'max-age=x'])?.status).toBe(400)
    expect(ask(dispatcher, url, ['Accept-Encoding', 'gzip'])?.status).toBe(200)
  })

  test('tells of the agent’s cache each time anew', () => {
    const { agent } = httpAgent()
    const dispatcher = dispatcherOf(agent)
    const cacheState = (): string | undefined => {
      const headers = ask(dispatcher, '/v1/health/service/web?cached')?.headers ?? []
      return headers[headers.indexOf('X-Cache') + 1]
    }
    expect([cacheState(), cacheState()]).toEqual(['MISS', 'HIT'])
  })

  test('is shared by readers that wait for the same', async () => {
    const { agent, get } = httpAgent()
    agent.store.write(t => kv.setKey(t, { Key: 'a', Value: '1', Flags: 0 }))
    const index = agent.store.index
    const waiting = Array.from({ length: 20 }, (_, i) => get(`/v1/kv/a?index=${index}&wait=${i + 1}m`))
    while (agent.blocking.size < 20) await new Promise(setImmediate)
    const reads = countReads(agent)
    agent.store.write(t => kv.setKey(t, { Key: 'a', Value: '2', Flags: 0 }))
    const bodies = await Promise.all(waiting)
    expect(bodies.every(({ json }) => json[0].Value === 'Mg==')).toBe(true)
    expect(reads()).toBe(1)
  })

  test('watches nothing any more once it is forgotten', () => {
    const { agent } = httpAgent()
    const dispatcher = dispatcherOf(agent)
    ask(dispatcher, '/v1/kv/a')
    dispatcher.close()
    const reads = countReads(agent)
    ask(dispatcher, '/v1/kv/a')
    expect(reads()).toBe(1)
  })
})

it('counts all bytes that it holds, and lets go of an answer when what it was made of is gone', async () => {
  const { agent } = httpAgent()
  const cache = new AnswerCache(agent)
  const long = 'x'.repeat(3_000_000)
  agent.store.write(tx => kv.setKey(tx, { Key: 'a', Value: long, Flags: 0 }))
  const read = cache.read(view => {
    const { index, value } = kv.getKey(view, 'a')
    return { index, value: { bytes: value?.Value ?? '' } }
  })
  const answer = (gzip: boolean): Promise<Prepared> =>
    new Promise((done, failed) => {
      read.answer({ gzip, isWanted: () => true, done, failed }, agent.settings, function* () {
        yield
        return { status: 200, headers: ['Content-Length', '0'], body: Buffer.from(long) }
      })
    })
  await answer(false)
  cache.retain('k', read)
  const plain = cache.bytes
  expect(plain).toBeGreaterThan(long.length)
  await answer(true)
  cache.retain('k', read)
  expect(cache.bytes).toBeGreaterThan(plain)
  expect(cache.find('k')).toBe(read)
  agent.store.write(tx => kv.deleteTree(tx, 'a'))
  expect([cache.bytes, agent.store.watchSetCount]).toEqual([0, 0])
})

it('holds no more than its bound, however many answers there are', async () => {
  const { agent } = httpAgent()
  const cache = new AnswerCache(agent)
  const long = 'x'.repeat(10_000_000)
  for (let i = 0; i < 9; i++) {
    const read = cache.read(view => ({ index: kv.getKey(view, `${i}`).index, value: { bytes: long } }))
    await new Promise((done, failed) => {
      read.answer({ gzip: false, isWanted: () => true, done, failed }, agent.settings, () => ({
        status: 200,
        headers: ['Content-Length', '0'],
        body: Buffer.from(long),
      }))
    })
    cache.retain(`k${i}`, read)
  }
  expect(cache.bytes).toBeLessThanOrEqual(64 * 1024 * 1024)
  expect(cache.bytes).toBeGreaterThan(2 * long.length)
  expect(cache.find('k0')).toBeUndefined()
  expect(cache.find('k8')).toBeDefined()
})

/** How often the state is read from now on. */
function countReads(agent: Agent): () => number {
  let count = 0
  const { store } = agent
  const read = store.readTracked.bind(store)
  store.readTracked = fn => {
    count++
    return read(fn)
  }
  return () => count
}
