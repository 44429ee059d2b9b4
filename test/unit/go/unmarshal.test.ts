import { expect, test } from 'vitest'
import { unmarshal } from '../../../src/go/unmarshal.ts'
import { list, string, struct } from '../../../src/go/decode.ts'

const schema = list(struct({ key: string() }, { name: 'pkg.Entry' }), '[]*pkg.Entry')
const read = (text: string) => unmarshal(schema, Buffer.from(text))

test.each([
  ['[]', []],
  [' [{"key":"a"}] \n', [{ key: 'a' }]],
  ['[{"key":"]}\\"["}]', [{ key: ']}"[' }]],
  ['null', []],
])('%s', (text, value) => {
  expect(read(text)).toEqual(value)
})

test.each([
  ['', 'unexpected end of JSON input'],
  ['[{"key":"a"},', 'unexpected end of JSON input'],
  ['nul', "invalid character ' ' in literal null (expecting 'l')"],
  ['-', "invalid character ' ' in numeric literal"],
  ['"a', 'unexpected end of JSON input'],
  ['[] x', "invalid character 'x' after top-level value"],
  ['[{"key":5}] ]', "invalid character ']' after top-level value"],
  ['not json', "invalid character 'o' in literal null (expecting 'u')"],
  ['{}', 'json: cannot unmarshal object into Go value of type []*pkg.Entry'],
  ['[{"key":5}]', 'json: cannot unmarshal number into Go struct field Entry.key of type string'],
])('%j is refused', (text, message) => {
  expect(() => read(text)).toThrow(message)
})
