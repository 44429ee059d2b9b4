import { quoteGo } from '../quote.ts'
import { FilterError } from './error.ts'
import { type Parsed, parseGoBool, parseGoFloat, parseGoInt, parseGoUint } from '../numbers.ts'
import type { Scalar } from './schema.ts'

type Constant = string | boolean | number | bigint

const PARSERS: Readonly<Record<Scalar['kind'], (text: string, bits?: number) => Parsed<Constant>>> = {
  string: value => ({ value }),
  bool: parseGoBool,
  int: parseGoInt,
  uint: parseGoUint,
  float: parseGoFloat,
}
const ZERO: Readonly<Record<Scalar['kind'], Constant>> = { string: '', bool: false, int: 0, uint: 0, float: 0 }

/** A test for being the value that `text` means for this kind; refuses text that means none. */
export function equals(schema: Scalar, text: string, selector: readonly string[]): (field: unknown) => boolean {
  const parsed = PARSERS[schema.kind](text, schema.bits)
  if ('error' in parsed) {
    const what = `Failed to coerce value ${quoteGo(text)} for selector ${quoteGo(selector.join('.'))}`
    throw new FilterError(`${what}: ${parsed.error}`)
  }
  const zero = ZERO[schema.kind]
  const wanted = parsed.value
  if (typeof wanted !== 'bigint') return field => (field ?? zero) === wanted
  // rows hold plain numbers mostly, and bigints where a value can exceed them
  const small = Number(wanted)
  return field =>
    typeof field === 'bigint' ? field === wanted : Number.isSafeInteger(small) && (field ?? zero) === small
}
