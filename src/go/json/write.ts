import { compareBytes } from '../../lib/compare-bytes.ts'
import type { Sliceable } from '../../lib/slices.ts'
import { TextParts } from '../../lib/text-parts.ts'
import { BACKSLASH, isNumeral } from './characters.ts'
import { JsonError, MAX_DEPTH } from './error.ts'

/** How deep we write: all that was read, and what it was put into. Ends cycles, too. */
const MAX_WRITTEN_DEPTH = 2 * MAX_DEPTH

/**
 * Go's json.Marshal, or MarshalIndent with four spaces: `<`, `>`, `&`, U+2028 and U+2029 escaped, bigints as digits, bytes as base64,
 * members that are undefined left out, keys in the order they have; an object with a key that is a number is a map, and Go writes those in byte order.
 */
export function toJson(value: unknown, indent = false): string {
  if (!isNative(value, 0)) return write(value, indent)
  return escapeLikeGo(JSON.stringify(value, undefined, indent ? 4 : undefined) ?? 'null')
}

/** JSON of the same value for what compares texts only: without the escapes of Go, which take longer than all else in a text full of them. */
export const comparableJson = (value: unknown): string =>
  isNative(value, 0) ? (JSON.stringify(value) ?? 'null') : write(value, false)

/** Weight from which a value is written in slices: members, with those of its members, and kilobytes of texts. */
const MANY = 256
const WEIGHTLESS = 1024
/** Depth to which large values are taken apart. */
const DEEPEST = 4

/** The same for a value that is written at once; undefined for one so large that `jsonSlices` would stop in between. */
export function smallJson(value: unknown, indent = false): string | undefined {
  const resolved = resolve(value, '')
  return weightUpTo(resolved, MANY) < MANY ? toJson(resolved, indent) : undefined
}

/** The same in slices, for values of thousands of members: a text where it is short, else its bytes. */
export function* jsonSlices(value: unknown, indent = false): Sliceable<string | Buffer> {
  const out = new TextParts()
  yield* writeSlices(value, indent, 0, out)
  return yield* out.joined()
}

function* writeSlices(value: unknown, indent: boolean, depth: number, out: TextParts): Sliceable<void> {
  const line = indent ? `\n${'    '.repeat(depth)}` : ''
  const resolved = resolve(value, '')
  if (depth === DEEPEST || !hasMembers(resolved) || weightUpTo(resolved, MANY) < MANY) {
    const text = toJson(resolved, indent)
    out.add(indent && depth > 0 ? text.replaceAll('\n', line) : text)
    return
  }
  const isArray = Array.isArray(resolved)
  const members = resolved as Record<string | number, unknown>
  const keys = isArray ? resolved.keys() : keysOf(members)
  const inside = indent ? `${line || '\n'}    ` : ''
  const colon = indent ? ': ' : ':'
  let isEmpty = true
  out.add(isArray ? '[' : '{')
  for (const key of keys) {
    const member = resolve(members[key], String(key))
    if (!isArray && isOmitted(member)) continue
    out.add((isEmpty ? '' : ',') + (isArray ? inside : inside + quoteJson(String(key)) + colon))
    isEmpty = false
    yield* writeSlices(member, indent, depth + 1, out)
    if (out.pack()) yield
  }
  out.add((isEmpty ? '' : line) + (isArray ? ']' : '}'))
}

const hasMembers = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array)

/** How many members a value has, with those of its members and kilobytes of text; no more are counted than `most`. */
function weightUpTo(value: unknown, most: number): number {
  if (typeof value === 'string') return Math.floor(value.length / WEIGHTLESS)
  if (!hasMembers(value)) return 0
  let weight = 0
  for (const key in value) {
    weight += 1 + weightUpTo((value as Record<string, unknown>)[key], most - weight)
    if (weight >= most) break
  }
  return weight
}

/** Depth to which the native writer is trusted with its recursion. */
const SHALLOW = 100

