import { type DecodeOptions, Inexact, isNull, type Notes, type Problem, type Schema } from './decode/schema.ts'
import { parseExactJson } from './json.ts'

export {
  list,
  map,
  notNull,
  nullable,
  omitEmpty,
  pointer,
  raw,
  sortedMap,
  stringList,
  stringMap,
} from './decode/containers.ts'
export { duration, durationPointer, durationText, readableDuration } from './decode/durations.ts'
export { base64, bool, float, int, string, uint, uint64, uint8 } from './decode/scalars.ts'
export type { Decoded, DecodeOptions, Filled, Schema } from './decode/schema.ts'
export { struct } from './decode/struct.ts'
export { time } from './decode/time.ts'

/** JSON that does not fit its schema; the message is the one of Go's encoding/json. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError'
}

/** A value that JSON.parse or parseJson gave, read by the schema; throws DecodeError. */
export function decode<T>(
  schema: Schema<T, unknown>,
  value: unknown,
  { loose = false }: DecodeOptions = {},
  into?: T,
): T {
  const notes: Notes = { problem: undefined, late: undefined, final: false, lenient: false, loose }
  const result = isNull(value) ? (into ?? schema.zero()) : schema.read(value, notes, into)
  const problem = notes.problem ?? notes.late
  if (problem) throw new DecodeError(message(problem))
  return result
}

/**
 * The first JSON value of a text, read by the schema. Unlike `decode`, it knows `1.0` and `1e3` from integers, which Go refuses,
 * and each value of a repeated key. `into`: defaults.
 */
export const decodeJson = <T>(schema: Schema<T, unknown>, text: string | Uint8Array, into?: T): T =>
  decode(schema, parseExact(text), {}, into)

/** The first JSON value of a text for `decode`: numbers that are no exact integers stay as they were written. */
const parseExact = (text: string | Uint8Array): unknown => parseExactJson(text, literal => new Inexact(literal))

function message({ what, type, struct, path }: Problem): string {
  if (type === undefined) return what
  const target = struct === undefined ? 'value' : `struct field ${struct}.${path}`
  return `json: cannot unmarshal ${what} into Go ${target} of type ${type}`
}
