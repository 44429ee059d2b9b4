import { expect, it } from 'vitest'
import { MovableClock } from '../../../src/lib/clock.ts'

it('runs what falls due in order of time, each at its own moment', async () => {
  const clock = new MovableClock({ manual: true, start: 1000 })
  const seen: [string, number][] = []
  clock.setTimeout(() => seen.push(['late', clock.now()]), 300)
  clock.setTimeout(() => {
    seen.push(['early', clock.now()])
    clock.setTimeout(() => seen.push(['nested', clock.now()]), 50)
  }, 100)
  clock.setTimeout(() => seen.push(['never', clock.now()]), 1000)
  await clock.advance(500)
  expect(seen).toEqual([
    ['early', 1100],
    ['nested', 1150],
    ['late', 1300],
  ])
  expect(clock.now()).toBe(1500)
  expect(clock.pending).toBe(1)
})

it('does not run what was cleared, and clearing twice does no harm', async () => {
  const clock = new MovableClock({ manual: true })
  let ran = false
  const timer = clock.setTimeout(() => {
    ran = true
  }, 10)
  timer.clear()
  timer.clear()
  await clock.advance(100)
  expect(ran).toBe(false)
  expect(clock.pending).toBe(0)
})

it('flows with its base when it is not manual, and can be moved besides', async () => {
  const base = new MovableClock({ manual: true, start: 0 })
  const clock = new MovableClock({ base })
  const seen: number[] = []
  clock.setTimeout(() => seen.push(clock.now()), 1000)
  await base.advance(400)
  expect(clock.now()).toBe(400)
  await clock.advance(500)
  expect(clock.now()).toBe(900)
  expect(seen).toEqual([])
  await base.advance(100)
  expect(seen).toEqual([1000])
})
