import type { ItemNode, Node, ObjectNode } from '../../../go/hcl/ast.ts'
import { errorAt, HclError } from '../../../go/hcl/error.ts'
import { readHclItems } from '../../../go/hcl/parse.ts'
import { typeName } from '../../../go/hcl/scalars.ts'
import { placeOf, textOf } from '../../../go/hcl/text.ts'
import { CommandError } from '../../command.ts'
import type { TemplatedPolicy } from './objects.ts'

/**
 * The templated policies that a document holds. The official command decodes all of it into a map of maps of lists of structures:
 * what is no templated policy must have that form, too, and is passed over.
 */
export function templatedPoliciesIn(document: Uint8Array): TemplatedPolicy[] {
  try {
    const { items, json } = readHclItems(document)
    return entriesOf(block(items), 'root', json).flatMap(({ key, path, value }) => {
      const policies = entriesOf(value, path, json).flatMap(entry => policiesOf(entry, json))
      return key === 'TemplatedPolicy' ? policies : []
    })
  } catch (error) {
    if (!(error instanceof HclError)) throw error
    throw new CommandError(error.message, { cause: error })
  }
}

interface Entry {
  readonly key: string
  /** As messages call it. */
  readonly path: string
  readonly value: Node
}

const block = (items: readonly ItemNode[]): ObjectNode => ({ kind: 'object', at: undefined, items })

/** Takes a key off a member; what is left is a block with the labels behind it. */
const behindKey = ({ keys, places = [], value }: ItemNode): ItemNode => ({
  keys: keys.slice(1),
  places: places.slice(1),
  value,
})

const refused = (node: Node, message: string, json: boolean): HclError =>
  errorAt(json ? undefined : node.at, `${message} (${typeName(node)})`)

/** The members of a map; those with labels are one under their first key. */
function entriesOf(node: Node, path: string, json: boolean): Entry[] {
  const members = membersOf(node, json)
  if (!members) throw refused(node, `${path}: not an object type for map`, json)
  const labelled = new Set<string>()
  return members.flatMap(({ keys, value }) => {
    const [key, ...labels] = keys
    if (key === undefined) throw errorAt(placeOf(block(members)), `${path}: map must have string keys`)
    if (labelled.has(key)) return []
    const entry = { key, path: `${path}.${key}` }
    if (labels.length === 0) return [{ ...entry, value }]
    labelled.add(key)
    const others = members.filter(({ keys }) => keys[0]?.toLowerCase() === key.toLowerCase())
    return [{ ...entry, value: block(others.map(behindKey)) }]
  })
}

/** Of an object, or, in JSON, of a list of nothing but objects. */
function membersOf(node: Node, json: boolean): readonly ItemNode[] | undefined {
  if (node.kind === 'object') return node.items
  if (!json || node.kind === 'literal' || node.items.length === 0) return undefined
  const parts = node.items.map(item => (item.kind === 'object' ? item.items : undefined))
  return parts.every(part => part !== undefined) ? parts.flat() : undefined
}

function policiesOf({ key, path, value }: Entry, json: boolean): TemplatedPolicy[] {
  if (value.kind === 'literal') {
    throw errorAt(json ? undefined : value.at, `unknown slice type: ${typeName(value)}`)
  }
  const parts = value.kind === 'object' && !value.at ? value.items.map(structureOf) : partsOf(value)
  // in JSON a list of objects is as many blocks, of which each is counted alone
  const isFlat = json && parts.every(({ kind }) => kind === 'object')
  return parts.map((part, at) => ({
    TemplateName: key,
    TemplateVariables: { Name: nameIn(part, `${path}[${isFlat ? 0 : at}]`, json) },
  }))
}

const partsOf = (value: Node): readonly Node[] => (value.kind === 'list' ? value.items : [value])

/** The label that is left names the block; of two the first is a field of it. */
const structureOf = (item: ItemNode): Node => (item.keys.length > 1 ? block([item]) : item.value)

function nameIn(part: Node, path: string, json: boolean): string {
  if (part.kind !== 'object') throw refused(part, `${path}: not an object type for struct`, json)
  // in JSON an object of nothing but objects is taken for blocks with labels, which have no such field
  if (json && part.items.every(({ value }) => value.kind === 'object')) return ''
  return part.items
    .filter(({ keys }) => keys[0]?.toLowerCase() === 'name')
    .reduce((_, item) => textOf(item.keys.length > 1 ? block([behindKey(item)]) : item.value, `${path}.Name`, json), '')
}
