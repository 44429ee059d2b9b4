import { type Cursor, END } from './cursor.ts'
import { scanHeredoc } from './heredoc.ts'
import { isDigit, scanFraction, scanNumber } from './numbers.ts'
import { scanString } from './strings.ts'
import type { Token, TokenType } from './token.ts'

const OPERATORS: Readonly<Record<string, TokenType | undefined>> = {
  '[': 'LBRACK',
  ']': 'RBRACK',
  '{': 'LBRACE',
  '}': 'RBRACE',
  ',': 'COMMA',
  '=': 'ASSIGN',
  '+': 'ADD',
}

const LETTER = /^[\p{L}_]$/u
const WITHIN_NAME = /^[\p{L}\p{Nd}_.-]$/u

/** Most names are of these, which are found faster than by a pattern. */
const isPlain = (char: string): boolean => (char >= 'a' && char <= 'z') || char === '_'

const isBlank = (char: string): boolean => char === ' ' || char === '\t' || char === '\n' || char === '\r'

/** Reads the next token that is no comment. */
export function scanToken(cursor: Cursor): Token {
  for (;;) {
    let char = cursor.next()
    while (isBlank(char)) char = cursor.next()
    const { line, column } = cursor.at
    if (char === '#' || char === '/') {
      scanComment(cursor, char)
      continue
    }
    const start = cursor.index - 1
    const type = scanType(cursor, char)
    const text = type === 'EOF' ? '' : cursor.since(start)
    return { type: type === 'IDENT' && BOOLS.has(text) ? 'BOOL' : type, text, line, column }
  }
}

const BOOLS: ReadonlySet<string> = new Set(['true', 'false'])

function scanType(cursor: Cursor, char: string): TokenType {
  if (char === END) return 'EOF'
  const operator = OPERATORS[char]
  if (operator !== undefined) return operator
  if (isPlain(char) || LETTER.test(char)) return scanName(cursor)
  if (isDigit(char)) return scanNumber(cursor, char)
  const scan = SCANS[char]
  if (scan) return scan(cursor)
  cursor.complain('illegal char')
  return 'ILLEGAL'
}

const SCANS: Readonly<Record<string, ((cursor: Cursor) => TokenType) | undefined>> = {
  '"'(cursor) {
    scanString(cursor, true)
    return 'STRING'
  },
  '<'(cursor) {
    scanHeredoc(cursor)
    return 'HEREDOC'
  },
  '.': cursor => (isDigit(cursor.peek()) ? scanFraction(cursor) : 'PERIOD'),
  '-': cursor => (isDigit(cursor.peek()) ? scanNumber(cursor, cursor.next()) : 'SUB'),
}

function scanName(cursor: Cursor): 'IDENT' {
  let char = cursor.next()
  while (isPlain(char) || WITHIN_NAME.test(char)) char = cursor.next()
  cursor.back(char)
  return 'IDENT'
}

function scanComment(cursor: Cursor, first: string): void {
  const start = cursor.at
  if (first === '/' && cursor.peek() === '*') return scanBlockComment(cursor)
  if (first === '/' && cursor.peek() !== '/') return cursor.complain("expected '/' for comment", start)
  let char = cursor.next()
  while (char !== '\n' && char !== END) char = cursor.next()
}

function scanBlockComment(cursor: Cursor): void {
  cursor.next()
  for (;;) {
    const char = cursor.next()
    if (char === END) return cursor.complain('comment not terminated')
    if (char !== '*' || cursor.peek() !== '/') continue
    cursor.next()
    return
  }
}
