import { describe, expect, test } from 'vitest'
import { clockText, countText, leftText, nanosText, previewText, sizeText, timeText } from '../../../ui/lib/format.ts'
import { matcher } from '../../../ui/lib/search.ts'
import { countStatuses, severity, statusCounts, statusOf, worst } from '../../../ui/lib/status.ts'
import { scrollTo, visibleRows } from '../../../ui/lib/window.ts'

describe('the rows that are drawn', () => {
  test('are those in sight and a few more, however many there are', () => {
    expect(visibleRows(10_000, 30, 0, 600)).toEqual({ first: 0, end: 28 })
    expect(visibleRows(10_000, 30, 3000, 600)).toEqual({ first: 92, end: 128 })
  })

  test('stay within the list, also when it has become shorter than it was scrolled', () => {
    expect(visibleRows(5, 30, 0, 600)).toEqual({ first: 0, end: 5 })
    expect(visibleRows(5, 30, 9000, 600)).toEqual({ first: 5, end: 5 })
    expect(visibleRows(0, 30, 0, 600)).toEqual({ first: 0, end: 0 })
  })

  test('a row is scrolled to no further than it takes to see it', () => {
    expect(scrollTo(0, 30, 300, 600)).toBe(0)
    expect(scrollTo(15, 30, 300, 600)).toBe(300)
    expect(scrollTo(40, 30, 300, 600)).toBe(630)
  })
})

describe('search', () => {
  test('wants every word, in any of the texts', () => {
    const matches = matcher(' Web  PROD ')
    expect(matches('web-1', 'prod')).toBe(true)
    expect(matches('web-1', undefined)).toBe(false)
    expect(matcher('')('anything')).toBe(true)
  })
})

describe('status', () => {
  test('filters tell how many there are of each, and in all', () => {
    expect(statusCounts(['passing', 'critical', undefined, 'passing'])).toEqual({ all: 4, passing: 2, critical: 1 })
  })

  test('what is critical is worse than any number of warnings', () => {
    const order = [
      { passing: 5, warning: 0, critical: 0 },
      { passing: 0, warning: 900, critical: 0 },
      { passing: 0, warning: 0, critical: 1 },
    ].map(severity)
    expect(order.toSorted((a, b) => a - b)).toEqual(order)
  })

  test('what nobody understands is critical', () => {
    expect(statusOf('passing')).toBe('passing')
    expect(statusOf('maintenance')).toBe('critical')
  })

  test('the worst of several counts', () => {
    expect(worst(countStatuses([{ Status: 'passing' }, { Status: 'warning' }]))).toBe('warning')
    expect(worst({ passing: 1, warning: 1, critical: 1 })).toBe('critical')
    expect(worst({ passing: 3, warning: 0, critical: 0 })).toBe('passing')
    expect(worst(countStatuses([]))).toBeUndefined()
  })
})

describe('for people', () => {
  test('counts', () => {
    expect(countText(10_000, 10_000)).toBe('10,000')
    expect(countText(3, 1200)).toBe('3 of 1,200')
  })

  test('durations and sizes', () => {
    expect([0, 15e9, 90e9, 120e9, 150e9].map(nanosText)).toEqual(['0ms', '15s', '90s', '2m', '2m30s'])
    expect([12, 2048, 3 * 1024 * 1024].map(sizeText)).toEqual(['12 B', '2.0 KiB', '3.0 MiB'])
  })

  test('times, and what is none as it is', () => {
    expect(timeText('2026-01-02T03:04:05.678Z')).toBe('03:04:05.678')
    expect(timeText('soon')).toBe('soon')
  })

  test('clocks', () => {
    expect(clockText(Date.UTC(2026, 0, 2, 3, 4, 5, 999))).toBe('03:04:05')
    expect(clockText(undefined)).toBe('--:--:--')
    expect([1, 61_000, 125_000, 7_200_000, -5].map(left => leftText(left, 0))).toEqual([
      '1s',
      '61s',
      '2m5s',
      '2h0m',
      '0s',
    ])
  })

  test('one line of a text', () => {
    expect(previewText('a\n  b')).toBe('a b')
  })
})
