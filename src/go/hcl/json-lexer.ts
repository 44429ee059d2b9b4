import { type Cursor, END } from './cursor.ts'
import { isDigit, scanFraction, scanNumber } from './numbers.ts'
import { scanString } from './strings.ts'
import type { Token, TokenType } from './token.ts'

const OPERATORS: Readonly<Record<string, TokenType | undefined>> = {
  '[': 'LBRACK',
  ']': 'RBRACK',
  '{': 'LBRACE',
  '}': 'RBRACE',
  ',': 'COMMA',
  ':': 'COLON',
}

const WORDS: ReadonlyMap<string, TokenType> = new Map([
  ['true', 'BOOL'],
  ['false', 'BOOL'],
  ['null', 'NULL'],
])

const isBlank = (char: string): boolean => char === ' ' || char === '\t' || char === '\n' || char === '\r'

/** Reads the next token of a document that is JSON. */
export function scanJsonToken(cursor: Cursor): Token {
  let char = cursor.next()
  while (isBlank(char)) char = cursor.next()
  const { line, column } = cursor.at
  const start = cursor.index - 1
  const type = scanType(cursor, char)
  const text = type === 'EOF' ? '' : cursor.since(start)
  return { type: type === 'IDENT' ? word(cursor, text) : type, text, line, column, plain: true }
}

function scanType(cursor: Cursor, char: string): TokenType {
  if (char === END) return 'EOF'
  const operator = OPERATORS[char]
  if (operator !== undefined) return operator
  if (/^[\p{L}_]$/u.test(char)) return scanWord(cursor)
  if (char === '"') {
    scanString(cursor, false)
    return 'STRING'
  }
  if (char === '.' && isDigit(cursor.peek())) return scanFraction(cursor)
  if (isDigit(char)) return scanJsonNumber(cursor, char)
  if (char === '-' && isDigit(cursor.peek())) return scanJsonNumber(cursor, cursor.next())
  cursor.complain(char === '-' ? 'illegal char' : `illegal char: ${char}`)
  return 'ILLEGAL'
}

function scanJsonNumber(cursor: Cursor, first: string): TokenType {
  // There are no hexadecimal numbers.
  if (first === '0' && /^x$/i.test(cursor.peek())) return 'NUMBER'
  if (first !== '0' || !isDigit(cursor.peek())) return scanNumber(cursor, first)
  cursor.next()
  cursor.complain('numbers cannot start with 0')
  return 'NUMBER'
}

function scanWord(cursor: Cursor): 'IDENT' {
  while (/^[\p{L}\p{Nd}_.-]$/u.test(cursor.peek())) cursor.next()
  return 'IDENT'
}

function word(cursor: Cursor, text: string): TokenType {
  const type = WORDS.get(text)
  if (type !== undefined) return type
  cursor.complain('illegal char')
  return 'ILLEGAL'
}
