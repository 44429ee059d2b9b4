import { expect, test } from 'vitest'
import { turns } from '../../../src/lib/defer.ts'
import { WriteBatcher } from '../../../src/lib/write-batcher.ts'

/** Writes that note the turn in which they were sent. */
function writes(count: number) {
  const batcher = new WriteBatcher()
  const sent: number[] = []
  let turn = 0
  for (let i = 0; i < count; i++) batcher.add({ flush: () => void sent.push(turn) }, true)
  const next = async (): Promise<void> => {
    turn++
    await turns(1)
  }
  return { batcher, sent, next }
}

test('what is added in one turn leaves together in the next', async () => {
  const { sent, next } = writes(100)
  expect(sent).toEqual([])
  await next()
  expect(sent).toHaveLength(100)
  expect(new Set(sent).size).toBe(1)
})

test('thousands leave in several turns, in their order, so that sockets are served in between', async () => {
  const { sent, next } = writes(10_000)
  for (let i = 0; i < 100 && sent.length < 10_000; i++) await next()
  expect(sent).toHaveLength(10_000)
  expect(sent).toEqual([...sent].sort((a, b) => a - b))
  const perTurn = sent.filter(turn => turn === 2).length
  expect(perTurn).toBeGreaterThan(0)
  expect(perTurn).toBeLessThan(1_000)
})

test('a flush sends all at once', async () => {
  const { batcher, sent, next } = writes(1_000)
  batcher.flush()
  expect(sent).toHaveLength(1_000)
  await next()
  expect(sent).toHaveLength(1_000)
})

test('large ones leave at once, as many of them as others in one turn', async () => {
  const batcher = new WriteBatcher()
  const sent: number[] = []
  const add = (id: number, apart: boolean, large: boolean): void =>
    batcher.add({ flush: () => void sent.push(id) }, apart, large)
  add(0, false, false)
  add(1, false, true)
  add(2, true, true)
  expect(sent).toEqual([1])
  await turns(1)
  expect(sent).toEqual([1, 0, 2])
  for (let id = 0; id < 1000; id++) add(id, false, true)
  const atOnce = sent.length - 3
  expect(atOnce).toBeGreaterThan(0)
  expect(atOnce).toBeLessThan(1000)
  batcher.flush()
  expect(sent).toHaveLength(1003)
})
