import { quoteGo } from './quote.ts'
import { MAX_UINT64 } from './integers.ts'
import { boolOf } from './strconv.ts'

/** Either what a text means, or Go's error text for it. */
export type Parsed<T> = { readonly value: T } | { readonly error: string }

const failure = (fn: string, text: string, why: string): { error: string } => ({
  error: `strconv.${fn}: parsing ${quoteGo(text)}: ${why}`,
})
const SYNTAX = 'invalid syntax'
const RANGE = 'value out of range'

const PREFIXES: readonly (readonly [RegExp, bigint, number])[] = [
  [/^0[xX](?=.)/, 16n, 2],
  [/^0[bB](?=.)/, 2n, 2],
  [/^0[oO](?=.)/, 8n, 2],
  [/^0(?=.)/, 8n, 1],
]
/** Underscores may only stand between digits, or between a base prefix and a digit. */
const UNDERSCORES = /^(?:0[xXbBoO])?_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*$/

function magnitude(text: string, max: bigint): bigint | typeof SYNTAX | typeof RANGE {
  const prefix = PREFIXES.find(([form]) => form.test(text))
  const [base, from] = prefix ? [prefix[1], prefix[2]] : [10n, 0]
  if (text === '') return SYNTAX
  let value = 0n
  let digits = 0
  for (const char of text.slice(from)) {
    if (char === '_') continue
    const digit = /[0-9a-fA-F]/.test(char) ? BigInt(parseInt(char, 16)) : base
    if (digit >= base) return SYNTAX
    value = value * base + digit
    digits++
    if (value > max) return RANGE
  }
  const clean = UNDERSCORES.test(text) && !(text.startsWith('_') && from === 0)
  return digits > 0 && clean ? value : SYNTAX
}

/** Go's `strconv.ParseInt(text, 0, bits)`. */
export function parseGoInt(text: string, bits = 64): Parsed<bigint> {
  const sign = /^[+-]/.exec(text)?.[0]
  const size = magnitude(sign ? text.slice(1) : text, MAX_UINT64)
  if (typeof size === 'string') return failure('ParseInt', text, size)
  const limit = 2n ** BigInt(bits - 1)
  if (sign === '-' ? size > limit : size >= limit) return failure('ParseInt', text, RANGE)
  return { value: sign === '-' ? -size : size }
}

/** Go's `strconv.ParseUint(text, 0, bits)`. */
export function parseGoUint(text: string, bits = 64): Parsed<bigint> {
  const size = magnitude(text, 2n ** BigInt(bits) - 1n)
  return typeof size === 'string' ? failure('ParseUint', text, size) : { value: size }
}

/** Go's `strconv.ParseFloat(text, 64)`, without its hexadecimal forms. */
export function parseGoFloat(text: string): Parsed<number> {
  const special = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(text)
  if (special) {
    if (/^nan$/i.test(special[2] ?? '')) return special[1] ? failure('ParseFloat', text, SYNTAX) : { value: NaN }
    return { value: special[1] === '-' ? -Infinity : Infinity }
  }
  if (!/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)) return failure('ParseFloat', text, SYNTAX)
  const value = Number(text)
  return Number.isFinite(value) ? { value } : failure('ParseFloat', text, RANGE)
}

/** Go's `strconv.ParseBool`. */
export function parseGoBool(text: string): Parsed<boolean> {
  const value = boolOf(text)
  return value === undefined ? failure('ParseBool', text, SYNTAX) : { value }
}
