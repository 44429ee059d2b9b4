import { quoteGo } from '../quote.ts'
import type { Expression, Match, Operator } from './ast.ts'
import { equals } from './coerce.ts'
import { FilterError } from './error.ts'
import { compileRegexp } from '../regexp/regexp.ts'
import type { StepBudget } from '../regexp/step-budget.ts'
import { checkOperator, isScalar, resolve, type Schema, type Step } from './schema.ts'

/** Decides on one value, and counts what that takes. */
type Test = (value: unknown, steps: StepBudget) => boolean

/** A filter for rows of one kind. */
export interface CompiledFilter {
  /** Throws a StepLimitError when the rows so far took more steps than the budget allows. */
  readonly accepts: Test
  /** Instructions that its regular expressions come to. */
  readonly patternSize: number
}

/** Comparisons with one row in the time of one step. */
const COMPARISONS_A_STEP = 4

/** Instructions that the regular expressions of one filter may come to in all. */
const MAX_PATTERN_SIZE = 20_000

interface Budget {
  patternSize: number
  comparisons: number
}

/** Binds an expression to a type of rows, checking it from left to right; throws a FilterError without any prefix. */
export function compile(expression: Expression, schema: Schema): CompiledFilter {
  const budget: Budget = { patternSize: MAX_PATTERN_SIZE, comparisons: 0 }
  const test = compileTerm(expression, schema, budget)
  const steps = Math.ceil(budget.comparisons / COMPARISONS_A_STEP)
  return {
    accepts: (row, left) => {
      left.spend(steps)
      return test(row, left)
    },
    patternSize: MAX_PATTERN_SIZE - budget.patternSize,
  }
}

function compileTerm(expression: Expression, schema: Schema, budget: Budget): Test {
  if (expression.kind === 'match') return compileMatch(expression, schema, budget)
  if (expression.kind === 'not') {
    const term = compileTerm(expression.term, schema, budget)
    return (row, steps) => !term(row, steps)
  }
  const terms = expression.terms.map(term => compileTerm(term, schema, budget))
  return expression.kind === 'and'
    ? (row, steps) => terms.every(term => term(row, steps))
    : (row, steps) => terms.some(term => term(row, steps))
}

function compileMatch(match: Match, root: Schema, budget: Budget): Test {
  budget.comparisons++
  const { steps, schema } = resolve(root, match.selector)
  checkOperator(schema, match.operator, match.selector)
  const test = MATCHERS[match.operator](schema, match, budget)
  const ifAbsent = WITHOUT_KEY[match.operator]
  return steps.reduceRight<Test>((next, step) => stepInto(step, next, ifAbsent), test)
}

type Matcher = (schema: Schema, match: Match, budget: Budget) => Test

const negate =
  (matcher: Matcher): Matcher =>
  (schema, match, budget) => {
    const test = matcher(schema, match, budget)
    return (field, steps) => !test(field, steps)
  }

const equal: Matcher = (schema, { value, selector }) => {
  if (!isScalar(schema)) throw new TypeError(`no equality for a ${schema.kind}`)
  return equals(schema, value, selector)
}

/** A substring of a text, an item of a list, a key of a map. */
const contains: Matcher = (schema, { value, selector }) => {
  if (schema.kind === 'map') return field => hasMembers(field) && Object.hasOwn(field, value)
  if (schema.kind === 'list' && isScalar(schema.of)) {
    const isItem = equals(schema.of, value, selector)
    return field => Array.isArray(field) && field.some(isItem)
  }
  return field => (typeof field === 'string' ? field : '').includes(value)
}

const isEmpty: Matcher = () => field =>
  Array.isArray(field) ? field.length === 0 : !hasMembers(field) || Object.keys(field).length === 0

const matches: Matcher = (_schema, { value }, budget) => {
  const { regexp, problem } = compileRegexp(value)
  budget.patternSize -= regexp?.size ?? 0
  if (budget.patternSize < 0) throw new FilterError('Regular expressions are too large')
  if (!regexp) throw new FilterError(`Failed to compile regular expression ${quoteGo(value)}: ${problem}`)
  return (field, steps) => regexp.test(typeof field === 'string' ? field : '', steps)
}

const MATCHERS: Readonly<Record<Operator, Matcher>> = {
  Equal: equal,
  'Not Equal': negate(equal),
  In: contains,
  'Not In': negate(contains),
  'Is Empty': isEmpty,
  'Is Not Empty': negate(isEmpty),
  Matches: matches,
  'Not Matches': negate(matches),
}

/** What holds when a map has no such key. That `Matches` does is how the real evaluator behaves. */
const WITHOUT_KEY: Readonly<Record<Operator, boolean>> = {
  Equal: false,
  'Not Equal': true,
  In: false,
  'Not In': true,
  'Is Empty': true,
  'Is Not Empty': false,
  Matches: true,
  'Not Matches': true,
}

/** Each item of a list on the way is tried, and one that fits is enough, even for the negated operators. */
function stepInto(step: Step, next: Test, ifAbsent: boolean): Test {
  if (step.kind === 'each') return (value, steps) => Array.isArray(value) && value.some(item => next(item, steps))
  const { kind, name } = step
  if (kind === 'key') {
    return (value, steps) => (hasMembers(value) && Object.hasOwn(value, name) ? next(value[name], steps) : ifAbsent)
  }
  return (value, steps) => next(hasMembers(value) ? value[name] : undefined, steps)
}

const hasMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
