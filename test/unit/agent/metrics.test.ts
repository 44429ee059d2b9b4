import { expect, test } from 'vitest'
import { Metrics } from '../../../src/agent/metrics.ts'

const clock = { time: 1_000_000, now: () => clock.time }

test('values are shown by intervals of ten seconds, once the interval is over', () => {
  const metrics = new Metrics(clock)
  const counter = metrics.counter('rpc.request')
  counter.add()
  counter.add()
  const shown = () => metrics.counters.map(({ series, values }) => [series.name, values.count])
  expect(shown()).toEqual([['rpc.request', 2]])
  expect(metrics.shownSince).toBe(1_000_000)
  clock.time += 10_000
  counter.add()
  expect(shown()).toEqual([['rpc.request', 2]])
  expect(metrics.shownSince).toBe(1_000_000)
  clock.time += 10_000
  expect(shown()).toEqual([['rpc.request', 1]])
  clock.time += 10_000
  expect(shown()).toEqual([])
  expect(metrics.totals.counters.map(({ values }) => values.sum)).toEqual([3])
})

test('a sample knows its least, greatest and mean value, and how far they lie apart', () => {
  const metrics = new Metrics(clock)
  const sample = metrics.sample('api.http', { method: 'GET' })
  for (const value of [1, 2, 3]) sample.add(value)
  const [shown] = metrics.samples
  expect(shown?.values).toMatchObject({ count: 3, sum: 6, min: 1, max: 3, mean: 2, deviation: 1 })
})

test('one name with the same labels is one series', () => {
  const metrics = new Metrics(clock)
  expect(metrics.sample('a', { path: 'x' })).toBe(metrics.sample('a', { path: 'x' }))
  expect(metrics.sample('a', { path: 'x' })).not.toBe(metrics.sample('a', { path: 'y' }))
})
