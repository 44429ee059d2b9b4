import { expect, it } from 'vitest'
import { Blocking, type BlockingQuery } from '../../../src/agent/blocking.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { getKey, setKey } from '../../../src/state/kv.ts'
import { Store } from '../../../src/state/store.ts'
import type { WatchSet } from '../../../src/state/watch-set.ts'

const settled = async (): Promise<void> => {
  for (let i = 0; i < 3; i++) await new Promise(setImmediate)
}

const write = (store: Store, Value: string): void => {
  store.write(tx => setKey(tx, { Key: 'a', Value, Flags: 0 }))
}

interface Value {
  readonly index: number
  readonly watchSet: WatchSet
}

/** A query of one key that blocks until its index is above `index`. */
function queryOf(store: Store, index: number, answer: (value: Value) => void): BlockingQuery<Value> {
  return {
    source: {
      read: () => {
        const { value, watchSet } = store.readTracked(view => getKey(view, 'a'))
        return { index: value.index, watchSet }
      },
      watchSetOf: ({ watchSet }) => watchSet,
    },
    isNews: value => value.index > index,
    wait: 1000,
    answer,
    fail: error => {
      throw error
    },
    label: '/v1/kv/a',
  }
}

it('answers all other queries when one cannot be answered, and reports what was thrown', async () => {
  const errors: unknown[] = []
  const clock = new MovableClock({ manual: true, start: 0 })
  const blocking = new Blocking(clock, seededRandom(1), error => errors.push(error))
  const store = new Store()
  write(store, '1')
  const answered: string[] = []
  const failing = (): never => {
    throw new Error('the connection is gone')
  }
  blocking.run(queryOf(store, store.index, failing))
  blocking.run(queryOf(store, store.index, () => answered.push('second')))
  write(store, '2')
  await settled()
  expect([answered, errors.length, blocking.size]).toEqual([['second'], 1, 0])
  blocking.run(queryOf(store, store.index, () => answered.push('third')))
  write(store, '3')
  await settled()
  expect(answered).toEqual(['second', 'third'])
})

it('is one watch set to the state, however many queries share a read', async () => {
  const blocking = new Blocking(new MovableClock({ manual: true, start: 0 }), seededRandom(1))
  const store = new Store()
  write(store, '1')
  const { watchSet } = store.readTracked(view => getKey(view, 'a'))
  let answered = 0
  const shared: BlockingQuery<Value> = {
    ...queryOf(store, store.index, () => answered++),
    source: { read: () => ({ index: getKey(store.view, 'a').index, watchSet }), watchSetOf: value => value.watchSet },
  }
  const readers = Array.from({ length: 300 }, () => blocking.run(shared))
  expect([blocking.size, store.watchSetCount]).toEqual([300, 1])
  for (const reader of readers.slice(0, 100)) reader?.abandon()
  write(store, '2')
  expect(answered).toBe(0)
  while (blocking.size > 0) await settled()
  expect([answered, store.watchSetCount]).toEqual([200, 0])
})
