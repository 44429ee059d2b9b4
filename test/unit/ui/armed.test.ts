import { expect, test } from 'vitest'
import { armed } from '../../../ui/lib/armed.ts'
import { spanText } from '../../../ui/lib/format.ts'

const QUIET = {
  Clock: { Now: '2026-01-01T00:00:00Z', Mode: 'system', OffsetMs: 0 },
  Leader: '127.0.0.1:8300',
  Faults: 0,
  BlockedQueries: 0,
  History: false,
} as const

const texts = (change: object): readonly string[] => armed({ ...QUIET, ...change }).map(({ text }) => text)

test('an agent that was left alone has nothing to show', () => {
  expect(armed(undefined)).toEqual([])
  expect(armed(QUIET)).toEqual([])
})

test('everything that is in effect is shown, the most severe first', () => {
  const Clock = { ...QUIET.Clock, OffsetMs: 3_723_000 }
  const all = { Clock, Leader: '', Faults: 2, BlockedQueries: 1200 }
  expect(texts(all)).toEqual(['No leader', '2 faults', 'Clock +1h2m', '1,200 blocked'])
  expect(texts({ Faults: 1 })).toEqual(['1 fault'])
  expect(texts({ Clock: { ...QUIET.Clock, Mode: 'manual' } })).toEqual(['Clock stopped'])
})

test('a span is shown in its two largest units', () => {
  expect([400, 1000, 61_000, 3_600_000, 90_061_000].map(spanText)).toEqual(['400ms', '1s', '1m1s', '1h', '1d1h'])
})
