import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  isNumeral,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './characters.ts'
import { MAX_DEPTH } from './error.ts'

/** Whether JSON.parse would lose something: digits of a big integer, how a number was written, lone surrogates. */
export function isBeyondNative(text: string, suspect: RegExp): boolean {
  return suspect.test(text) || (text.includes('\\u') && /\\u[dD][89a-fA-F]/.test(text))
}

/** A number of 16 digits or with an exponent of three. The same inside a string matches, too: that costs only time. */
export const SUSPECT_VALUE = /(?:[[:,]|^)\s*-?(?:\d{16}|[\d.]+[eE]\+?\d{3})/

/** The same, or any number with a fraction or an exponent. */
export const SUSPECT_LITERAL = /(?:[[:,]|^)\s*-?\d+(?:\d{15}|[.eE])/

/** JSON.parse has no limit; only what opens enough brackets to break Go's is counted. */
export function isTooDeep(text: string): boolean {
  if (text.length <= MAX_DEPTH || !opensMany(text)) return false
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) {
      i = endOfString(text, i + 1)
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > MAX_DEPTH) return true
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth--
    }
  }
  return false
}

/** Whether there are more opening brackets, in strings or not, than Go reads deep. */
function opensMany(text: string): boolean {
  let count = 0
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      if (++count > MAX_DEPTH) return true
    }
  }
  return false
}

/** Where the string that continues at `from` is closed, or the text's end. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (at - slashes > from && text.charCodeAt(at - slashes - 1) === BACKSLASH) slashes++
    if (slashes % 2 === 0) return at
  }
  return text.length
}

/** How many members there are in a value, at all depths; more than are in any text, if the engine ordered some. */
export function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) count += countMembers(item)
    return count
  }
  for (const key in value) {
    if (isNumeral(key)) return Infinity
    count += 1 + countMembers((value as Record<string, unknown>)[key])
  }
  return count
}

/** How many colons are outside of the strings of a well-formed JSON text. */
export const countColons = (text: string): number => countOutsideStrings(text, COLON)

/** The same of commas: of members and elements, but for one of each object and array. */
export const countCommas = (text: string): number => countOutsideStrings(text, COMMA)

function countOutsideStrings(text: string, wanted: number): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) i = endOfString(text, i + 1)
    else if (code === wanted) count++
  }
  return count
}
