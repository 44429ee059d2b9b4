import { LRUCache } from 'lru-cache'
import { StepBudget, StepLimitError } from '../regexp/step-budget.ts'
import { compile, type CompiledFilter } from './compile.ts'
import { FilterError } from './error.ts'
import { CREATE_PREFIX, parse } from './parse.ts'
import type { Schema } from './schema.ts'

export { FilterError } from './error.ts'
export type { Schema } from './schema.ts'

export interface FilterOptions {
  /**
   * When the expression is held against the type of the rows: at once, or only when the first row comes. Then the
   * filter itself complains of selectors and values, without the usual prefix, and not at all when there are no rows.
   * Default: false.
   */
  readonly late?: boolean
}

/**
 * Decides on one row; throws a FilterError when the answer that `steps` counts for takes too long. Without `steps` the row is
 * an answer of its own.
 */
export type Filter = (row: unknown, steps?: StepBudget) => boolean

/** Reads a filter for rows of a type; all that can be wrong throws a FilterError. An empty text lets every row pass. */
export function compileFilter(text: string, schema: Schema, options: FilterOptions = {}): Filter {
  return text === '' ? () => true : limited(bind(text, schema, options.late === true).accepts)
}

function bind(text: string, schema: Schema, late: boolean): CompiledFilter {
  const expression = parse(text)
  try {
    return compile(expression, schema)
  } catch (error) {
    if (!(error instanceof FilterError)) throw error
    if (!late) throw new FilterError(CREATE_PREFIX + error.message)
    const { message } = error
    const refuse = (): never => {
      throw new FilterError(message)
    }
    return { accepts: refuse, patternSize: 0 }
  }
}

const limited =
  (accepts: CompiledFilter['accepts']): Filter =>
  (row, steps = new StepBudget()) => {
    try {
      return accepts(row, steps)
    } catch (error) {
      if (error instanceof StepLimitError) throw new FilterError(`Failed to evaluate the filter: ${error.message}`)
      throw error
    }
  }

/** Characters of text, and texts, that a cache keeps filters for. */
const MAX_CHARACTERS = 1 << 18
const MAX_FILTERS = 100
/** What an instruction of a regular expression weighs, in characters. */
const CHARACTERS_AN_INSTRUCTION = 8

/** Compiled filters by schema and text, so that a client that asks again and again has its text read once. */
export class FilterCache {
  readonly #filters = new LRUCache<string, Filter>({
    max: MAX_FILTERS,
    maxSize: MAX_CHARACTERS,
  })
  /** A number for each schema object. */
  readonly #schemas = new WeakMap<Schema, number>()
  #next = 0

  /** As `compileFilter`. Texts that are refused are not cached. */
  get(text: string, schema: Schema, options: FilterOptions = {}): Filter {
    const key = `${this.#number(schema)}:${options.late === true}:${text}`
    const known = this.#filters.get(key)
    if (known) return known
    if (text === '') return compileFilter(text, schema)
    const { accepts, patternSize } = bind(text, schema, options.late === true)
    const filter = limited(accepts)
    this.#filters.set(key, filter, { size: key.length + patternSize * CHARACTERS_AN_INSTRUCTION })
    return filter
  }

  /** How many filters are cached. */
  get size(): number {
    return this.#filters.size
  }

  #number(schema: Schema): number {
    const number = this.#schemas.get(schema) ?? this.#next++
    this.#schemas.set(schema, number)
    return number
  }
}
