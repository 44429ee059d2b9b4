import type { Expression } from './ast.ts'
import { FilterError } from './error.ts'
import { Grammar } from './grammar.ts'
import { Scanner } from './scanner.ts'

/** What stands before every error that is found before the first row is looked at. */
export const CREATE_PREFIX = 'Failed to create boolean expression evaluator: '

/** Longer texts are refused, so that none can keep the process busy. */
const MAX_LENGTH = 1 << 17

/** Reads an expression; throws a FilterError with the parser's exact text. */
export function parse(text: string): Expression {
  if (text.length > MAX_LENGTH) throw new FilterError(`${CREATE_PREFIX}expression is too long`)
  const scanner = new Scanner(text)
  const grammar = new Grammar(scanner)
  const expression = grammar.input()
  if (grammar.tooDeep) throw new FilterError(`${CREATE_PREFIX}expression nests too deeply`)
  const { errors } = scanner
  if (errors !== undefined || !expression) throw new FilterError(CREATE_PREFIX + (errors ?? scanner.mismatch))
  return expression
}
