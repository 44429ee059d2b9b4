import { readAs, type Notes, type Type } from './type.ts'

/** What does not go into its type: mapstructure's own text. */
export class MapstructureError extends Error {
  override readonly name = 'MapstructureError'
}

/** Reads weakly; `unknown` lists the keys that nothing knows, nested ones first. Throws MapstructureError. */
export function decodeWeakly<T>(
  type: Type<T>,
  value: unknown,
): { readonly value: T; readonly unknown: readonly string[] } {
  const notes: Notes = { errors: [], unknown: [] }
  const result = readAs(type, value, '', notes)
  if (notes.errors.length > 0) {
    const lines = notes.errors.sort().map(text => `* ${text}`)
    throw new MapstructureError(`${lines.length} error(s) decoding:\n\n${lines.join('\n')}`)
  }
  return { value: result, unknown: notes.unknown }
}
