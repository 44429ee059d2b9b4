import { readAs, type Notes, type Type } from './type.ts'

/** What does not go into its type: mapstructure's own text. */
export class MapstructureError extends Error {
  override readonly name = 'MapstructureError'

  constructor(errors: readonly string[]) {
    const lines = [...errors].sort().map(text => `* ${text}`)
    super(`${lines.length} error(s) decoding:\n\n${lines.join('\n')}`)
  }
}

/**
 * Reads weakly; `unknown` lists the keys that nothing knows, nested ones first. `keepsLists`: a list of one value is not taken for the value. `refusesUnknown`: such keys of the outermost struct are errors.
 * Throws MapstructureError.
 */
export function decodeWeakly<T>(
  type: Type<T>,
  value: unknown,
  { keepsLists = false, refusesUnknown = false } = {},
): { readonly value: T; readonly unknown: readonly string[] } {
  const notes: Notes = { errors: [], unknown: [], keepsLists }
  const result = readAs(type, value, '', notes)
  if (refusesUnknown && notes.unknown.length > 0) notes.errors.push(`'' has invalid keys: ${notes.unknown.join(', ')}`)
  if (notes.errors.length > 0) throw new MapstructureError(notes.errors)
  return { value: result, unknown: notes.unknown }
}

/** Reads what has the types that are wanted, and turns numbers alone into other numbers. Throws MapstructureError. */
export function decodeStrictly<T>(type: Type<T>, value: unknown): T {
  const notes: Notes = { errors: [], unknown: [], keepsLists: true, isStrict: true }
  const result = readAs(type, value, '', notes)
  if (notes.errors.length > 0) throw new MapstructureError(notes.errors)
  return result
}
