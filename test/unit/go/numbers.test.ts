import { describe, expect, test } from 'vitest'
import { parseGoBool, parseGoFloat, parseGoInt, parseGoUint } from '../../../src/go/numbers.ts'

describe('parseGoInt', () => {
  test.each([
    ['0', 0n],
    ['-0', 0n],
    ['+12', 12n],
    ['017', 15n],
    ['0o17', 15n],
    ['0b101', 5n],
    ['0xfF', 255n],
    ['-0x10', -16n],
    ['1_000', 1000n],
    ['0x_1', 1n],
    ['0_7', 7n],
    ['9223372036854775807', 2n ** 63n - 1n],
    ['-9223372036854775808', -(2n ** 63n)],
  ])('%s', (text, value) => {
    expect(parseGoInt(text)).toEqual({ value })
  })

  test.each(['', '-', '+', 'x', '1.0', '08', '0b2', '0x', '0b', '_1', '1_', '1__0', '0x1_', ' 1', '1e3', '٣'])(
    '%j is no number',
    text => {
      expect(parseGoInt(text)).toEqual({ error: `strconv.ParseInt: parsing "${text}": invalid syntax` })
    },
  )

  test.each(['9223372036854775808', '-9223372036854775809', '99999999999999999999999x'])('%s is out of range', text => {
    expect(parseGoInt(text)).toEqual({ error: `strconv.ParseInt: parsing "${text}": value out of range` })
  })

  test('quotes what it could not read', () => {
    expect(parseGoInt('8"\t')).toEqual({ error: 'strconv.ParseInt: parsing "8\\"\\t": invalid syntax' })
  })
})

test('parseGoUint', () => {
  expect(parseGoUint('18446744073709551615')).toEqual({ value: 2n ** 64n - 1n })
  expect(parseGoUint('65535', 16)).toEqual({ value: 65535n })
  expect(parseGoUint('65536', 16)).toEqual({ error: 'strconv.ParseUint: parsing "65536": value out of range' })
  expect(parseGoUint('-1')).toEqual({ error: 'strconv.ParseUint: parsing "-1": invalid syntax' })
})

test('parseGoFloat', () => {
  expect(parseGoFloat('-1.5e3')).toEqual({ value: -1500 })
  expect(parseGoFloat('.5')).toEqual({ value: 0.5 })
  expect(parseGoFloat('-Inf')).toEqual({ value: -Infinity })
  expect(parseGoFloat('nan')).toEqual({ value: NaN })
  expect(parseGoFloat('1e999')).toEqual({ error: 'strconv.ParseFloat: parsing "1e999": value out of range' })
  expect(parseGoFloat('1.')).toEqual({ value: 1 })
  expect(parseGoFloat('x')).toEqual({ error: 'strconv.ParseFloat: parsing "x": invalid syntax' })
})

test('parseGoBool', () => {
  for (const text of ['1', 't', 'T', 'TRUE', 'true', 'True']) expect(parseGoBool(text)).toEqual({ value: true })
  for (const text of ['0', 'f', 'F', 'FALSE', 'false', 'False']) expect(parseGoBool(text)).toEqual({ value: false })
  expect(parseGoBool('tRUE')).toEqual({ error: 'strconv.ParseBool: parsing "tRUE": invalid syntax' })
})
