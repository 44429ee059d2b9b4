import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { patternSize } from '../../../../src/go/regexp/pattern-size.ts'
import { Re2Program } from '../../../../src/go/regexp/re2-program.ts'

test.each([
  ['abc', 3],
  ['a{1000}', 1000],
  ['(a{10}){10}', 100],
  ['((ab{2}){3}c){4,5}', 50],
  ['[a-z]{10}', 10],
  ['[^]{}]{10}', 10],
  ['\\{10}', 4],
  ['a{1001}', 1],
  ['\\Qa{9}\\E', 6],
])('%s comes to about %i instructions', (pattern, size) => {
  expect(patternSize(pattern)).toBe(size)
})

test('is never more than four times what the engine makes of a pattern, so that none is refused that is small enough', () => {
  const { pattern } = fc.letrec<{ pattern: string }>(tie => ({
    pattern: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('a', '.', '[ab]', '\\d', '\\.', '\\pL', '^'),
      fc.tuple(tie('pattern'), tie('pattern')).map(parts => parts.join('')),
      // in groups, since the engine makes one of characters that are alternatives: `a|a|a|a|a|a|a` is `a`
      fc.tuple(tie('pattern'), tie('pattern')).map(parts => parts.map(part => `(${part})`).join('|')),
      fc
        .tuple(tie('pattern'), fc.constantFrom('{3}', '{2,4}', '{2,}', '*', '?'))
        .map(([sub, times]) => `(${sub})${times}`),
      tie('pattern').map(sub => `(?i:${sub})`),
    ),
  }))
  fc.assert(
    fc.property(pattern, source => {
      expect(patternSize(source)).toBeLessThanOrEqual(4 * new Re2Program(source).size)
    }),
    { numRuns: 300 },
  )
})
