import type { Position } from './error.ts'

/** Kinds of tokens; those of operators bear their names in messages. */
export type TokenType =
  | 'EOF'
  | 'ILLEGAL'
  | 'IDENT'
  | 'STRING'
  | 'HEREDOC'
  | 'NUMBER'
  | 'FLOAT'
  | 'BOOL'
  | 'NULL'
  | 'LBRACK'
  | 'RBRACK'
  | 'LBRACE'
  | 'RBRACE'
  | 'COMMA'
  | 'COLON'
  | 'PERIOD'
  | 'ASSIGN'
  | 'ADD'
  | 'SUB'

export interface Token extends Position {
  readonly type: TokenType
  /** As it stands in the document. */
  readonly text: string
  /** A string in which `${` means nothing. */
  readonly plain?: boolean
}
