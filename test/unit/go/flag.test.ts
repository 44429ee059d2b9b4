import { describe, expect, test } from 'vitest'
import { type Flag, FlagError, parseFlags, wantsHelp } from '../../../src/go/flag.ts'

const table: readonly Flag[] = [
  { name: 'dev', kind: 'bool', usage: '' },
  { name: 'node', kind: 'string', usage: '' },
  { name: 'port', kind: 'int', usage: '' },
  { name: 'wait', kind: 'duration', usage: '' },
  { name: 'file', kind: 'list', usage: '' },
  { name: 'dir', kind: 'list', into: 'file', usage: '' },
  { name: 'meta', kind: 'map', usage: '' },
]
const parse = (...argv: string[]) => parseFlags(table, argv)

describe('forms', () => {
  test.each([
    [['-node', 'x'], 'x'],
    [['-node=x'], 'x'],
    [['--node', 'x'], 'x'],
    [['--node=x'], 'x'],
    [['-node='], ''],
    [['-node', ''], ''],
    [['-node=a=b'], 'a=b'],
    [['-node', '-dev'], '-dev'],
    [['-node', 'x', '-node', 'y'], 'y'],
  ])('%j', (argv, value) => {
    expect(parse(...argv).string('node')).toBe(value)
  })

  test.each([
    [['-dev'], true],
    [['-dev=false'], false],
    [['--dev=T'], true],
    [['-dev=0'], false],
    [[], false],
  ])('of switches: %j', (argv, value) => {
    expect(parse(...argv).bool('dev')).toBe(value)
  })

  test('a switch takes no argument', () => {
    expect(parse('-dev', 'false')).toMatchObject({ args: ['false'] })
  })

  test('repeated flags collect, two of them into one list', () => {
    expect(parse('-file', 'a', '-dir=b', '-file', 'c').list('file')).toEqual(['a', 'b', 'c'])
  })

  test('maps collect what stands around the first equals sign', () => {
    expect(parse('-meta', 'a=b=c', '-meta=d=').map('meta')).toEqual([
      ['a', 'b=c'],
      ['d', ''],
    ])
  })

  test('the first flag that is wrong is the one that is told', () => {
    const missing = 'invalid value "x" for flag -meta: Missing "=" value in argument: x'
    expect(() => parse('-meta=x', '-port=y')).toThrow(new FlagError(missing))
    expect(() => parse('-port=y', '-meta=x')).toThrow(/-port/)
  })

  test('numbers may have a sign', () => {
    expect(parse('-port', '-1').int('port')).toBe(-1)
  })

  test.each([
    [['-dev', '--', '-node'], ['-node']],
    [
      ['-dev', 'x', '-node'],
      ['x', '-node'],
    ],
    [['-dev', '-'], ['-']],
    [['-dev'], []],
  ])('arguments begin where the flags end: %j', (argv, args) => {
    expect(parse(...argv).args).toEqual(args)
  })
})

describe('refusals have the texts of Go', () => {
  test.each([
    [['-foo'], 'flag provided but not defined: -foo'],
    [['--foo=1'], 'flag provided but not defined: -foo'],
    [['-__proto__'], 'flag provided but not defined: -__proto__'],
    [['-node'], 'flag needs an argument: -node'],
    [['---'], 'bad flag syntax: ---'],
    [['-=x'], 'bad flag syntax: -=x'],
    [['-dev=foo'], 'invalid boolean value "foo" for -dev: strconv.ParseBool: parsing "foo": invalid syntax'],
    [['-port=abc'], 'invalid value "abc" for flag -port: strconv.Atoi: parsing "abc": invalid syntax'],
    [['-port='], 'invalid value "" for flag -port: strconv.Atoi: parsing "": invalid syntax'],
    [
      ['-port=99999999999999999999'],
      'invalid value "99999999999999999999" for flag -port: strconv.Atoi: parsing "99999999999999999999": value out of range',
    ],
    [['-wait=x'], 'invalid value "x" for flag -wait: time: invalid duration "x"'],
  ])('%j', (argv, message) => {
    expect(() => parse(...argv)).toThrow(new FlagError(message))
  })
})

test('help is asked for anywhere before --', () => {
  expect(wantsHelp(['-dev', '--help'])).toBe(true)
  expect(wantsHelp(['-h'])).toBe(true)
  expect(wantsHelp(['--', '-h'])).toBe(false)
  expect(wantsHelp(['-dev'])).toBe(false)
})

describe("as Go's own package reads them", () => {
  const go: readonly Flag[] = [
    { name: 'on', kind: 'switch', usage: '' },
    { name: 'n', kind: 'integer', usage: '' },
    { name: 'flags', kind: 'uint', usage: '' },
    { name: 'try', kind: 'time', usage: '' },
    { name: 'logs', kind: 'unsigned', usage: '' },
  ]
  const read = (...argv: string[]) => parseFlags(go, argv)

  test.each([
    ['10', 10n],
    ['0x10', 16n],
    ['010', 8n],
    ['0b11', 3n],
    ['0o17', 15n],
    ['1_000', 1000n],
    ['18446744073709551615', 18446744073709551615n],
  ])('-flags=%s', (text, value) => {
    expect(read('-flags', text).uint('flags')).toBe(value)
  })

  test.each([
    ['5', 5],
    ['-5', -5],
    ['+0x1F', 31],
  ])('-n=%s', (text, value) => {
    expect(read('-n', text).int('n')).toBe(value)
  })

  test('times are given in milliseconds, too', () => {
    expect(read('-try=1m30s').milliseconds('try')).toBe(90_000)
    expect(read().milliseconds('try')).toBeUndefined()
  })

  test.each([
    ['-on=x', 'invalid boolean value "x" for -on: parse error'],
    ['-n=x', 'invalid value "x" for flag -n: parse error'],
    ['-n=09', 'invalid value "09" for flag -n: parse error'],
    ['-n=9223372036854775808', 'invalid value "9223372036854775808" for flag -n: value out of range'],
    ['-flags=-1', 'invalid value "-1" for flag -flags: parse error'],
    ['-flags=', 'invalid value "" for flag -flags: parse error'],
    ['-flags=1__0', 'invalid value "1__0" for flag -flags: parse error'],
    ['-flags=18446744073709551616', 'invalid value "18446744073709551616" for flag -flags: value out of range'],
    ['-try=x', 'invalid value "x" for flag -try: parse error'],
    ['-logs=x', 'invalid value "x" for flag -logs: strconv.ParseUint: parsing "x": invalid syntax'],
  ])('%s', (arg, message) => {
    expect(() => read(arg)).toThrow(new FlagError(message))
  })
})
