import { expect, test } from 'vitest'
import { CheckUnderTest } from './harness.ts'

const start = (fields: object = {}): CheckUnderTest => new CheckUnderTest({ interval: 0, ttl: 1000, ...fields })

test('is critical when there was no news within the TTL, and says so once', async () => {
  const check = start()
  await check.clock.advance(999)
  expect(check.reports).toEqual([])
  await check.clock.advance(1)
  expect(check.reports).toEqual([{ status: 'critical', output: 'TTL expired' }])
  await check.clock.advance(10_000)
  expect(check.reports).toHaveLength(1)
})

test('an update is reported and starts the TTL again', async () => {
  const check = start()
  await check.clock.advance(900)
  check.running.update?.('passing', '')
  await check.clock.advance(900)
  expect(check.reports).toEqual([{ status: 'passing', output: '' }])
  await check.clock.advance(100)
  expect(check.reports.at(-1)).toEqual({ status: 'critical', output: 'TTL expired' })
})

test('repeats the last output when it expires, each time the same', async () => {
  const check = start()
  check.running.update?.('warning', 'slow')
  await check.clock.advance(1000)
  const expired = 'TTL expired (last output before timeout follows): slow'
  expect(check.reports.at(-1)).toEqual({ status: 'critical', output: expired })
  check.running.update?.('critical', '')
  await check.clock.advance(1000)
  expect(check.reports.at(-1)).toEqual({ status: 'critical', output: 'TTL expired' })
})

test('truncates a long output', () => {
  const check = start({ outputMaxSize: 9000 })
  check.running.update?.('passing', 'x'.repeat(5000))
  expect(check.reports.at(-1)?.output).toBe(`${'x'.repeat(4096)} ... (captured 4096 of 5000 bytes)`)

  const small = start({ outputMaxSize: 10 })
  small.running.update?.('passing', '0123456789abcdef')
  expect(small.reports.at(-1)?.output).toBe('0123456789 ... (captured 10 of 16 bytes)')
})

test('knows no thresholds', () => {
  const check = start({ successBeforePassing: 3, failuresBeforeCritical: 3 })
  for (const status of ['passing', 'critical', 'passing'] as const) check.running.update?.(status, '')
  expect(check.reports.map(({ status }) => status)).toEqual(['passing', 'critical', 'passing'])
})

test('says nothing after stop', async () => {
  const check = start()
  check.running.stop()
  check.running.stop()
  check.running.update?.('passing', '')
  await check.clock.advance(5000)
  expect(check.reports).toEqual([])
  expect(check.clock.pending).toBe(0)
})
