import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileCaptures } from '../../../../src/go/regexp/regexp.ts'

const groups = (pattern: string, text: string): readonly string[] | undefined => {
  const { regexp, problem } = compileCaptures(pattern)
  if (!regexp) throw new Error(problem)
  return regexp.exec(text)
}

test.each<[string, string, readonly string[] | undefined]>([
  ['^geo-tag-(.*?)-([^\\-]+?)$', 'geo-tag-web-blue', ['geo-tag-web-blue', 'web', 'blue']],
  ['^rm-(.*?)-(.*)$', 'rm-q', undefined],
  ['(a|ab)(c|bcd)(d*)', 'abcd', ['abcd', 'a', 'bcd', '']],
  ['(a*)(a*)', 'aaa', ['aaa', 'aaa', '']],
  ['(a*?)(a*)', 'aaa', ['aaa', '', 'aaa']],
  ['(?U)(a*)(a*?)', 'aaa', ['aaa', '', 'aaa']],
  ['(?P<x>b)|(c)', 'abc', ['b', 'b', '']],
  ['(?:b)(c)', 'abc', ['bc', 'c']],
  ['(?i)(B)', 'abc', ['b', 'b']],
  ['(.)$', 'a😀', ['😀', '😀']],
  ['(a{2})(a{1,2})', 'aaaa', ['aaaa', 'aa', 'aa']],
  ['', 'abc', ['']],
  ['x*', '', ['']],
])('%s on %s', (pattern, text, found) => {
  expect(groups(pattern, text)).toEqual(found)
})

test('finds what the JavaScript engine finds', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '(a)', '(b|a)', '(a|ab)', '(?:ab)', '(a?b)')
  const piece = fc.tuple(atom, fc.constantFrom('', '?', '??', '+', '+?', '{2}', '{1,2}?')).map(parts => parts.join(''))
  const pattern = fc.tuple(
    fc.constantFrom('', '^'),
    fc.array(piece, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '$'),
  )
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 })
  fc.assert(
    fc.property(pattern, text, ([begin, pieces, end], subject) => {
      const source = begin + pieces.join('') + end
      const expected = new RegExp(source).exec(subject)
      expect(groups(source, subject)).toEqual(expected ? Array.from(expected, group => group ?? '') : undefined)
    }),
    { numRuns: 500 },
  )
})

test('takes no long time where a backtracking engine would', () => {
  expect(groups('^((a+)+b|(a|aa)+c)$', 'a'.repeat(300))).toBeUndefined()
  expect(groups('(x+x+)+y', 'x'.repeat(300))).toBeUndefined()
})

test('says what is wrong in the words of Go', () => {
  expect(compileCaptures('(').problem).toBe('error parsing regexp: missing closing ): `(`')
  expect(compileCaptures('a**').problem).toBe('error parsing regexp: invalid nested repetition operator: `**`')
  expect(compileCaptures(`${'(a{1000})'.repeat(10)}`).problem).toContain('expression too large')
})
