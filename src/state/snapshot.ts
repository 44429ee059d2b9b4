import { isObject } from '../lib/equal.ts'
import { parseJson, toJson } from '../go/json.ts'
import { invalidRows } from './row-shapes.ts'
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
  const wrong = invalidRows(value)
  if (wrong !== undefined) throw new Error(`state.bin is invalid: ${wrong}`)
  const { index, tables, entries } = value
  return { version: 1, index, tables, entries } as unknown as StateSnapshot
}
