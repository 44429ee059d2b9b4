import { MIN_INT64 } from '../integers.ts'
import { type Parsed, parseGoBool, parseGoFloat, parseGoInt } from '../numbers.ts'
import { TemplateEvaluationError } from './errors.ts'
import type { Operator } from './operators.ts'

/** A string, an int, a float or a bool. Floats are wrapped, for they are no ints even where they are whole. */
export type Value = string | bigint | Float | boolean

export class Float {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

export type Type = 'string' | 'int' | 'float' | 'bool'

export function typeOf(value: Value): Type {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'bigint') return 'int'
  return typeof value === 'boolean' ? 'bool' : 'float'
}

type Conversion = (value: never) => Value

/** Throws what Go's strconv says, behind the name of the function that converts. */
function parsed<T>(name: string, result: Parsed<T>): T {
  if ('error' in result) throw new TemplateEvaluationError(`${name}: ${result.error}`)
  return result.value
}

const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  'string int': (text: string) => parsed('__builtin_StringToInt', parseGoInt(text)),
  'string float': (text: string) => new Float(parsed('__builtin_StringToFloat', parseGoFloat(text))),
  'string bool': (text: string) => parsed('__builtin_StringToBool', parseGoBool(text)),
  'int float': (int: bigint) => new Float(Number(int)),
  'int string': (int: bigint) => String(int),
  'float int': ({ value }: Float) => (Number.isFinite(value) ? wrapped(BigInt(Math.trunc(value))) : MIN_INT64),
  'float string': ({ value }: Float) => formatFloat(value),
  'bool string': (bool: boolean) => String(bool),
}

/** How a value of one type becomes one of another without being told to; undefined where it does not. */
export function conversion(from: Type, to: Type): ((value: Value) => Value) | undefined {
  return CONVERSIONS[`${from} ${to}`] as ((value: Value) => Value) | undefined
}

const wrapped = (int: bigint): bigint => BigInt.asIntN(64, int)

/** Go's `strconv.FormatFloat(value, 'g', -1, 64)`. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(value)
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

/** An operation on two values of the type that the checker has seen to. */
export function operate(operator: Operator, left: Value, right: Value): Value {
  if (typeof left === 'boolean' || typeof left === 'string') return compare(operator, left, right as typeof left)
  if (left instanceof Float) return operateOnFloats(operator, left.value, (right as Float).value)
  return operateOnInts(operator, left, right as bigint)
}

function compare<T extends string | number | bigint | boolean>(operator: Operator, left: T, right: T): boolean {
  switch (operator) {
    case '||':
      return left === true || right === true
    case '&&':
      return left === true && right === true
    case '!=':
      return left !== right
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
    default:
      return left === right
  }
}

function operateOnFloats(operator: Operator, left: number, right: number): Value {
  if (operator === '+') return new Float(left + right)
  if (operator === '-') return new Float(left - right)
  if (operator === '*') return new Float(left * right)
  if (operator === '/') return new Float(left / right)
  return compare(operator, left, right)
}

function operateOnInts(operator: Operator, left: bigint, right: bigint): Value {
  if (operator === '+') return wrapped(left + right)
  if (operator === '-') return wrapped(left - right)
  if (operator === '*') return wrapped(left * right)
  if (operator !== '/' && operator !== '%') return compare(operator, left, right)
  if (right === 0n) throw new TemplateEvaluationError('__builtin_IntMath: divide by zero')
  return wrapped(operator === '/' ? left / right : left % right)
}
