import { quoteGo } from './quote.ts'
import { MAX_INT64, MAX_UINT64, MIN_INT64 } from './integers.ts'

/** A text that Go's strconv refuses; the message is Go's. */
export class ParseError extends Error {
  override readonly name = 'ParseError'
}

const syntax = (fn: string, text: string): ParseError =>
  new ParseError(`strconv.${fn}: parsing ${quoteGo(text)}: invalid syntax`)
const range = (fn: string, text: string): ParseError =>
  new ParseError(`strconv.${fn}: parsing ${quoteGo(text)}: value out of range`)

const BOOLS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map(text => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map(text => [text, false] as const),
])

/** What strconv.ParseBool makes of a text; undefined where it refuses it. */
export const boolOf = (text: string): boolean | undefined => BOOLS.get(text)

/** strconv.ParseBool. */
export function parseBool(text: string): boolean {
  const value = boolOf(text)
  if (value === undefined) throw syntax('ParseBool', text)
  return value
}

/** strconv.Atoi; what is beyond 2^53 loses its last digits. */
export function parseInteger(text: string): number {
  if (!/^[+-]?[0-9]+$/.test(text)) throw syntax('Atoi', text)
  const value = text.length > 40 ? MAX_UINT64 : BigInt(text.replace('+', ''))
  if (value > MAX_INT64 || value < MIN_INT64) throw range('Atoi', text)
  return Number(value)
}

/** An integer as Go's literals are written, decimal, hexadecimal, octal or binary; undefined for any other text. */
export function integerLiteral(text: string): bigint | undefined {
  const plain = text.replaceAll(/(?<=[0-9a-fA-FxXoObB])_(?=[0-9a-fA-F])/g, '')
  const [, sign, digits] = /^([+-]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|\d+)$/.exec(plain) ?? []
  if (digits === undefined) return undefined
  const octal = /^0[0-7]+$/.test(digits)
  if (!octal && /^0\d/.test(digits)) return undefined
  return BigInt(octal ? `0o${digits.slice(1)}` : digits) * (sign === '-' ? -1n : 1n)
}

/** Why strconv.ParseInt, which finds the base itself, refuses a text; undefined where it does not. */
export function problemOfInteger(text: string): string | undefined {
  const value = integerLiteral(text)
  if (value === undefined) return syntax('ParseInt', text).message
  return value > MAX_INT64 || value < MIN_INT64 ? range('ParseInt', text).message : undefined
}

/** strconv.ParseUint. */
export function parseUnsigned(text: string): bigint {
  if (!/^[0-9]+$/.test(text)) throw syntax('ParseUint', text)
  const value = text.length > 40 ? MAX_UINT64 + 1n : BigInt(text)
  if (value > MAX_UINT64) throw range('ParseUint', text)
  return value
}
