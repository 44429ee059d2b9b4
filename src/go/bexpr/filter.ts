import { LRUCache } from 'lru-cache'
import { compile, type Filter } from './compile.ts'
import { FilterError } from './error.ts'
import { CREATE_PREFIX, parse } from './parse.ts'
import type { Schema } from './schema.ts'

export { FilterError } from './error.ts'
export type { Filter } from './compile.ts'
export type { Schema } from './schema.ts'

export interface FilterOptions {
  /**
   * When the expression is held against the type of the rows: at once, or only when the first row comes. Then the
   * filter itself complains of selectors and values, without the usual prefix, and not at all when there are no rows.
   * Default: false.
   */
  readonly late?: boolean
}

/** Reads a filter for rows of a type; all that can be wrong throws a FilterError. An empty text lets every row pass. */
export function compileFilter(text: string, schema: Schema, options: FilterOptions = {}): Filter {
  if (text === '') return () => true
  const expression = parse(text)
  if (options.late === true) {
    let bound: Filter | undefined
    return row => (bound ??= compile(expression, schema))(row)
  }
  try {
    return compile(expression, schema)
  } catch (error) {
    if (error instanceof FilterError) throw new FilterError(CREATE_PREFIX + error.message)
    throw error
  }
}

/** Characters of text, and texts, that a cache keeps filters for. */
const MAX_CHARACTERS = 1 << 18
const MAX_FILTERS = 100

/** Compiled filters by schema and text, so that a client that asks again and again has its text read once. */
export class FilterCache {
  readonly #filters = new LRUCache<string, Filter>({
    max: MAX_FILTERS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_filter, key) => key.length,
  })
  /** A number for each schema object. */
  readonly #schemas = new WeakMap<Schema, number>()
  #next = 0

  /** As `compileFilter`. Texts that are refused are not kept. */
  get(text: string, schema: Schema, options: FilterOptions = {}): Filter {
    const key = `${this.#number(schema)}:${options.late === true}:${text}`
    const known = this.#filters.get(key)
    if (known) return known
    const filter = compileFilter(text, schema, options)
    this.#filters.set(key, filter)
    return filter
  }

  /** How many filters are kept. */
  get size(): number {
    return this.#filters.size
  }

  #number(schema: Schema): number {
    const number = this.#schemas.get(schema) ?? this.#next++
    this.#schemas.set(schema, number)
    return number
  }
}
