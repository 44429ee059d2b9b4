import { Blocks } from './blocks.ts'
import type { ItemNode, Node } from './ast.ts'
import { errorAt, HclError } from './error.ts'
import { literalValue, replaceScalar, typeName } from './scalars.ts'

/** What an object means: each object in it is a list, for it may be given again. Whole numbers are bigints. */
export type HclObject = Record<string, unknown>

/** What is known of one key while its object is read. */
interface Member {
  value?: unknown
  count: number
  labelled: boolean
  /** Which of them is the first block without labels. */
  plain: number | undefined
}

/** The meaning of members, of which several may have the same key. */
export function membersValue(items: readonly ItemNode[], path = 'root'): HclObject {
  const members = new Map<string, Member>()
  for (const item of items) {
    const [key = '', ...labels] = item.keys
    const member = members.get(key) ?? { count: 0, labelled: false, plain: undefined }
    members.set(key, member)
    checkLabels(member, item, `${path}.${key}`)
    member.value = add(member.value, withLabels(labels, item.value), `${path}.${key}`)
    member.count++
  }
  return Object.fromEntries([...members].map(([key, { value }]) => [key, value]))
}

/** Blocks of one key have labels all together or not at all. */
function checkLabels(member: Member, { keys, value }: ItemNode, path: string): void {
  if (keys.length > 1) member.labelled = true
  else if (value.kind === 'object') member.plain ??= member.count
  if (!member.labelled || member.plain === undefined) return
  throw new HclError(`At -: ${path}[${member.plain}]: map must have string keys`)
}

/** A block with labels is a block in a block. */
const withLabels = (labels: readonly string[], node: Node): Node =>
  labels.length === 0 ? node : { kind: 'object', at: undefined, items: [{ keys: labels, value: node }] }

/** A key given again adds to a list; a scalar is replaced by one that can take its place. */
function add(before: unknown, node: Node, path: string): unknown {
  if (before === undefined) return nodeValue(node, path)
  if (!Array.isArray(before)) return replaceScalar(before, node, path)
  const list = before as unknown[]
  if (node.kind === 'literal') throw errorAt(node.at, `unknown slice type: ${typeName(node)}`)
  if (node.kind === 'object') {
    if (!node.at && !(list instanceof Blocks)) {
      throw new HclError(`${path}[0]: cannot decode into interface: *ast.ObjectItem`)
    }
    list.push(membersValue(node.items, `${path}[0]`))
  } else {
    for (const [i, item] of node.items.entries()) {
      if (list instanceof Blocks && item.kind !== 'object') {
        throw errorAt(item.at, `${path}[${i}]: not an object type for map (${typeName(item)})`)
      }
      list.push(itemValue(item, `${path}[${i}]`))
    }
  }
  return list
}

function nodeValue(node: Node, path: string): unknown {
  if (node.kind === 'literal') return literalValue(node)
  if (node.kind === 'list') return node.items.map((item, i) => itemValue(item, `${path}[${i}]`))
  return Blocks.of(membersValue(node.items, `${path}[0]`))
}

/** In a list an object stands for itself. */
const itemValue = (node: Node, path: string): unknown =>
  node.kind === 'object' ? membersValue(node.items, path) : nodeValue(node, path)
