import { describe, expect, test } from 'vitest'
import { CheckUnderTest, firstResult, settled } from './harness.ts'

describe('kinds that are not built', () => {
  test.each([[{ osService: 'x' }, 'miniconsul does not run OSService checks']])('%j', async (fields, output) => {
    expect(await firstResult(fields)).toEqual({ status: 'critical', output })
  })
})

test('what is of no kind does nothing', async () => {
  const check = new CheckUnderTest({})
  await check.clock.advance(5000, settled)
  expect(check.reports).toEqual([])
  expect(check.clock.pending).toBe(0)
})

test('only TTL checks take results from outside', () => {
  expect(new CheckUnderTest({ interval: 0, ttl: 1000 }).running.update).toBeTypeOf('function')
  expect(new CheckUnderTest({ http: 'http://127.0.0.1:1/' }).running.update).toBeUndefined()
})
