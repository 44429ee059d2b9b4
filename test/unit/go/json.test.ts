import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runToEnd } from '../../../src/lib/slices.ts'
import { JsonError, jsonSlices, parseExactJson, parseJson, toJson } from '../../../src/go/json.ts'
import { Members } from '../../../src/go/json/members.ts'
import { quoteGo } from '../../../src/go/quote.ts'

describe('parseJson', () => {
  test.each([
    ['{"a":[1,2.5,"x",true,false,null,{}]}', { a: [1, 2.5, 'x', true, false, null, {}] }],
    [' \t\r\n[ ]', []],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['[18446744073709551615]', [18446744073709551615n]],
    ['{"f":-9223372036854775808}', { f: -9223372036854775808n }],
    ['"1234567890123456789"', '1234567890123456789'],
    ['1234567890.1234567890123456', Number('1234567890.1234567890123456')],
    ['{"a":1,"a":2}', { a: 2 }],
    ['{"a":1234567890123456789,"a":2}', { a: 2 }],
    ['"\\ud83d\\ude00 \\ud800 \\udc00\\n"', '😀 \ufffd \ufffd\n'],
    ['"\\\\ud800"', '\\ud800'],
    ['"\ud800"', '\ufffd'],
  ])('%j', (text, value) => {
    expect(parseJson(text)).toEqual(value)
    expect(parseJson(Buffer.from(text))).toEqual(typeof value === 'string' ? value.toWellFormed() : value)
  })

  test.each([
    ['{"Name":"x"} trailing', { Name: 'x' }],
    ['[1]]', [1]],
    ['12x', 12],
    ['01', 0],
    ['"a"b', 'a'],
    ['nullx', null],
    ['{"a":12345678901234567890}{', { a: 12345678901234567890n }],
  ])('what follows the first value of %j is ignored', (text, value) => {
    expect(parseJson(text)).toEqual(value)
  })

  test.each([
    ['', 'EOF'],
    [' \n', 'EOF'],
    ['{', 'unexpected EOF'],
    ['{"a"', 'unexpected EOF'],
    ['{"a":', 'unexpected EOF'],
    ['{"a":1', 'unexpected EOF'],
    ['[1,', 'unexpected EOF'],
    ['"abc', 'unexpected EOF'],
    ['"\\', 'unexpected EOF'],
    ['"\\u12', 'unexpected EOF'],
    ['nul', 'unexpected EOF'],
    ['-', 'unexpected EOF'],
    ['1.', 'unexpected EOF'],
    ['1e', 'unexpected EOF'],
    ['x', "invalid character 'x' looking for beginning of value"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{bad', "invalid character 'b' looking for beginning of object key string"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['nope', "invalid character 'o' in literal null (expecting 'u')"],
    ['truth', "invalid character 't' in literal true (expecting 'e')"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1e+x', "invalid character 'x' in exponent of numeric literal"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12x4"', "invalid character 'x' in \\u hexadecimal character escape"],
    ["'a'", "invalid character '\\'' looking for beginning of value"],
    ['\x7f', "invalid character '\\x7f' looking for beginning of value"],
    ['\ufeff{}', "invalid character 'ï' looking for beginning of value"],
    ['€', "invalid character 'â' looking for beginning of value"],
    ['\u00a0', "invalid character 'Â' looking for beginning of value"],
    ['1e999', 'json: cannot unmarshal number 1e999 into Go value of type float64'],
  ])('%j is refused in the words of Go', (text, message) => {
    expect(() => parseJson(text)).toThrow(new JsonError(message))
    expect(() => parseJson(Buffer.from(text))).toThrow(new JsonError(message))
  })

  test('each byte that is no UTF-8 becomes U+FFFD, and an error names the byte', () => {
    const text = (bytes: number[]): unknown => parseJson(Buffer.from([0x22, ...bytes, 0x22]))
    expect(text([0xff])).toBe('\ufffd')
    expect(text([0xe2, 0x82, 0x41])).toBe('\ufffd\ufffdA')
    expect(text([0xed, 0xa0, 0x80])).toBe('\ufffd\ufffd\ufffd')
    expect(text([0xc0, 0xaf, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80])).toBe('\ufffd\ufffd€😀')
    expect(text([0xef, 0xbf, 0xbd])).toBe('\ufffd')
    expect(() => parseJson(Buffer.from([0xff, 0xfe, 0x7b]))).toThrow(
      "invalid character 'ÿ' looking for beginning of value",
    )
  })

  test('__proto__ is a key like any other', () => {
    for (const text of ['{"__proto__":{"x":1}}', '{"__proto__":{"x":1},"n":12345678901234567890}']) {
      const value = parseJson(text) as Record<string, unknown>
      expect(Object.keys(value)).toContain('__proto__')
      expect(value['x']).toBeUndefined()
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    }
  })

  test('depth ends where it ends in Go, whatever comes behind', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
    const message = "invalid character '[' exceeded max depth"
    expect(toJson(parseJson(nested(10_000)))).toBe(nested(10_000))
    expect(() => parseJson(nested(10_001))).toThrow(new JsonError(message))
    expect(() => parseJson('['.repeat(1e6))).toThrow(new JsonError(message))
    expect(() => parseJson('{"":'.repeat(20_000))).toThrow(new JsonError("invalid character '{' exceeded max depth"))
    expect(parseJson(`["${'['.repeat(20_000)}"]`)).toEqual(['['.repeat(20_000)])
  })

  test('the caller may say what becomes of numbers that are no plain integers', () => {
    const literal = (text: string): string => `<${text}>`
    const text = '{"a":1,"b":1.0,"c":[1e3,-2.50],"d":12345678901234567890,"e":"1.0"}'
    const value = { a: 1, b: '<1.0>', c: ['<1e3>', '<-2.50>'], d: 12345678901234567890n, e: '1.0' }
    expect(parseExactJson(text, literal)).toEqual(value)
    expect(parseExactJson('1.0', literal)).toBe('<1.0>')
    expect(parseExactJson('9'.repeat(400), literal)).toBe(`<${'9'.repeat(400)}>`)
  })

  test('an object that a plain one would lose something of keeps its members in their order', () => {
    const read = (text: string): unknown => parseExactJson(text, String)
    const members = (...entries: [string, unknown][]): Members => Object.assign(new Members(), { entries })
    expect(read('{"a":1,"b":{"c":":"}}')).toEqual({ a: 1, b: { c: ':' } })
    expect(read('{"a":1,"b":2,"a":"3"}')).toEqual(members(['a', 1], ['b', 2], ['a', '3']))
    expect(read('{"b":1,"2":"\\\\"}')).toEqual(members(['b', 1], ['2', '\\']))
    expect(read('[{"a":{"x":1.5,"y":2}}]')).toEqual([{ a: { x: '1.5', y: 2 } }])
  })

  test('agrees with JSON.parse where integers are small', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), text => {
        fc.pre(!/\d{16}/.test(text))
        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  test('never throws anything but JsonError', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        const outcome = (): string => {
          try {
            parseJson(bytes)
            return 'read'
          } catch (error) {
            return (error as Error).name
          }
        }
        expect(outcome()).toMatch(/^(read|JsonError)$/)
      }),
    )
  })
})

