import { expect, test } from 'vitest'
import { parseWholeJson } from '../../../src/go/json.ts'

test('a 64-bit number keeps all its digits', () => {
  expect(parseWholeJson('[{"Flags":18446744073709551615}]')).toEqual([{ Flags: 18446744073709551615n }])
})

test('what follows the value is an error as with JSON.parse', () => {
  expect(() => parseWholeJson('{} x')).toThrow(SyntaxError)
})
