import { expect, test } from 'vitest'
import { turns } from '../../../src/lib/defer.ts'
import { inSlices, runToEnd, type Sliceable, slicesOf } from '../../../src/lib/slices.ts'

/** Computes for so many milliseconds. */
function compute(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

function* long(steps: number, ended?: () => void): Sliceable<number> {
  try {
    for (let i = 0; i < steps; i++) {
      compute(10)
      yield
    }
    return steps
  } finally {
    ended?.()
  }
}

const never = (): never => {
  throw new Error('not wanted')
}

test('Short work is done at once, and so is what must not wait.', () => {
  let result: number | undefined
  inSlices(long(1), { isWanted: never, done: value => (result = value), failed: never })
  expect(result).toBe(1)
  expect(runToEnd(long(30))).toBe(30)
})

test('Long work lets others have their turns.', async () => {
  let others = 0
  const count = (): void => {
    others++
    setImmediate(count).unref()
  }
  setImmediate(count)
  expect(await slicesOf(long(30))).toBe(30)
  expect(others).toBeGreaterThan(3)
})

test('Work that is not wanted any more ends, and nothing is said of it.', async () => {
  let wanted = true
  let ended = false
  inSlices(
    long(1_000_000, () => (ended = true)),
    { isWanted: () => wanted, done: never, failed: never },
  )
  await turns(2)
  expect(ended).toBe(false)
  wanted = false
  await turns(2)
  expect(ended).toBe(true)
})

test('An error is told, in the first slice and in a later one.', async () => {
  function* failing(after: number): Sliceable<never> {
    yield* long(after)
    throw new Error(`after ${after}`)
  }
  await expect(slicesOf(failing(0))).rejects.toThrow('after 0')
  await expect(slicesOf(failing(20))).rejects.toThrow('after 20')
})
