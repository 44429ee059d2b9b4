import { expect, test } from 'vitest'
import { constraintsProblem } from '../../../../src/state/config-entries/envoy-extensions/version-constraints.ts'

test('constraints of versions, of which a long one that is none is read once', () => {
  expect(constraintsProblem('>= 1.2, < 2.0.0-beta')).toBeUndefined()
  expect(constraintsProblem('1, x, y')).toBe('Malformed constraint:  x')
  // each takes hours where a text can be divided among the parts in many ways
  for (const text of [`1${'a'.repeat(400_000)}!`, `${' '.repeat(400_000)}!`, `>${' '.repeat(400_000)}!`]) {
    expect(constraintsProblem(text)).toBe(`Malformed constraint: ${text}`)
  }
})
