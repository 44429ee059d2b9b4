import { describe, expect, test } from 'vitest'
import { type Flag, FlagError, parseFlags, wantsHelp } from '../../../src/cli/flags.ts'

const table: readonly Flag[] = [
  { name: 'dev', kind: 'bool', usage: '' },
  { name: 'node', kind: 'string', usage: '' },
  { name: 'port', kind: 'int', usage: '' },
  { name: 'wait', kind: 'duration', usage: '' },
  { name: 'file', kind: 'list', usage: '' },
  { name: 'dir', kind: 'list', into: 'file', usage: '' },
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
