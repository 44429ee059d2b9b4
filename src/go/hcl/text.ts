import type { LiteralNode, Node } from './ast.ts'
import { errorAt } from './error.ts'
import { literalValue, typeName } from './scalars.ts'

/** The text that a value is decoded to where a field is one; `path` names the field. Places are told in HCL alone. */
export function textOf(value: Node, path: string, json: boolean): string {
  if (value.kind === 'literal' && isText(value)) {
    return value.token.type === 'NUMBER' ? value.token.text : String(literalValue(value))
  }
  const type = value.kind === 'object' ? '*ast.ObjectList' : typeName(value)
  throw errorAt(json ? undefined : placeOf(value), `${path}: unknown type for string ${type}`)
}

const isText = ({ token }: LiteralNode): boolean => ['STRING', 'HEREDOC', 'NUMBER'].includes(token.type)

/** Go says where the first member of an object stands. */
export function placeOf(node: Node): Node['at'] {
  return node.kind === 'object' ? node.items[0]?.places?.[0] : node.at
}