/** Whether JSON.stringify writes the value as we would. */
function isNative(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint'
  if (depth > SHALLOW || value instanceof Uint8Array) return false
  if (Array.isArray(value)) {
    for (const item of value) if (!isNative(item, depth + 1)) return false
    return true
  }
  let first = true
  for (const key in value) {
    if (first && isNumeral(key)) return false
    first = false
    if (!isNative((value as Record<string, unknown>)[key], depth + 1)) return false
  }
  return typeof (value as { toJSON?: unknown }).toJSON !== 'function'
}

const ESCAPED = [
  ['<', '\\u003c'],
  ['>', '\\u003e'],
  ['&', '\\u0026'],
  ['\u2028', '\\u2028'],
  ['\u2029', '\\u2029'],
] as const

/** JSON of the engine with the escapes that Go's encoder writes. */
export function escapeLikeGo(json: string): string {
  if (!/[<>&\u2028\u2029]|\\ud[89a-f]/.test(json)) return json
  let text = withoutSurrogates(json)
  // of a megabyte of them in two fifths of the time that a replacement takes, which makes more garbage, too
  for (const [character, escape] of ESCAPED) if (text.includes(character)) text = text.split(character).join(escape)
  return text
}

/** The engine writes a surrogate without its other half as `\ud…`, Go as U+FFFD; behind another backslash the same is plain text. */
function withoutSurrogates(json: string): string {
  if (!json.includes('\\ud')) return json
  const parts = json.split('\\ud')
  return parts
    .map((part, i) => {
      if (i === 0) return part
      const isEscape = trailingBackslashes(parts[i - 1] ?? '') % 2 === 0 && /^[89a-f]/.test(part)
      return isEscape ? `\\ufffd${part.slice(3)}` : `\\ud${part}`
    })
    .join('')
}

function trailingBackslashes(text: string): number {
  let count = 0
  while (text.charCodeAt(text.length - 1 - count) === BACKSLASH) count++
  return count
}

/** An array or object being written; `keys` is undefined for an array. */
interface Written {
  readonly members: readonly unknown[] | Readonly<Record<string, unknown>>
  readonly keys: readonly string[] | undefined
  at: number
  empty: boolean
}

/** Writes what JSON.stringify cannot, with a stack of its own. */
function write(root: unknown, indented: boolean): string {
  const stack: Written[] = []
  const line = (): string => (indented ? `\n${'    '.repeat(stack.length)}` : '')
  const colon = indented ? ': ' : ':'
  let out = ''
  const begin = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) {
      out += scalar(value)
      return
    }
    if (stack.length >= MAX_WRITTEN_DEPTH) throw new JsonError('exceeded max depth')
    const isArray = Array.isArray(value)
    out += isArray ? '[' : '{'
    const members = value as Written['members']
    stack.push({ members, keys: isArray ? undefined : keysOf(value), at: 0, empty: true })
  }
  begin(resolve(root, ''))
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    if (top.at === (top.keys ?? top.members).length) {
      stack.pop()
      out += (top.empty ? '' : line()) + (top.keys ? '}' : ']')
      continue
    }
    const key = top.keys?.[top.at] ?? top.at
    top.at++
    const value = resolve((top.members as Record<string | number, unknown>)[key], String(key))
    if (top.keys && isOmitted(value)) continue
    out += (top.empty ? '' : ',') + line() + (top.keys ? quoteJson(String(key)) + colon : '')
    top.empty = false
    begin(value)
  }
  return out
}

/** The engine puts keys that are numbers before all others, whatever order they were given in. */
function keysOf(value: object): string[] {
  const keys = Object.keys(value)
  return isNumeral(keys[0] ?? '') ? keys.sort(compareBytes) : keys
}

const isOmitted = (value: unknown): boolean =>
  value === undefined || typeof value === 'function' || typeof value === 'symbol'

function resolve(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  const { toJSON } = value as { toJSON?: unknown }
  return typeof toJSON === 'function' ? toJSON.call(value, key) : value
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return quoteJson(value)
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Uint8Array) {
    return `"${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')}"`
  }
  return JSON.stringify(value) ?? 'null'
}

/** A string as `toJson` writes it. */
export function quoteJson(text: string): string {
  return /["\\\x00-\x1f<>&\u2028\u2029\ud800-\udfff]/.test(text) ? escapeLikeGo(JSON.stringify(text)) : `"${text}"`
}
