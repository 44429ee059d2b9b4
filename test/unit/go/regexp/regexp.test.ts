import { describe, expect, test } from 'vitest'
import { compileRegexp } from '../../../../src/go/regexp/regexp.ts'

/** What Go says of patterns that it can't read. */
const PROBLEMS: readonly (readonly [string, string])[] = [
  ['(', 'missing closing ): `(`'],
  [')', 'unexpected ): `)`'],
  ['a)', 'unexpected ): `a)`'],
  ['(()', 'missing closing ): `(()`'],
  ['(?i', 'invalid or unsupported Perl syntax: `(?i`'],
  ['(?i:', 'missing closing ): `(?i:`'],
  ['(?i:a', 'missing closing ): `(?i:a`'],
  ['(?z)a', 'invalid or unsupported Perl syntax: `(?z`'],
  ['(?i-)a', 'invalid or unsupported Perl syntax: `(?i-)`'],
  ['(?--i)a', 'invalid or unsupported Perl syntax: `(?--`'],
  ['(?-)a', 'invalid or unsupported Perl syntax: `(?-)`'],
  ['(?i-s:a', 'missing closing ): `(?i-s:a`'],
  ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
  ['(?!a)', 'invalid or unsupported Perl syntax: `(?!`'],
  ['(?<=a)', 'invalid named capture: `(?<=a)`'],
  ['(?<!a)', 'invalid named capture: `(?<!a)`'],
  ['(?P<n', 'invalid named capture: `(?P<n`'],
  ['(?P<n>', 'missing closing ): `(?P<n>`'],
  ['(?P<>a)', 'invalid named capture: `(?P<>`'],
  ['(?P<x y>a)', 'invalid named capture: `(?P<x y>`'],
  ['(?P=n)', 'invalid or unsupported Perl syntax: `(?P`'],
  ['(?<', 'invalid or unsupported Perl syntax: `(?<`'],
  ['(?<a', 'invalid named capture: `(?<a`'],
  ['(?P', 'invalid or unsupported Perl syntax: `(?P`'],
  ['(?', 'invalid or unsupported Perl syntax: `(?`'],
  ['(?#x)', 'invalid or unsupported Perl syntax: `(?#`'],
  ['(?>a)', 'invalid or unsupported Perl syntax: `(?>`'],
  ['*', 'missing argument to repetition operator: `*`'],
  ['+a', 'missing argument to repetition operator: `+`'],
  ['?', 'missing argument to repetition operator: `?`'],
  ['a**', 'invalid nested repetition operator: `**`'],
  ['a*+', 'invalid nested repetition operator: `*+`'],
  ['a*??', 'invalid nested repetition operator: `*??`'],
  ['a+*', 'invalid nested repetition operator: `+*`'],
  ['a{2}{3}', 'invalid nested repetition operator: `{2}{3}`'],
  ['a{2}*', 'invalid nested repetition operator: `{2}*`'],
  ['a{1001}', 'invalid repeat count: `{1001}`'],
  ['a{2,1}', 'invalid repeat count: `{2,1}`'],
  ['(a{1000}){2}', 'invalid repeat count: `{2}`'],
  ['((a{100}){10}){2}', 'invalid repeat count: `{2}`'],
  ['a{1,1001}', 'invalid repeat count: `{1,1001}`'],
  ['a{99999999999}', 'invalid repeat count: `{99999999999}`'],
  ['{1}', 'missing argument to repetition operator: `{1}`'],
  ['|*', 'missing argument to repetition operator: `*`'],
  ['(*)', 'missing argument to repetition operator: `*`'],
  ['(|*)', 'missing argument to repetition operator: `*`'],
  ['a|*', 'missing argument to repetition operator: `*`'],
  ['[', 'missing closing ]: `[`'],
  ['[]', 'missing closing ]: `[]`'],
  ['[^]', 'missing closing ]: `[^]`'],
  ['[a', 'missing closing ]: `[a`'],
  ['[z-a]', 'invalid character class range: `z-a`'],
  ['[a-', 'missing closing ]: `[a-`'],
  ['[a-\\d]', 'invalid escape sequence: `\\d`'],
  ['[[:foo:]]', 'invalid character class range: `[:foo:]`'],
  ['[[:alpha:]', 'missing closing ]: `[[:alpha:]`'],
  ['[\\', 'trailing backslash at end of expression: ``'],
  ['[\\q]', 'invalid escape sequence: `\\q`'],
  ['[a\\]', 'missing closing ]: `[a\\]`'],
  ['\\', 'trailing backslash at end of expression: ``'],
  ['\\q', 'invalid escape sequence: `\\q`'],
  ['\\E', 'invalid escape sequence: `\\E`'],
  ['\\1', 'invalid escape sequence: `\\1`'],
  ['\\8', 'invalid escape sequence: `\\8`'],
  ['\\x', 'invalid escape sequence: `\\x`'],
  ['\\x4', 'invalid escape sequence: `\\x4`'],
  ['\\x{', 'invalid escape sequence: `\\x{`'],
  ['\\x{}', 'invalid escape sequence: `\\x{}`'],
  ['\\x{110000}', 'invalid escape sequence: `\\x{110000`'],
  ['\\xg', 'invalid escape sequence: `\\xg`'],
  ['\\p', 'invalid character class range: `\\p`'],
  ['\\p{', 'invalid character class range: `\\p{`'],
  ['\\p{}', 'invalid character class range: `\\p{}`'],
  ['\\p{Foo}', 'invalid character class range: `\\p{Foo}`'],
  ['\\pX', 'invalid character class range: `\\pX`'],
  ['\\p{Grek}', 'invalid character class range: `\\p{Grek}`'],
  ['\\p{L', 'invalid character class range: `\\p{L`'],
  ['\\p{IsGreek}', 'invalid character class range: `\\p{IsGreek}`'],
  ['\\C', 'invalid escape sequence: `\\C`'],
  ['\\Z', 'invalid escape sequence: `\\Z`'],
  ['\\G', 'invalid escape sequence: `\\G`'],
  ['\\h', 'invalid escape sequence: `\\h`'],
  ['\\R', 'invalid escape sequence: `\\R`'],
  ['\\u0041', 'invalid escape sequence: `\\u`'],
  ['\\é', 'invalid escape sequence: `\\é`'],
  ['(?:a', 'missing closing ): `(?:a`'],
  ['(?:', 'missing closing ): `(?:`'],
  ['(a|b', 'missing closing ): `(a|b`'],
  ['(?P<é>a)', 'invalid named capture: `(?P<é>`'],
  ['x{3}{4}{5}', 'invalid nested repetition operator: `{3}{4}`'],
  ['(((a{10}){10}){10}){10}', 'invalid repeat count: `{10}`'],
  ['(?i)(?z', 'invalid or unsupported Perl syntax: `(?z`'],
  ['(?i)(a', 'missing closing ): `(?i)(a`'],
  ['a|(b', 'missing closing ): `a|(b`'],
  ['\\pé', 'invalid character class range: `\\pé`'],
  ['[[:', 'missing closing ]: `[[:`'],
  ['[[:a', 'missing closing ]: `[[:a`'],
  ['[a-\\', 'trailing backslash at end of expression: ``'],
  ['[a-\\q]', 'invalid escape sequence: `\\q`'],
  ['[\\x{110000}]', 'invalid escape sequence: `\\x{110000`'],
  ['[b-a]', 'invalid character class range: `b-a`'],
  ['x[b-a', 'invalid character class range: `b-a`'],
  ['(?i)[b-a]', 'invalid character class range: `b-a`'],
  ['[a-z]{1000}{2}', 'invalid nested repetition operator: `{1000}{2}`'],
  ['a`b(', 'missing closing ): `a`b(`'],
  ['x\ny[', 'missing closing ]: `[`'],
  ['é[', 'missing closing ]: `[`'],
]

