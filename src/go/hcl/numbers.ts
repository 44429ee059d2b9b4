import { type Parsed, parseGoFloat, parseGoInt } from '../numbers.ts'
import type { Cursor } from './cursor.ts'
import { HclError } from './error.ts'

export const isDigit = (char: string): boolean => char >= '0' && char <= '9' && char.length === 1

const isHexDigit = (char: string): boolean => /^[0-9a-fA-F]$/.test(char)
const isExponent = (char: string): boolean => char === 'e' || char === 'E'

/** Reads a number whose first digit was just read. */
export function scanNumber(cursor: Cursor, first: string): 'NUMBER' | 'FLOAT' {
  let char: string
  if (first === '0') {
    char = cursor.next()
    if (char === 'x' || char === 'X') return scanHex(cursor)
    while (isDigit(char)) char = cursor.next()
  } else {
    scanDigits(cursor, first)
    char = cursor.next()
  }
  if (isExponent(char)) return scanExponent(cursor)
  if (char === '.') return scanFraction(cursor)
  cursor.back(char)
  return 'NUMBER'
}

/** Reads what follows the dot. */
export function scanFraction(cursor: Cursor): 'FLOAT' {
  if (isDigit(cursor.peek())) scanDigits(cursor, cursor.next())
  if (!isExponent(cursor.peek())) return 'FLOAT'
  cursor.next()
  return scanExponent(cursor)
}

function scanHex(cursor: Cursor): 'NUMBER' {
  let char = cursor.next()
  if (!isHexDigit(char)) cursor.complain('illegal hexadecimal number')
  while (isHexDigit(char)) char = cursor.next()
  cursor.back(char)
  return 'NUMBER'
}

function scanExponent(cursor: Cursor): 'FLOAT' {
  let char = cursor.next()
  if (char === '+' || char === '-') char = cursor.next()
  // What is no digit belongs to the number here, and its value is refused with it later.
  if (isDigit(char)) scanDigits(cursor, char)
  return 'FLOAT'
}

function scanDigits(cursor: Cursor, first: string): void {
  let char = first
  while (isDigit(char)) char = cursor.next()
  cursor.back(char)
}

/** The value of a whole number: hexadecimal behind `0x`, octal behind `0`. */
export const intValue = (text: string): bigint => valueOf(parseGoInt(text))

export const floatValue = (text: string): number => valueOf(parseGoFloat(text))

function valueOf<T>(parsed: Parsed<T>): T {
  if ('error' in parsed) throw new HclError(parsed.error)
  return parsed.value
}
