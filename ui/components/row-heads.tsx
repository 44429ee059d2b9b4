import { nextOrder, parseOrder } from '../lib/sort.ts'
import { go, param, withParams } from '../shell/address.ts'
import type { Column } from './column.ts'

export interface RowHeadsProps {
  readonly columns: readonly Pick<Column<never>, 'name' | 'sort'>[]
  /** Name of the parameter of the address that has the order. */
  readonly orderParam: string
}

const idOf = (name: string): string => name.toLowerCase().replaceAll(' ', '-')

/** The column that an order names. */
export const sortColumn = <C extends { readonly name: string }>(columns: readonly C[], by: string): C | undefined =>
  columns.find(({ name }) => idOf(name) === by)

/** The head of a list: each name sorts by its column. */
export function RowHeads({ columns, orderParam }: RowHeadsProps) {
  const order = param(orderParam)
  const { by, reverse } = parseOrder(order)
  return (
    <div class="row head" role="row" aria-rowindex={1}>
      {columns.map(({ name, sort }) => {
        const id = idOf(name)
        const way = by === id ? (reverse ? 'descending' : 'ascending') : undefined
        return (
          <span key={name} role="columnheader" aria-sort={way}>
            {sort ? (
              <a href={withParams({ [orderParam]: nextOrder(order, id) })} title={`Sort by ${name.toLowerCase()}`}>
                {name}
                {way && <span aria-hidden="true">{reverse ? ' ↓' : ' ↑'}</span>}
              </a>
            ) : (
              name
            )}
          </span>
        )
      })}
    </div>
  )
}

/** The same choice where rows are cards, which have no head. */
export function SortSelect({ columns, orderParam }: RowHeadsProps) {
  const order = param(orderParam)
  const sortable = columns.filter(({ sort }) => sort !== undefined)
  if (sortable.length < 2) return null
  return (
    <label class="sort-by">
      Sort by{' '}
      <select
        value={order}
        onChange={event => go(withParams({ [orderParam]: event.currentTarget.value }), { replace: true })}
      >
        <option value="">the agent’s order</option>
        {sortable.flatMap(({ name }) => [
          <option key={name} value={idOf(name)}>
            {name} ↑
          </option>,
          <option key={`-${name}`} value={`-${idOf(name)}`}>
            {name} ↓
          </option>,
        ])}
      </select>
    </label>
  )
}
