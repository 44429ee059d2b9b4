import { describe, expect, test } from 'vitest'
import { HclError } from '../../../../src/go/hcl/error.ts'
import { parseHcl } from '../../../../src/go/hcl/parse.ts'

const parse = (text: string): unknown => {
  const value = parseHcl(Buffer.from(text))
  return JSON.parse(
    JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? Number(member) : member)),
  )
}

describe('values', () => {
  test.each([
    ['a = "x"', 'x'],
    ['a = 12', 12],
    ['a = -0x1f', -31],
    ['a = 010', 8],
    ['a = 1.5e3', 1500],
    ['a = .5', 0.5],
    ['a = true', true],
    ['a = [1, "b", false,]', [1, 'b', false]],
    ['a = []', []],
    ['a = { b = 1 }', [{ b: 1 }]],
    ['a { b = 1 }', [{ b: 1 }]],
    ['a "l" { b = 1 }', [{ l: [{ b: 1 }] }]],
    ['a { b = 1 }\na { b = 2 }', [{ b: 1 }, { b: 2 }]],
    ['a = [{ b = 1 }]\na { c = 2 }', [{ b: 1 }, { c: 2 }]],
    ['a = [1]\na = [2]', [1, 2]],
    ['a = 1\na = 2', 2],
    ['"a" = 1', 1],
  ])('%s', (text, expected) => {
    expect(parse(text)).toEqual({ a: expected })
  })

  test('whole numbers are exact', () => {
    expect(parseHcl(Buffer.from('a = 9223372036854775807'))).toEqual({ a: 9223372036854775807n })
  })

  test('a key may be called __proto__', () => {
    expect(JSON.stringify(parse('__proto__ { a = 1 }'))).toBe('{"__proto__":[{"a":1}]}')
  })
})

describe('strings', () => {
  test.each([
    [String.raw`"a\n\t\"\\b"`, 'a\n\t"\\b'],
    [String.raw`"\u00e9\U0001F600\x41\101"`, 'é😀AA'],
    [String.raw`"\xc3\xa9"`, 'é'],
    ['"${a("b")}\\n"', '${a("b")}\n'],
    ['"${"a\\n"}"', '${"a\\n"}'],
    ['"$"', '$'],
  ])('%s', (text, expected) => {
    expect(parse(`a = ${text}`)).toEqual({ a: expected })
  })
})

describe('heredocs', () => {
  test.each([
    ['<<EOF\nx\n  y\nEOF\n', 'x\n  y\n'],
    ['<<-EOF\n    x\n      y\n    EOF\n', 'x\n  y\n'],
    ['<<-EOF\n    x\n   y\n    EOF\n', '    x\n   y\n'],
    ['<<EOF\r\nx\r\nEOF\r\n', 'x\n'],
    ['<<EOF\nEOF\n', ''],
  ])('%j', (text, expected) => {
    expect(parse(`a = ${text}b = 1`)).toEqual({ a: expected, b: 1 })
  })
})

describe('comments', () => {
  test('may stand anywhere between tokens', () => {
    expect(parse('# a\n// b\n/* c\n */ a /* d */ = # e\n 1 // f')).toEqual({ a: 1 })
  })
})

describe('JSON', () => {
  test.each([
    ['{"a": {"b": [1, "c"], "d": null}, "e": 1.5}', { a: [{ b: [1, 'c'] }], e: 1.5 }],
    [' \n{"a": 1,}', { a: 1 }],
    ['{"a": {"b": {"c": 1}, "d": {"e": 2}}}', { a: [{ b: [{ c: 1 }] }, { d: [{ e: 2 }] }] }],
    ['{"a": {"b": 1 "c": 2}, "d": 3}', { a: [{ b: 1 }] }],
  ])('%s', (text, expected) => {
    expect(parse(text)).toEqual(expected)
  })
})

describe('bounds', () => {
  test.each([
    ['lists', 'a = ' + '['.repeat(100_000)],
    ['objects', 'a = ' + '{a='.repeat(100_000)],
    ['blocks', 'a {'.repeat(100_000)],
    ['labels', 'a '.repeat(100_000) + '{}'],
    ['JSON', '{"a":'.repeat(100_000)],
    ['JSON lists', '{"a":' + '['.repeat(100_000)],
  ])('%s that go too deep are refused', (_, text) => {
    expect(() => parse(text)).toThrow(HclError)
  })
})

test('where a comma is missing in JSON, what is read instead ends the object, and those around it where none follows', () => {
  const read = (text: string): unknown => parse(text)
  expect(read('{"a":"x","b":{"c":1 "d":2},"e":3}')).toEqual({ a: 'x', b: [{ c: 1 }] })
  expect(read('{"b":{"c":1 "d" , "e":3}')).toEqual({ b: [{ c: 1 }], e: 3 })
  expect(read('{"a":1 "b":2}')).toEqual({ a: 1 })
  expect(() => read('{"a":[{"b":1 "c":2}],"d":3}')).toThrow('unexpected token while parsing list: COLON')
})
