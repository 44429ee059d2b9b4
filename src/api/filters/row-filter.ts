import type { Agent } from '../../agent/agent.ts'
import { FilterError, type FilterOptions } from '../../go/bexpr/filter.ts'
import { CREATE_PREFIX } from '../../go/bexpr/parse.ts'
import { StepBudget } from '../../go/regexp/step-budget.ts'
import type { Health } from '../../state/health.ts'
import { Refusal } from '../refusals.ts'
import { filterSchemas } from './filter-schemas.ts'

export type FilteredRow = keyof typeof filterSchemas

/**
 * Keeps the rows that fit. `fieldsOf` gives the fields of a row by the names that its endpoints show; rows of the state bear these
 * names themselves, so that none is rendered only to be left out.
 */
export type RowFilter = <T>(rows: readonly T[], fieldsOf?: (row: T) => unknown) => readonly T[]

/** The fields of an instance as `/v1/health/service` shows it. */
export const healthFields = ({ node, service, checks }: Health): object => ({
  Node: node,
  Service: service,
  Checks: checks,
})

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
  return (rows, fieldsOf = row => row) => refusing(() => rows.filter(row => accepts(fieldsOf(row), steps)))
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
