import { expect, test } from 'vitest'
import { isKept } from '../../../src/agent/metrics-filter.ts'

const filter = { allowed: ['consul.api.http', 'consul.kv'], blocked: ['consul.api', 'consul.kv'], others: true }

test.each([
  ['consul.api.http.get', true],
  ['consul.api.other', false],
  ['consul.kv.entries', false],
  ['consul.raft', true],
])('the longest beginning that a rule names decides whether %s is kept', (name, kept) => {
  expect(isKept(filter, name)).toBe(kept)
})

test('metrics that no rule names are kept by default only', () => {
  expect(isKept({ allowed: [], blocked: [], others: true }, 'a')).toBe(true)
  expect(isKept({ allowed: ['b'], blocked: [], others: false }, 'a')).toBe(false)
})
