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

/** One operation up to its value, with its members in the order in which they are documented. */
const UP_TO_VALUE = new RegExp(
  token('\\{') +
    token('"KV"') +
    token(':') +
    token('\\{') +
    member('Verb', TEXT) +
    token(',') +
    member('Key', TEXT) +
    `(?:${token(',')}${member('Value', '(")')})?`,
  'y',
)
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
 * from the body: JSON.parse and a look at all that it made took three times as long. undefined for whatever is out of the
 * ordinary: that is for the JSON reader and the schema to take or to refuse.
 */
export function plainKvOps(body: Buffer, limits: KvLimits): readonly KvOp[] | undefined {
  const text = body.toString('latin1')
  const begin = BEGIN.exec(text)
  if (!begin) return undefined
  const ops: KvOp[] = []
  let at = begin[0].length
  for (let next = ','; next === ',';) {
    const first = matchAt(UP_TO_VALUE, text, at)
    if (!first || ops.length === limits.operations) return undefined
    at = UP_TO_VALUE.lastIndex
    let value: string | undefined = ''
    if (first[3] !== undefined) {
      // a pattern would look at each of its characters, and decoding does that already
      const end = text.indexOf('"', at)
      value = fromBase64(text.slice(at, end))
      at = end + 1
    }
    const last = matchAt(BEHIND_VALUE, text, at)
    if (!last || value === undefined || value.length > limits.value) return undefined
    at = BEHIND_VALUE.lastIndex
    next = last[4] as string
    const op = toOp(first, value, last, ops.at(-1)?.verb)
    if (!ASCII.test(op.verb) || !ASCII.test(op.key) || !ASCII.test(op.session)) return undefined
    ops.push(op)
  }
  return END.test(text.slice(at)) ? ops : undefined
}

/** By number rather than by pattern: there may be 128 of them. */
function toOp(first: RegExpExecArray, value: string, last: RegExpExecArray, verbBefore: string | undefined): KvOp {
  // the very same string is looked up faster
  const verb = verbBefore === undefined || first[1] !== verbBefore ? (first[1] as string) : verbBefore
  const key = first[2] as string
  return {
    kind: 'kv',
    verb,
    key,
    value,
    flags: Number(last[1] ?? 0),
    index: Number(last[2] ?? 0),
    session: last[3] ?? '',
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