const matches = (pattern: string, text: string): boolean => {
  const { regexp, problem } = compileRegexp(pattern)
  if (!regexp) throw new Error(problem)
  return regexp.test(text)
}

describe('errors', () => {
  test.each(PROBLEMS)('%j', (pattern, problem) => {
    expect(compileRegexp(pattern).problem).toBe(`error parsing regexp: ${problem}`)
  })

  test('too deep', () => {
    const deep = (levels: number): string => '('.repeat(levels) + 'a' + ')'.repeat(levels)
    expect(compileRegexp(deep(999)).problem).toBeUndefined()
    expect(compileRegexp(deep(1000)).problem).toBe(
      `error parsing regexp: expression nests too deeply: \`${deep(1000)}\``,
    )
  })

  test.each([
    '((a{1,10}){1,10}){1,10}'.repeat(50),
    'a'.repeat(40_000),
    '(a{1000})'.repeat(3000),
    '[a-c]{1000}'.repeat(25),
  ])('too large', pattern => {
    expect(compileRegexp(pattern).problem).toBe(`error parsing regexp: expression too large: \`${pattern}\``)
  })
})

describe('matches', () => {
  test.each([
    ['', ''],
    ['b', 'abc'],
    ['^abc$', 'abc'],
    ['a.c', 'a😀c'],
    ['(?s)a.c', 'a\nc'],
    ['(?m)^b$', 'a\nb\nc'],
    ['x*', ''],
    ['^(a|b)+$', 'abba'],
    ['^a{2,3}$', 'aaa'],
    ['^a{,2}$', 'a{,2}'],
    ['[^a]', '\n'],
    ['[]a]', ']'],
    ['[a-]', '-'],
    ['\\bb\\b', 'a b c'],
    ['\\x41\\x{e9}\\101', 'AéA'],
    ['\\Qa.b\\E', 'a.b'],
    ['^\\pL\\p{Greek}\\P{^Lu}$', 'éσX'],
    ['[[:alpha:]][[:^alpha:]]', 'a1'],
    ['(?i)straSSE', 'STRAſſe'],
    ['(?i)\\x{212a}', 'k'],
    ['(?i:a)b', 'Ab'],
    ['(?i)[^a-y]', 'Z'],
    ['(?P<n>a)(?<m>b)', 'ab'],
    ['a*?$', 'aaa'],
  ])('%j finds %j', (pattern, text) => {
    expect(matches(pattern, text)).toBe(true)
  })

  test.each([
    ['^b', 'abc'],
    ['a$', 'a\n'],
    ['a.c', 'a\nc'],
    ['^.$', '😀😀'],
    ['\\w', 'é'],
    ['\\s', '\v\u00a0'],
    ['a{3}', 'aa'],
    ['\\Bb', 'a b'],
    ['(?i:a)b', 'AB'],
    ['(?i)[^a-z]', 'K'],
    ['(?i)\\P{Lu}', 'a'],
    ['[^\\D]', 'x'],
  ])('%j does not find %j', (pattern, text) => {
    expect(matches(pattern, text)).toBe(false)
  })
})

describe('takes time in proportion', () => {
  const long = 'a'.repeat(20_000)

  test.each(['(a*)*b', '(a+)+b', '(a|a)*b', '(a|aa)+b', '(.*)*b', '([a-z]+)*b', '(a?){30}a{30}b'])('%s', pattern => {
    expect(matches(pattern, long)).toBe(false)
  })
})
