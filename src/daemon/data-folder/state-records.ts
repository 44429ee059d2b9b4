import { parseJson } from '../../go/json.ts'
import { invalidState } from '../../state/row-shapes.ts'
import { schema, type TableName, tableNames } from '../../state/schema.ts'
import type { Committed, StateSnapshot, Store } from '../../state/store.ts'
import type { GroupCommit } from './group-commit.ts'

const ROW = 'row/'
const ENTRY = 'entry/'
const INDEX = 'index'

const rowKey = (table: TableName, key: string): string => `${ROW}${table}/${key}`

/** Writes what a commit changed. `known`: the keys of all records. */
export function recordCommit(
  { restored, changes }: Committed,
  store: Store,
  to: GroupCommit,
  known: () => Iterable<string>,
): void {
  if (restored) return recordAll(store.snapshot(), to, known())
  for (const change of changes) {
    if (change.kind === 'row') to.put(rowKey(change.table, change.key), change.after)
    else to.put(ENTRY + change.name, change.after)
  }
  to.put(INDEX, store.index)
}

/** Makes the records those of this state, whatever they were; what `isRecorded` need not be written. */
export function recordAll(
  state: StateSnapshot,
  to: GroupCommit,
  known: Iterable<string>,
  isRecorded: (key: string, value: unknown) => boolean = () => false,
): void {
  const gone = new Set([...known].filter(isOfState))
  const put = (key: string, value: unknown): void => {
    gone.delete(key)
    if (!isRecorded(key, value)) to.put(key, value)
  }
  for (const table of tableNames) {
    const keyOf = schema[table].key as (row: unknown) => string
    for (const row of state.tables[table]) put(rowKey(table, keyOf(row)), row)
  }
  for (const [name, index] of Object.entries(state.entries)) put(ENTRY + name, index)
  put(INDEX, state.index)
  for (const key of gone) to.delete(key)
}

const isOfState = (key: string): boolean => key === INDEX || key.startsWith(ROW) || key.startsWith(ENTRY)

/** The state that was recorded; undefined when there was none. Throws with the reason when it is none that can be taken over. */
export function readState(records: ReadonlyMap<string, string>): StateSnapshot | undefined {
  const index = records.get(INDEX)
  if (index === undefined) return undefined
  const tables = Object.fromEntries(tableNames.map(name => [name, [] as unknown[]]))
  const entries: Record<string, unknown> = {}
  for (const [key, value] of records) {
    if (key.startsWith(ENTRY)) entries[key.slice(ENTRY.length)] = parseJson(value)
    else if (key.startsWith(ROW)) {
      const name = key.slice(ROW.length, key.indexOf('/', ROW.length))
      const rows = tables[name]
      if (!rows) throw new Error(`there is a table ${name}, which this version of miniconsul does not know.`)
      rows.push(parseJson(value))
    }
  }
  const state = { version: 1, index: parseJson(index), tables, entries }
  const wrong = invalidState(state)
  if (wrong !== undefined) throw new Error(`${wrong}.`)
  return state as unknown as StateSnapshot
}