describe('toJson', () => {
  test.each([
    [{ b: 1, a: [true, null, 'x', 1.5] }, '{"b":1,"a":[true,null,"x",1.5]}'],
    [{ a: undefined, b: [undefined] }, '{"b":[null]}'],
    [undefined, 'null'],
    [{ flags: 3304740253564472344n, none: undefined }, '{"flags":3304740253564472344}'],
    ['<a href="x">&</a>', '"\\u003ca href=\\"x\\"\\u003e\\u0026\\u003c/a\\u003e"'],
    ['\u2028\u2029', '"\\u2028\\u2029"'],
    ['\b\f\n\r\t\0\x1f\x7f', '"\\b\\f\\n\\r\\t\\u0000\\u001f\x7f"'],
    ['\ud800x\udc00 \\ud800 😀', '"\\ufffdx\\ufffd \\\\ud800 😀"'],
    [{ '<': 1 }, '{"\\u003c":1}'],
    [{ Value: new Uint8Array([1, 2, 3]) }, '{"Value":"AQID"}'],
    [{ Value: Buffer.from('<a>') }, '{"Value":"PGE+"}'],
    [new Uint8Array(0), '""'],
    [new Uint8Array([9, 1, 2, 3, 9]).subarray(1, 4), '"AQID"'],
    [{ at: { toJSON: () => ({ n: 5n }) } }, '{"at":{"n":5}}'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [1e21, '1e+21'],
    [1e-7, '1e-7'],
  ])('%o', (value, json) => {
    expect(toJson(value)).toBe(json)
    expect(toJson([value, 1n])).toBe(`[${json},1]`)
  })

  test('indented as by MarshalIndent with four spaces', () => {
    const value = { ID: 'x', Tags: [], Meta: {}, None: null, Ports: [80, 81], Deep: [{ a: 1 }] }
    const lines = [
      '{',
      '    "ID": "x",',
      '    "Tags": [],',
      '    "Meta": {},',
      '    "None": null,',
      '    "Ports": [',
      '        80,',
      '        81',
      '    ],',
      '    "Deep": [',
      '        {',
      '            "a": 1',
      '        }',
      '    ]',
    ]
    expect(toJson(value, true)).toBe([...lines, '}'].join('\n'))
    expect(toJson({ ...value, Flags: 1n, gone: undefined }, true)).toBe(
      [...lines.slice(0, -1), '    ],', '    "Flags": 1', '}'].join('\n'),
    )
  })

  test('writes what JSON.stringify writes, by either way', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.boolean(), (value, indent) => {
        const plain = JSON.stringify({ value, n: 0 }, undefined, indent ? 4 : undefined)
        expect(JSON.parse(toJson({ value, n: 0 }, indent))).toEqual(JSON.parse(plain))
        expect(toJson({ value, n: 0n }, indent)).toBe(toJson({ value, n: 0 }, indent))
      }),
    )
  })

  test('a cycle is an error', () => {
    const cycle: unknown[] = []
    cycle.push(cycle)
    expect(() => toJson(cycle)).toThrow(JsonError)
  })
})

