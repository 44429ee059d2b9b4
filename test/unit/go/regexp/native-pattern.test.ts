import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nativePattern } from '../../../../src/go/regexp/native-pattern.ts'
import { Re2Program } from '../../../../src/go/regexp/re2-program.ts'
import { StepBudget } from '../../../../src/go/regexp/step-budget.ts'

describe('patterns for the JavaScript engine', () => {
  test.each([
    'web',
    '^web-.*',
    'web.*',
    '^web-[0-9]+$',
    'a\\.b$',
    '^v1/kv/',
    '\\d\\d',
    '[^a-c_.-]',
    '',
    '^',
    'a.c',
    '.*',
  ])('%j', pattern => {
    expect(nativePattern(pattern)).toBeInstanceOf(RegExp)
  })

  test.each([
    'a.*b',
    '(a*)*b',
    '^a+b+$',
    '[z-a]',
    '(?i)a',
    'a|b',
    'a{2}',
    '\\s',
    '\\pL',
    '[[:alpha:]]',
    'é',
    'a*?',
    '\\.*.*',
    '^*',
    'a**',
  ])('not %j', pattern => {
    expect(nativePattern(pattern)).toBeUndefined()
  })

  test('find what RE2 finds', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '.',
      '-',
      '[a-b]',
      '[^a]',
      '[ab_-]',
      '\\.',
      '\\d',
      '\\w',
      '\\\\',
      '/',
      ' ',
      '[.]',
    )
    const middle = fc.oneof(
      { weight: 3, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.tuple(atom, fc.constantFrom('*', '+')).map(parts => parts.join('')) },
    )
    const pattern = fc
      .tuple(
        fc.constantFrom('', '^'),
        fc.array(atom, { maxLength: 4 }),
        middle,
        fc.array(atom, { maxLength: 2 }),
        fc.constantFrom('', '$', '.*', '.*$'),
      )
      .map(([begin, first, repeated, last, end]) => begin + first.join('') + repeated + last.join('') + end)
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'c', '.', '1', '-', '\\', '/', '\n', '\r', '\u2028', 'é', '😀', ' ', '_'),
      maxLength: 8,
    })
    let native = 0
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        const found = nativePattern(source)
        if (!found) return
        native++
        expect(found.test(subject)).toBe(new Re2Program(source).test(subject, new StepBudget()))
      }),
      { numRuns: 2000 },
    )
    expect(native).toBeGreaterThan(500)
  })
})
