import { JsonError } from './error.ts'
import { countColons, countMembers, isBeyondNative, isTooDeep, SUSPECT_LITERAL, SUSPECT_VALUE } from './native.ts'
import { Reader, type ReadNumber } from './reader.ts'
import { decodeUtf8 } from './utf8.ts'

/**
 * The first value of a text, read as Go's json.Decoder does: what follows it is ignored, integers beyond 2^53 are bigints,
 * bytes that are no UTF-8 and lone surrogates become U+FFFD, and the last of equal keys wins.
 */
export function parseJson(input: string | Uint8Array): unknown {
  const text = wellFormed(input)
  if (text.isWellFormed() && !isBeyondNative(text, SUSPECT_VALUE) && !isTooDeep(text)) {
    try {
      return JSON.parse(text)
    } catch {
      // Our own reader knows whether it is Go's error or only something behind the first value.
    }
  }
  return new Reader(text, toFloat, false).read()
}

/**
 * The same with nothing lost that a typed reader looks at: numbers that are no exact integers are given to `readNumber`, and
 * an object whose keys are repeated, or are numbers, is `Members`.
 */
export function parseExactJson(input: string | Uint8Array, readNumber: ReadNumber): unknown {
  const text = wellFormed(input)
  if (text.isWellFormed() && !isBeyondNative(text, SUSPECT_LITERAL) && !isTooDeep(text)) {
    try {
      const value: unknown = JSON.parse(text)
      if (countMembers(value) === countColons(text)) return value
    } catch {
      // as above
    }
  }
  return new Reader(text, readNumber, true).read()
}

const wellFormed = (input: string | Uint8Array): string =>
  typeof input === 'string' ? input.toWellFormed() : decodeUtf8(input)

/** The one value of a text, integers beyond 2^53 as bigints; throws what `JSON.parse` throws, also for what follows the value. */
export function parseWholeJson(input: string | Uint8Array): unknown {
  JSON.parse(typeof input === 'string' ? input : Buffer.from(input).toString('utf8'))
  return parseJson(input)
}

function toFloat(literal: string): number {
  const value = Number(literal)
  if (Number.isFinite(value)) return value
  throw new JsonError(`json: cannot unmarshal number ${literal} into Go value of type float64`)
}
