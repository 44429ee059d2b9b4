/** What a key of the configuration holds. Durations are strings for the reader of a file; `settings.ts` parses them. */
export type KeyType = Leaf | Nested

type Leaf =
  | 'string'
  | 'duration'
  | 'int'
  | 'uint32'
  | 'uint64'
  | 'float'
  | 'bool'
  | 'strings'
  | 'string map'
  | 'strings map'
  | 'any'
  | 'any map'
  | 'any maps'

/** Another level of keys: one block, a list of blocks, or blocks by name. */
export interface Nested {
  readonly section: Section
  readonly form: 'one' | 'list' | 'map'
}

/** One key with the spelling that the documentation uses. */
export interface Key {
  readonly name: string
  readonly type: KeyType
}

/** Names by type, white space between them; aliases as `spelling=name`. */
type Leaves = Partial<Record<Leaf, string>> & { readonly aliases?: string }
type Blocks = Readonly<Record<string, Nested>>

/** The keys of one block, by their spellings in lower case: made when the first one is looked for, for a start has few of the blocks. */
export class Section {
  readonly #leaves: Leaves
  readonly #blocks: Blocks
  #keys: ReadonlyMap<string, Key> | undefined

  constructor(leaves: Leaves, blocks: Blocks) {
    this.#leaves = leaves
    this.#blocks = blocks
  }

  get keys(): ReadonlyMap<string, Key> {
    return (this.#keys ??= keysOf(this.#leaves, this.#blocks))
  }
}

/** Describes one block: its plain keys by type, and the blocks in it. */
export const section = (leaves: Leaves, blocks: Blocks = {}): Section => new Section(leaves, blocks)

function keysOf({ aliases = '', ...byType }: Leaves, blocks: Blocks): ReadonlyMap<string, Key> {
  const keys = new Map<string, Key>()
  for (const [type, names] of Object.entries(byType)) {
    for (const name of words(names)) keys.set(name.toLowerCase(), { name, type: type as Leaf })
  }
  for (const [name, type] of Object.entries(blocks)) keys.set(name, { name, type })
  for (const alias of words(aliases)) {
    const [spelling = '', name = ''] = alias.split('=')
    const key = keys.get(name)
    if (key) keys.set(spelling, key)
  }
  return keys
}

/** The key that a name in a file means; case does not count. */
export const findKey = ({ keys }: Section, name: string): Key | undefined => keys.get(name.toLowerCase())

export const one = (keys: Section): Nested => ({ section: keys, form: 'one' })
export const listOf = (keys: Section): Nested => ({ section: keys, form: 'list' })
export const mapOf = (keys: Section): Nested => ({ section: keys, form: 'map' })

const words = (text: string): string[] => text.split(/\s+/).filter(word => word !== '')
