import { fromBase64 } from '../../lib/bytes.ts'
import type { KvOp } from '../../state/txn.ts'

/** What a transaction may hold. */
export interface KvLimits {
  readonly operations: number
  /** Bytes of a value. */
  readonly value: number
}

const SPACE = '[ \\t\\r\\n]*'
const token = (text: string): string => SPACE + text
const member = (name: string, value: string): string => token(`"${name}"`) + token(':') + token(value)
const also = (name: string, value: string): string => `(?:${token(',')}${member(name, value)})?`
const TEXT = '"([^"\\\\]*)"'
/** Digits that surely make a safe integer. */
const NUMBER = '(0|[1-9][0-9]{0,14})'

/** One operation up to the text of its key, with its members in the order in which they are documented. */
const UP_TO_KEY = new RegExp(
  token('\\{') + token('"KV"') + token(':') + token('\\{') + member('Verb', TEXT) + token(',') + member('Key', '"'),
  'y',
)
/** From the end of the key to the text of the value; undefined where there is none. */
const UP_TO_VALUE = new RegExp(`"(?:${token(',')}${member('Value', '(")')})?`, 'y')
/** The rest of it, and what comes behind. */
const BEHIND_VALUE = new RegExp(
  also('Flags', NUMBER) +
    also('Index', NUMBER) +
    also('Session', TEXT) +
    token('\\}') +
    token('\\}') +
    token('([,\\]])'),
  'y',
)
/** The same bytes in any encoding. */
const ASCII = /^[ -~]*$/
const BEGIN = /^[ \t\r\n]*\[/
const END = /^[ \t\r\n]*$/

/**
 * The operations of a transaction that does nothing but KV, written as nearly all clients write it. They are read straight
 * from the body: JSON.parse and a look at all that it made took six times as long. undefined for whatever is out of the
 * ordinary: that is for the JSON reader and the schema to take or to refuse.
 */
export function plainKvOps(body: Buffer, limits: KvLimits): readonly KvOp[] | undefined {
  const text = body.toString('latin1')
  const begin = BEGIN.exec(text)
  if (!begin) return undefined
  const ops: KvOp[] = []
  let at = begin[0].length
  for (let next = ','; next === ',';) {
    const read = readOp(text, at)
    if (!read) return undefined
    ops.push(read.op)
    at = read.form ? readLike(text, read.end, read.form, ops) : read.end
    next = text.charAt(at - 1)
  }
  const fits = ops.length <= limits.operations && ops.every(({ value }) => value.length <= limits.value)
  return fits && END.test(text.slice(at)) ? ops : undefined
}

/** What is written around the key and the value of an operation that others follow. */
interface Form {
  readonly op: KvOp
  readonly upToKey: string
  readonly upToValue: string
  /** From the end of the value to the key of the next operation, where that one is written alike. */
  readonly upToNextKey: string
}

interface ReadOp {
  readonly op: KvOp
  /** Behind the comma or bracket that follows. */
  readonly end: number
  readonly form: Form | undefined
}

function readOp(text: string, at: number): ReadOp | undefined {
  const first = matchAt(UP_TO_KEY, text, at)
  if (!first) return undefined
  const key = UP_TO_KEY.lastIndex
  const keyEnd = endOfPlain(text, key)
  const second = keyEnd < 0 ? null : matchAt(UP_TO_VALUE, text, keyEnd)
  if (!second) return undefined
  const value = UP_TO_VALUE.lastIndex
  // a pattern would look at each of its characters, and decoding does that already
  const valueEnd = second[1] === undefined ? -1 : text.indexOf('"', value)
  const bytes = valueEnd < 0 ? '' : fromBase64(text.slice(value, valueEnd))
  const last = matchAt(BEHIND_VALUE, text, valueEnd < 0 ? value : valueEnd + 1)
  if (!last || bytes === undefined) return undefined
  // by number rather than by name: there may be 128 of them
  const [verb, session] = [first[1] as string, last[3] ?? '']
  if (!ASCII.test(verb) || !ASCII.test(session)) return undefined
  const [flags, index] = [Number(last[1] ?? 0), Number(last[2] ?? 0)]
  const op: KvOp = { kind: 'kv', verb, key: text.slice(key, keyEnd), value: bytes, flags, index, session }
  const end = BEHIND_VALUE.lastIndex
  if (last[4] === ']' || valueEnd < 0) return { op, end, form: undefined }
  const upToKey = text.slice(at, key)
  const form = { op, upToKey, upToValue: text.slice(keyEnd, value), upToNextKey: text.slice(valueEnd, end) + upToKey }
  return { op, end, form }
}

/**
 * Reads the operations from `at` on that are written like the one before, and are followed by such a one. Those of one transaction
 * mostly differ in key and value alone, and to compare what is around these takes a third of the time of the patterns. Where
 * the next operation begins.
 */
function readLike(text: string, at: number, { op, upToKey, upToValue, upToNextKey }: Form, ops: KvOp[]): number {
  const { verb, flags, index, session } = op
  let key = at + upToKey.length
  // three times as fast as startsWith
  if (text.slice(at, key) !== upToKey) return at
  for (;;) {
    const keyEnd = endOfPlain(text, key)
    const value = keyEnd + upToValue.length
    if (keyEnd < 0 || text.slice(keyEnd, value) !== upToValue) break
    const valueEnd = text.indexOf('"', value)
    const nextKey = valueEnd + upToNextKey.length
    if (valueEnd < 0 || text.slice(valueEnd, nextKey) !== upToNextKey) break
    const bytes = fromBase64(text.slice(value, valueEnd))
    if (bytes === undefined) break
    ops.push({ kind: 'kv', verb, key: text.slice(key, keyEnd), value: bytes, flags, index, session })
    key = nextKey
  }
  return key - upToKey.length
}

const [QUOTE, BACKSLASH, SPACE_CODE, TILDE] = [0x22, 0x5c, 0x20, 0x7e]

/** The end of a text of printable ASCII without escapes; -1 for any other. */
function endOfPlain(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at
    if (code === BACKSLASH || code < SPACE_CODE || code > TILDE) return -1
  }
  return -1
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