test('what toJson writes, parseJson reads', () => {
  const { value } = fc.letrec(tie => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(null, true, false),
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter(x => x % 1 !== 0),
      fc.constantFrom(1e21, -5e300),
      fc.maxSafeInteger(),
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string({ unit: 'binary', maxLength: 5 }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }))
  fc.assert(
    fc.property(value, fc.boolean(), (value, indent) => {
      const json = toJson(value, indent)
      expect(parseJson(json)).toEqual(value)
      expect(parseJson(Buffer.from(json))).toEqual(value)
    }),
  )
})

test.each([
  ['Bogus', '"Bogus"'],
  ['a"\\b', '"a\\"\\\\b"'],
  ['a<b\x01é\u00a0', '"a<b\\x01é\\u00a0"'],
  ['\u{e0001}\n', '"\\U000e0001\\n"'],
])('quoteGo: %j', (text, quoted) => {
  expect(quoteGo(text)).toBe(quoted)
})

test('a large value is written in slices as it is in one go', () => {
  const small = fc.oneof(
    fc.constantFrom<unknown>(null, undefined, true, 7n, 2 ** 40, '<&>\u2028\n"', [], {}, new Uint8Array([1, 2])),
    fc.constant({ toJSON: (key: string) => `is ${key}` }),
    fc.constant({ a: { b: { c: { d: [{ e: 'multi\nline', f: undefined }] } } } }),
    fc.dictionary(fc.constantFrom('a', '1', '10', '2', '01'), fc.constantFrom('x', undefined, [1])),
  )
  fc.assert(
    fc.property(fc.array(small, { minLength: 1, maxLength: 5 }), fc.boolean(), fc.nat(4), (parts, indent, depth) => {
      const many = Array.from({ length: 300 }, (_, i) => parts[i % parts.length])
      const named = Object.fromEntries(many.map((part, i) => [i % 7 === 0 ? String(i) : `k${i}`, part]))
      let value: unknown = { List: many, Named: named, Last: parts }
      for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value, parts] : { In: value, Beside: parts }
      expect(runToEnd(jsonSlices(value, indent)).toString()).toBe(toJson(value, indent))
    }),
  )
})

test.each([[false], [true]])('a long text is written in slices as in one go (indented: %s)', indent => {
  const text = 'x<"ä\n'.repeat(100_000)
  for (const value of [text, { Description: text }, [text, 1], { a: { b: [text] } }]) {
    expect(String(runToEnd(jsonSlices(value, indent)))).toBe(toJson(value, indent))
  }
})

test('a value with megabytes of text in few members is written in slices, too, and never held as one text', () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({ Key: `k${i}`, Value: 'ä<'.repeat(100_000) }))
  const work = jsonSlices({ tables: { kv: rows } }, true)
  let slices = 0
  for (;;) {
    const { done, value } = work.next()
    if (done === true) {
      expect(value).toBeInstanceOf(Buffer)
      expect(value.toString()).toBe(toJson({ tables: { kv: rows } }, true))
      break
    }
    slices++
  }
  expect(slices).toBeGreaterThanOrEqual(20)
})
