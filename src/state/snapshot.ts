import { isObject } from '../lib/equal.ts'
import { parseJson, toJson } from '../lib/json.ts'
import { tableNames } from './schema.ts'
import type { StateSnapshot } from './store.ts'

/** Marks a state as ours and tells its form. */
const FORMAT = 'miniconsul state 1'

/** A state as text: exact, unsigned 64-bit numbers included. */
export function writeState(snapshot: StateSnapshot): string {
  return toJson({ format: FORMAT, ...snapshot })
}

/** Reads what `writeState` wrote; throws when it is something else. */
export function readState(text: string | Uint8Array): StateSnapshot {
  const value = parseJson(text)
  if (!isObject(value) || value['format'] !== FORMAT) throw new Error('state.bin was not written by miniconsul')
  const { index, tables, entries } = value
  if (!Number.isSafeInteger(index) || !isObject(tables) || !isObject(entries))
    throw new Error('state.bin is incomplete')
  for (const name of tableNames) {
    const rows = tables[name] ?? []
    if (!Array.isArray(rows) || !rows.every(isObject)) throw new Error(`state.bin has no good table ${name}`)
  }
  return { version: 1, index, tables, entries } as unknown as StateSnapshot
}
