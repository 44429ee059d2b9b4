import type { ItemNode } from '../../go/hcl/ast.ts'
import { errorAt, HclError } from '../../go/hcl/error.ts'
import { parseHclItems } from '../../go/hcl/parse.ts'
import { typeName } from '../../go/hcl/scalars.ts'
import { placeOf, textOf } from '../../go/hcl/text.ts'
import { quoteGo } from '../../go/quote.ts'
import { encodeText } from '../../lib/bytes.ts'
import { runToEnd, type Sliceable } from '../../lib/slices.ts'
import { StateError } from '../errors.ts'
import type { Level } from './levels.ts'
import { GLOBAL_KINDS, type GlobalKind, NAMED_KINDS, type NamedKind } from './rule-kinds.ts'

/** One rule with a name, as it was written. */
interface WrittenRule {
  readonly kind: NamedKind
  readonly name: string
  readonly policy: string
  readonly intentions: string
}

/** One rule with a name; that of a key is a binary string, one byte a code unit. */
export interface NamedRule {
  readonly kind: NamedKind
  readonly name: string
  readonly level: Level
  readonly intentions: Level | undefined
}

/** The rules of one policy. */
export interface Rules {
  readonly named: readonly NamedRule[]
  readonly global: Readonly<Partial<Record<GlobalKind, Level>>>
}

/** Characters that are parsed in about a seventh of a second, where that cannot be done in slices. */
const MAX_RULES = 512 * 1024

/** Reads the rules of a policy, in HCL or JSON; throws a StateError with Consul's text. What is unknown grants nothing. */
export function parseRules(text: string): Rules {
  return runToEnd(parsingRules(text))
}

/** The same in slices. */
export function* parsingRules(text: string): Sliceable<Rules> {
  if (text === '') return { named: [], global: {} }
  if (text.length > MAX_RULES) {
    throw new StateError(`Failed to parse ACL rules: ${text.length} characters, more than the limit of ${MAX_RULES}`)
  }
  const { global, named } = yield* decode(text)
  yield
  const levels: Partial<Record<GlobalKind, Level>> = {}
  const take = (kind: GlobalKind): void => {
    const value = global[kind] ?? ''
    if (value === '') return
    levels[kind] = levelOf(value, false) ?? refuse(`Invalid ${kind} policy: ${quoteGo(value)}`)
  }
  const [acl, ...others] = GLOBAL_KINDS
  take(acl)
  const rules = named.map(toRule)
  others.forEach(take)
  return { named: rules, global: levels }
}

const refuse = (text: string): never => {
  throw new StateError(text)
}

function levelOf(text: string, list: boolean): Level | undefined {
  const level = text.toLowerCase()
  if (level === 'read' || level === 'write' || level === 'deny') return level
  return list && level === 'list' ? level : undefined
}

function toRule({ kind, name, policy, intentions }: WrittenRule): NamedRule {
  const shown = (): string => {
    const fields = [`${kind.nameField}:${quoteGo(name)}`, `Policy:${quoteGo(policy)}`]
    if (kind.intentions) fields.push(`Intentions:${quoteGo(intentions)}`)
    if (kind.enterprise) fields.push('EnterpriseRule:acl.EnterpriseRule{}')
    return `&acl.${kind.struct}{${fields.join(', ')}}`
  }
  return {
    kind,
    name: kind.resource === 'key' ? encodeText(name) : name,
    level: levelOf(policy, kind.list) ?? refuse(`Invalid ${kind.block} policy: ${shown()}`),
    intentions:
      intentions === ''
        ? undefined
        : (levelOf(intentions, false) ?? refuse(`Invalid ${kind.block} intentions policy: ${shown()}`)),
  }
}

interface Written {
  readonly global: Readonly<Partial<Record<GlobalKind, string>>>
  readonly named: readonly WrittenRule[]
}

function* decode(text: string): Sliceable<Written> {
  try {
    const { items, json } = yield* parseHclItems(Buffer.from(text))
    yield
    const global: Partial<Record<GlobalKind, string>> = {}
    const byName = new Map<string, ItemNode[]>()
    for (const item of items) {
      const name = nameOf(item)
      const others = byName.get(name)
      if (others) others.push(item)
      else byName.set(name, [item])
    }
    for (const kind of GLOBAL_KINDS) {
      for (const item of byName.get(kind.toLowerCase()) ?? []) global[kind] = globalText(item, kind, json)
    }
    const rules = (kind: NamedKind): WrittenRule[] => rulesOf(byName.get(kind.block.toLowerCase()) ?? [], kind, json)
    return { global, named: NAMED_KINDS.flatMap(rules) }
  } catch (err) {
    if (err instanceof HclError) throw new StateError(`Failed to parse ACL rules: ${err.message}`)
    throw err
  }
}

/** Go's decoder finds fields without regard to case. */
const nameOf = ({ keys }: ItemNode): string => keys[0]?.toLowerCase() ?? ''

function globalText({ keys, places, value }: ItemNode, kind: GlobalKind, json: boolean): string {
  const path = `root.${kind}`
  if (keys.length > 1) throw errorAt(places?.[1], `${path}: unknown type for string *ast.ObjectList`)
  return textOf(value, path, json)
}

function rulesOf(items: readonly ItemNode[], kind: NamedKind, json: boolean): WrittenRule[] {
  const rules: WrittenRule[] = []
  const add = (name: string, members: readonly ItemNode[]): void => {
    const field = (of: string): string => {
      const found = members.findLast(member => nameOf(member) === of.toLowerCase())
      return found ? textOf(found.value, `root.${kind.block}[${rules.length}].${of}`, json) : ''
    }
    rules.push({ kind, name, policy: field('Policy'), intentions: kind.intentions ? field('Intentions') : '' })
  }
  /** A block without a label: what is in it is named by its own keys. */
  const addMembers = (members: readonly ItemNode[]): void => {
    for (const member of members) {
      const [name = '', ...labels] = member.keys
      const { value } = member
      if (labels.length > 0) add(name, [])
      else if (value.kind === 'object') add(name, value.items)
      else if (value.kind === 'list')
        for (const item of value.items) add(name, item.kind === 'object' ? item.items : [])
      else add(name, [member])
    }
  }
  for (const item of items) {
    const [, label, ...more] = item.keys
    const { value } = item
    if (value.kind === 'literal') throw errorAt(json ? undefined : value.at, `unknown slice type: ${typeName(value)}`)
    if (value.kind === 'object') {
      if (label === undefined) addMembers(value.items)
      else add(label, more.length > 0 ? [] : value.items)
      continue
    }
    for (const element of value.items) {
      const path = `root.${kind.block}[${rules.length}]`
      if (element.kind !== 'object') {
        throw errorAt(element.at, `${path}: not an object type for struct (${typeName(element)})`)
      }
      if (!json) throw errorAt(placeOf(element), `${path}: ${kind.nameField} asked for 'key', impossible`)
      addMembers(element.items)
    }
  }
  return rules
}
