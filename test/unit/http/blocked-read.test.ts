import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Agent } from '../../../src/agent/agent.ts'
import { Dispatcher } from '../../../src/http/dispatch.ts'
import { Router } from '../../../src/http/router.ts'
import { routes } from '../../../src/http/routes/index.ts'
import { nextTurn, turns } from '../../../src/lib/defer.ts'
import * as kv from '../../../src/state/kv.ts'
import type { Prepared } from '../../../src/http/reply.ts'
import { fakeResponder } from '../../support/fake-responder.ts'
import { httpAgent } from '../../support/http.ts'

/** A request that may wait. */
interface Waiter {
  readonly url: string
  readonly index: number
  /** Undefined while it waits. */
  body: string | undefined
  gone: boolean
  leave(): void
}

/** Who was woken looks again in a turn of its own. */
const settled = (): Promise<void> => turns(2)
const dispatcherOf = (agent: Agent): Dispatcher => new Dispatcher(agent, new Router(routes))

function ask(dispatcher: Dispatcher, url: string, index: number): Waiter {
  let close = (): void => undefined
  const waiter: Waiter = { url, index, body: undefined, gone: false, leave: () => undefined }
  waiter.leave = () => {
    waiter.gone = true
    close()
  }
  const asked = `${url}index=${index}&wait=10m`
  const raw = { method: 'GET', url: asked, rawHeaders: [], headers: {}, resume: () => undefined }
  const send = ({ body }: Prepared): void => void (waiter.body = body.toString())
  dispatcher.handle(
    raw,
    fakeResponder(send, fn => (close = fn)),
  )
  return waiter
}

/** Counts those whom the store has to find. */
const countWatches =
  ({ store }: Agent) =>
  (): number =>
    store.watchSetCount

const key = fc.constantFrom('a', 'b', 'a/1')
const url = fc.constantFrom('/v1/kv/a?', '/v1/kv/b?', '/v1/kv/a?recurse&', '/v1/kv/a?dc=dc1&', '/v1/catalog/services?')
const set = (agent: Agent, Key: string, Value: string): unknown =>
  agent.store.write(tx => kv.setKey(tx, { Key, Value, Flags: 0 }))

type Step = (agent: Agent, waiters: Waiter[], dispatcher: Dispatcher) => unknown
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(url, fc.integer({ min: -2, max: 2 })).map(([u, off]): Step => (agent, waiters, dispatcher) => {
      waiters.push(ask(dispatcher, u, Math.max(1, agent.store.index + off)))
    }),
  },
  fc.tuple(key, fc.nat(3)).map(
    ([k, v]): Step =>
      agent =>
        set(agent, k, String(v)),
  ),
  key.map(
    (k): Step =>
      agent =>
        agent.store.write(tx => kv.deleteKey(tx, k)),
  ),
  fc.nat(20).map(
    (n): Step =>
      (_, waiters) =>
        waiters[n]?.leave(),
  ),
)

it('waits as long as there is no change, also beside other readers, and leaves nothing behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(steps, { maxLength: 4 }), { maxLength: 15 }), async rounds => {
      const { agent } = httpAgent()
      const watches = countWatches(agent)
      const dispatcher = dispatcherOf(agent)
      const waiters: Waiter[] = []
      for (const round of rounds) {
        for (const step of round) step(agent, waiters, dispatcher)
        await settled()
        for (const waiter of waiters) {
          if (waiter.gone || waiter.body !== undefined) continue
          const other = dispatcherOf(agent)
          const alone = ask(other, waiter.url, waiter.index)
          // the index of what is not there moves with other keys, and that is no news
          expect({ url: waiter.url, body: alone.body || undefined }).toEqual({ url: waiter.url, body: undefined })
          alone.leave()
          other.close()
        }
      }
      const waiting = waiters.filter(({ gone, body }) => !gone && body === undefined)
      expect(agent.blocking.size).toBe(waiting.length)
      for (const waiter of waiting) waiter.leave()
      dispatcher.close()
      expect([agent.blocking.size, watches()]).toEqual([0, 0])
      agent.stop()
    }),
    { numRuns: 200 },
  )
})

it('is found once by a write, however many wait', async () => {
  const { agent } = httpAgent()
  set(agent, 'a', '1')
  const watches = countWatches(agent)
  const dispatcher = dispatcherOf(agent)
  const waiters = Array.from({ length: 500 }, () => ask(dispatcher, '/v1/kv/a?', agent.store.index))
  expect([agent.blocking.size, watches()]).toEqual([500, 1])
  set(agent, 'a', '2')
  expect(waiters.every(({ body }) => body === undefined)).toBe(true)
  await settled()
  while (agent.blocking.size > 0) await settled()
  expect(new Set(waiters.map(({ body }) => body)).size).toBe(1)
  expect(waiters[0]?.body).toContain('Mg==')
})

it('is answered after a restore, also when a change had woken it just before', async () => {
  const { agent } = httpAgent()
  set(agent, 'a', '1')
  const saved = agent.store.snapshot()
  for (let i = 2; i < 9; i++) set(agent, 'a', String(i))
  const dispatcher = dispatcherOf(agent)
  const waiters = ['/v1/kv/a?', '/v1/kv/a?', '/v1/kv/b?'].map(u => ask(dispatcher, u, agent.store.index))
  set(agent, 'a', '9')
  agent.store.restore(saved)
  await settled()
  expect(waiters.map(({ body }) => body?.includes('MQ=='))).toEqual([true, true, false])
})

it('whose client left after it was woken is not answered', async () => {
  const { agent } = httpAgent()
  set(agent, 'a', '1')
  const dispatcher = dispatcherOf(agent)
  const waiters = [1, 2, 3].map(() => ask(dispatcher, '/v1/kv/a?', agent.store.index))
  set(agent, 'a', '2')
  waiters[1]?.leave()
  await settled()
  expect(waiters.map(({ body }) => body !== undefined)).toEqual([true, false, true])
})

// a long list took 40 ms to be written, and the answer to the write that woke its reader left behind it
it('is not read anew before what the writer is told has left at the end of its turn', async () => {
  const { agent } = httpAgent()
  set(agent, 'a', '1')
  const waiter = ask(dispatcherOf(agent), '/v1/kv/a?', agent.store.index)
  set(agent, 'a', '2')
  const woken = await new Promise(resolve => nextTurn(() => resolve(waiter.body !== undefined)))
  await settled()
  expect([woken, waiter.body !== undefined]).toEqual([false, true])
})
