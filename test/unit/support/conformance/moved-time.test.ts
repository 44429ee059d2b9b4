import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { movedTime, type MovedTime } from '../../../../test/support/conformance/moved-time.ts'

const START = Date.UTC(2025, 0, 1)
const never = new Promise<never>(() => {})

const after = (time: MovedTime, ms: number) =>
  new Promise<number>(resolve => {
    time.clock.setTimeout(() => resolve(time.now() - START), ms)
  })

test('stands still until it is moved', async () => {
  const time = movedTime(START)
  await time.within(Promise.resolve(), 1000)
  expect(time.now()).toBe(START)
  await time.elapse(90_000)
  expect(time.now()).toBe(START + 90_000)
})

test('does not move for an answer that is on its way', async () => {
  const time = movedTime(START)
  const served = new Promise(resolve => {
    setTimeout(resolve, 5, 'answer')
  })
  expect(await time.within(served, 1000)).toBe('answer')
  expect(time.now()).toBe(START)
})

test('moves to the moment of an answer that waits for time, and no further', async () => {
  const time = movedTime(START)
  expect(await time.within(after(time, 20_000), 60_000)).toBe(20_000)
  expect(time.now()).toBe(START + 20_000)
})

test('stops at the moment of each timer on the way', async () => {
  const time = movedTime(START)
  const moments: number[] = []
  const tick = () => {
    moments.push(time.now() - START)
    if (moments.length < 3) time.clock.setTimeout(tick, 35)
  }
  time.clock.setTimeout(tick, 35)
  await time.elapse(1000)
  expect(moments).toEqual([35, 70, 105])
})

test('gives up when so much time passed without an answer', async () => {
  const time = movedTime(START)
  expect(await time.within(never, 5000)).toBeUndefined()
  expect(time.now()).toBe(START + 5000)
})

test('passes an error on', async () => {
  const time = movedTime(START)
  await expect(time.within(Promise.reject(new Error('refused')), 5000)).rejects.toThrow('refused')
})

test('a timer that was cleared holds nothing up', async () => {
  const time = movedTime(START)
  time.clock.setTimeout(() => expect.unreachable(), 10).clear()
  expect(time.clock.nextDue).toBe(Infinity)
  await time.elapse(20)
  expect([time.clock.pending, time.clock.fired]).toEqual([0, 0])
})

test('goes no faster than the machine while a script runs', async () => {
  const time = movedTime(START)
  const script = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 100)'])
  const exited = once(script, 'exit').then(() => time.now() - START)
  const began = performance.now()
  await time.elapse(60_000)
  expect(await exited).toBeLessThanOrEqual(performance.now() - began + 100)
})
