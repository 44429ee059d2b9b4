import { type Rows, type TableName, tableNames } from './schema.ts'
import { Table } from './table.ts'
import type { Data } from './view.ts'

/** The complete state as plain rows: the base of snapshot files, resets and dumps. */
export interface StateSnapshot {
  readonly version: 1
  readonly index: number
  readonly tables: { readonly [T in TableName]: readonly Rows[T][] }
  readonly entries: Readonly<Record<string, number>>
}

/** A state without anything in it. */
export function emptyData(): Data {
  const tables = Object.fromEntries(tableNames.map(name => [name, new Table(name)]))
  return { tables: tables as unknown as Data['tables'], entries: new Map() }
}

/** A state that is made row by row beside the one of a store, which takes it over when it is complete. */
export class StateDraft {
  readonly data = emptyData()
  readonly index: number

  constructor({ index, entries }: Pick<StateSnapshot, 'index' | 'entries'>) {
    this.index = index
    for (const [name, at] of Object.entries(entries)) this.data.entries.set(name, at)
  }

  static of(snapshot: StateSnapshot): StateDraft {
    const draft = new StateDraft(snapshot)
    for (const name of tableNames) for (const row of snapshot.tables[name] ?? []) draft.add(name, row)
    return draft
  }

  add<T extends TableName>(name: T, row: Rows[T]): void {
    Object.freeze(row)
    const table: Table<T> = this.data.tables[name]
    table.replace(table.keyOf(row), row)
  }

  has(table: TableName, key: string): boolean {
    return this.data.tables[table].get(key) !== undefined
  }
}
