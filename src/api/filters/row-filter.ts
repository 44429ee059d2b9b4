import type { Agent } from '../../agent/agent.ts'
import { FilterError, type FilterOptions } from '../../go/bexpr/filter.ts'
import { CREATE_PREFIX } from '../../go/bexpr/parse.ts'
import { StepBudget } from '../../go/regexp/step-budget.ts'
import { Refusal } from '../refusals.ts'
import { filterSchemas } from './filter-schemas.ts'

export type FilteredRow = keyof typeof filterSchemas

/** Keeps the rows whose rendered form fits. */
export type RowFilter = <T>(rows: readonly T[], render: (row: T) => unknown) => readonly T[]

const keepAll: RowFilter = rows => rows

/**
 * Compiles a filter ('' for none) for rows of a kind; the whole answer has one budget of steps. Called where the rows are read:
 * that is when Consul refuses it. `bare`: without the words that stand before what is wrong, as streams have it.
 */
export function rowFilter(
  agent: Agent,
  text: string,
  kind: FilteredRow,
  { bare = false, ...options }: FilterOptions & { readonly bare?: boolean } = {},
): RowFilter {
  if (text === '') return keepAll
  const accepts = refusing(() => agent.filters.get(text, filterSchemas[kind], options), bare)
  const steps = new StepBudget()
  return (rows, render) => refusing(() => rows.filter(row => accepts(render(row), steps)))
}

function refusing<T>(fn: () => T, bare = false): T {
  try {
    return fn()
  } catch (err) {
    if (err instanceof FilterError) {
      throw new Refusal(
        500,
        bare && err.message.startsWith(CREATE_PREFIX) ? err.message.slice(CREATE_PREFIX.length) : err.message,
      )
    }
    throw err
  }
}
