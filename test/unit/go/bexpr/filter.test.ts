import { describe, expect, test } from 'vitest'
import { compileFilter, FilterCache, FilterError, type Schema } from '../../../../src/go/bexpr/filter.ts'
import { StepBudget } from '../../../../src/go/regexp/step-budget.ts'

const PREFIX = 'Failed to create boolean expression evaluator: '
const schema: Schema = { kind: 'struct', fields: { Name: { kind: 'string' }, Port: { kind: 'int' } } }
const other: Schema = { kind: 'struct', fields: { ID: { kind: 'string' } } }

const problemOf = (fn: () => unknown): string => {
  try {
    fn()
    return 'none'
  } catch (error) {
    return error instanceof FilterError ? error.message : 'crash'
  }
}

describe('compileFilter', () => {
  test('decides on rows', () => {
    const filter = compileFilter('Name == web and Port != 80', schema)
    expect([{ Name: 'web', Port: 81 }, { Name: 'web', Port: 80 }, { Name: 'db' }].map(row => filter(row))).toEqual([
      true,
      false,
      false,
    ])
  })

  test('an empty text keeps everything', () => {
    expect(compileFilter('', schema)({})).toBe(true)
    expect(compileFilter('', schema, { late: true })({})).toBe(true)
  })

  test('complains of syntax and of types with one prefix', () => {
    expect(problemOf(() => compileFilter('Name ==', schema))).toContain(`${PREFIX}1:8 (7): no match found`)
    expect(problemOf(() => compileFilter('Nope == 1', schema))).toBe(`${PREFIX}Selector "Nope" is not valid`)
    expect(problemOf(() => compileFilter('Name matches "("', schema))).toBe(
      `${PREFIX}Failed to compile regular expression "(": error parsing regexp: missing closing ): \`(\``,
    )
  })
})

describe('a late filter', () => {
  test('complains of syntax at once', () => {
    expect(problemOf(() => compileFilter('Name ==', schema, { late: true }))).toContain(`${PREFIX}1:8 (7)`)
  })

  test('complains of types at each row, bare, and wholly', () => {
    const filter = compileFilter('Name == web or Nope == 1', schema, { late: true })
    expect(problemOf(() => filter({ Name: 'web' }))).toBe('Selector "Nope" is not valid')
    expect(problemOf(() => filter({ Name: 'web' }))).toBe('Selector "Nope" is not valid')
  })

  test('otherwise decides as any other', () => {
    const filter = compileFilter('Port == 80', schema, { late: true })
    expect([{ Port: 80 }, { Port: 81 }].map(row => filter(row))).toEqual([true, false])
  })
})

describe('the steps of one answer', () => {
  /** Many states, so that the automaton gives up and each instruction is looked at for each character. */
  const costly = 'Name matches "a[ab]{500}[cd]$"'
  const row = { Name: 'ab'.repeat(2000) + 'c' }

  test('are counted over all rows, and the error names the limit', () => {
    const filter = compileFilter(costly, schema)
    const steps = new StepBudget()
    let rows = 0
    const problem = problemOf(() => {
      for (; rows < 50; rows++) filter(row, steps)
    })
    expect(problem).toBe('Failed to evaluate the filter: more than the limit of 4000000 steps')
    expect(rows).toBeLessThan(10)
    expect(problemOf(() => filter({ Name: 'a' }))).toBe('none')
  })

  test('are few for patterns that an automaton decides', () => {
    const filter = compileFilter('Name matches "(.?){1000}x"', schema)
    const steps = new StepBudget()
    for (let i = 0; i < 1000; i++) filter(row, steps)
    expect(steps.spent).toBeLessThan(1_000_000)
  })

  test('include the comparisons without a pattern', () => {
    const filter = compileFilter(Array.from({ length: 1000 }, (_, i) => `Port == ${i}`).join(' or '), schema)
    const steps = new StepBudget(1000)
    expect(problemOf(() => [1, 2, 3, 4].forEach(() => filter({ Port: -1 }, steps)))).toBe('none')
    expect(problemOf(() => filter({ Port: -1 }, steps))).toContain('limit of 1000 steps')
  })
})

describe('FilterCache', () => {
  test('gives the same filter for the same text and schema', () => {
    const cache = new FilterCache()
    const filter = cache.get('Name == web', schema)
    expect(cache.get('Name == web', schema)).toBe(filter)
    expect(cache.get('Name == web', schema, { late: true })).not.toBe(filter)
    expect(cache.get('Name == db', schema)).not.toBe(filter)
    expect(cache.size).toBe(3)
  })

  test('does not mix up schemas', () => {
    const cache = new FilterCache()
    expect(cache.get('ID == a', other)({ ID: 'a' })).toBe(true)
    expect(problemOf(() => cache.get('ID == a', schema))).toBe(`${PREFIX}Selector "ID" is not valid`)
  })

  test('keeps no refused text, and never many', () => {
    const cache = new FilterCache()
    expect(problemOf(() => cache.get('Nope == 1', schema))).not.toBe('none')
    expect(cache.size).toBe(0)
    for (let i = 0; i < 1000; i++) cache.get(`Port == ${i}`, schema)
    expect(cache.size).toBeLessThanOrEqual(100)
    for (let i = 0; i < 10; i++) cache.get(`Name == "${i}${'x'.repeat(100_000)}"`, schema)
    expect(cache.size).toBeLessThanOrEqual(2)
    for (let i = 0; i < 10; i++) cache.get(`Name matches "${i}(a?){1000}"`, schema)
    expect(cache.size).toBeLessThanOrEqual(15)
  })
})
