import type { LiteralNode, Node } from './ast.ts'
import { errorAt } from './error.ts'
import { heredocValue } from './heredoc.ts'
import { floatValue, intValue } from './numbers.ts'
import { unquote } from './strings.ts'
import type { Token, TokenType } from './token.ts'

const VALUES: Readonly<Partial<Record<TokenType, (token: Token) => unknown>>> = {
  NUMBER: ({ text }) => intValue(text),
  FLOAT: ({ text }) => floatValue(text),
  BOOL: ({ text }) => text === 'true',
  HEREDOC: ({ text }) => heredocValue(text),
  STRING: ({ text, plain }) => unquote(text.slice(1, -1), !plain),
}

/** What a literal means. */
export function literalValue({ token }: LiteralNode): unknown {
  const value = VALUES[token.type]?.(token)
  if (value === undefined) throw errorAt(token, 'illegal char escape')
  return value
}

/** What may take the place of a value that was given before, by the type of that one. */
const REPLACEMENTS: Readonly<Record<string, Partial<Record<TokenType, (token: Token) => unknown>>>> = {
  bigint: {
    NUMBER: ({ text }) => intValue(text),
    STRING: token => intValue(String(VALUES.STRING?.(token))),
  },
  number: { NUMBER: ({ text }) => floatValue(text), FLOAT: ({ text }) => floatValue(text) },
  boolean: { BOOL: ({ text }) => text === 'true' },
  string: {
    NUMBER: ({ text }) => text,
    HEREDOC: ({ text }) => heredocValue(text),
    STRING: ({ text, plain }) => unquote(text.slice(1, -1), !plain),
  },
}

/** The value of a key that was a scalar before. */
export function replaceScalar(before: unknown, node: Node, path: string): unknown {
  const replace = node.kind === 'literal' ? REPLACEMENTS[typeof before]?.[node.token.type] : undefined
  if (replace && node.kind === 'literal') return replace(node.token)
  const wanted = typeof before === 'string' ? 'unknown type for string' : 'unknown type'
  throw errorAt(node.at, `${path}: ${wanted} ${typeName(node)}`)
}

const TYPE_NAMES = { literal: '*ast.LiteralType', list: '*ast.ListType', object: '*ast.ObjectType' } as const

/** A node's type as messages call it. */
export const typeName = ({ kind, at }: Node): string => (at ? TYPE_NAMES[kind] : '*ast.ObjectList')
