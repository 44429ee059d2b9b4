import type { Operator } from './operators.ts'
import type { Value } from './values.ts'

/** A part of a template; `at`: where it begins in the text. */
export type Node = { readonly at: number } & (
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'index'; readonly name: string; readonly variableAt: number; readonly key: Node }
  | { readonly kind: 'call'; readonly name: string; readonly values: readonly Node[] }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'condition'; readonly test: Node; readonly ifTrue: Node; readonly ifFalse: Node }
  | { readonly kind: 'output'; readonly parts: readonly Node[] }
)

/** The nodes that a node is made of, in order. */
export function childrenOf(node: Node): readonly Node[] {
  if (node.kind === 'call') return node.values
  if (node.kind === 'operation') return [node.left, node.right]
  if (node.kind === 'condition') return [node.test, node.ifTrue, node.ifFalse]
  if (node.kind === 'output') return node.parts
  if (node.kind === 'index') return [{ kind: 'variable', at: node.variableAt, name: node.name }, node.key]
  return []
}
