import type { ComponentChildren } from 'preact'
import type { SortValue } from '../lib/sort.ts'

/** A column of a list: its head, and what it shows of an item. */
export interface Column<T> {
  readonly name: string
  readonly cell: (item: T) => ComponentChildren
  /** What the list can be sorted by. */
  readonly sort?: (item: T) => SortValue
  /** Takes a line of its own where rows are cards; `buttons`: one as high as a finger needs. */
  readonly wide?: true | 'buttons'
}
