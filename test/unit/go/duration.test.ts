import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  DurationError,
  HOUR,
  MICROSECOND,
  MILLISECOND,
  MINUTE,
  SECOND,
  formatDuration,
  parseDuration,
  toMs,
} from '../../../src/go/duration.ts'

describe('parseDuration', () => {
  test.each([
    ['0', 0],
    ['-0', 0],
    ['+0', 0],
    ['0s', 0],
    ['15s', 15 * SECOND],
    ['+15s', 15 * SECOND],
    ['-15s', -15 * SECOND],
    ['1h30m', HOUR + 30 * MINUTE],
    ['1.5s', 1.5 * SECOND],
    ['.5s', 0.5 * SECOND],
    ['1.s', SECOND],
    ['10ms', 10 * MILLISECOND],
    ['3us', 3 * MICROSECOND],
    ['3\u00b5s', 3 * MICROSECOND],
    ['3\u03bcs', 3 * MICROSECOND],
    ['7ns', 7],
    ['1m1m', 2 * MINUTE],
    ['0.3333333333333333333h', 1_200_000_000_000],
    ['0.9999999999ns', 0],
    ['8760h', 8760 * HOUR],
    ['-2562047h47m16.854775808s', -(2 ** 63)],
    [`1.${'0'.repeat(5000)}1s`, SECOND],
  ])('%j', (text, ns) => {
    expect(parseDuration(text)).toBe(ns)
  })

  test.each([
    ['', 'time: invalid duration ""'],
    ['-', 'time: invalid duration "-"'],
    ['soon', 'time: invalid duration "soon"'],
    [' 15s', 'time: invalid duration " 15s"'],
    ['+-10s', 'time: invalid duration "+-10s"'],
    ['.s', 'time: invalid duration ".s"'],
    ['15', 'time: missing unit in duration "15"'],
    ['1m15', 'time: missing unit in duration "1m15"'],
    ['1.5', 'time: missing unit in duration "1.5"'],
    ['5x', 'time: unknown unit "x" in duration "5x"'],
    ['5s ', 'time: unknown unit "s " in duration "5s "'],
    ['1d', 'time: unknown unit "d" in duration "1d"'],
    ['10µx', 'time: unknown unit "\\xc2\\xb5x" in duration "10\\xc2\\xb5x"'],
    ['"\\\n', 'time: invalid duration "\\"\\\\\\x0a"'],
    ['9223372036854775808ns', 'time: invalid duration "9223372036854775808ns"'],
    ['2562048h', 'time: invalid duration "2562048h"'],
    [`${'9'.repeat(30)}h`, `time: invalid duration "${'9'.repeat(30)}h"`],
  ])('%j is refused in the words of Go', (text, message) => {
    expect(() => parseDuration(text)).toThrow(new DurationError(message))
  })

  test('a text of a megabyte is read or refused at once', () => {
    expect(parseDuration('0'.repeat(1e6) + '1s')).toBe(SECOND)
    expect(() => parseDuration('9'.repeat(1e6))).toThrow(DurationError)
  })
})

describe('formatDuration', () => {
  test.each([
    [0, '0s'],
    [1, '1ns'],
    [-1, '-1ns'],
    [1100, '1.1µs'],
    [10 * MILLISECOND, '10ms'],
    [2_200_000, '2.2ms'],
    [SECOND, '1s'],
    [1.5 * SECOND, '1.5s'],
    [90 * SECOND, '1m30s'],
    [HOUR, '1h0m0s'],
    [24 * HOUR, '24h0m0s'],
    [-(HOUR + MINUTE + 1.001 * SECOND), '-1h1m1.001s'],
    [-(2 ** 63), '-2562047h47m16.854775808s'],
  ])('%d is %s', (ns, text) => {
    expect(formatDuration(ns)).toBe(text)
  })

  test('what it writes reads back', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), ns => {
        expect(parseDuration(formatDuration(ns))).toBe(ns)
      }),
    )
  })
})

test('toMs', () => {
  expect(toMs(1.5 * SECOND)).toBe(1500)
})

test('what is quoted is told as Go quotes it, byte by byte', () => {
  for (const [text, quoted] of [
    ['"\\', '"\\"\\\\"'],
    ['é\u0001', '"\\xc3\\xa9\\x01"'],
    ['a\x7f€"', '"a\x7f\\xe2\\x82\\xac\\""'],
  ] as const) {
    expect(() => parseDuration(text)).toThrow(`time: invalid duration ${quoted}`)
  }
})
