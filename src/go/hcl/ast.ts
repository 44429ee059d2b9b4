import type { Position } from './error.ts'
import type { Token } from './token.ts'

/** A value as it was written. */
export type Node = LiteralNode | ListNode | ObjectNode

export interface LiteralNode {
  readonly kind: 'literal'
  readonly at: Position
  readonly token: Token
}

export interface ListNode {
  readonly kind: 'list'
  readonly at: Position
  readonly items: readonly Node[]
}

export interface ObjectNode {
  readonly kind: 'object'
  /** Where its brace stands; undefined when a label stands for the object. */
  readonly at: Position | undefined
  readonly items: readonly ItemNode[]
}

/** One member: `key = value`, or a block with labels behind its key. */
export interface ItemNode {
  /** Where its keys stand; undefined in JSON. */
  readonly places?: readonly Position[]
  readonly keys: readonly string[]
  readonly value: Node
}

/** No configuration is nested deeper; the limit protects the stack. */
export const DEEPEST = 500
