import { joinBuffers } from '../lib/join-buffers.ts'
import { encodeBinary, hasInvalidUtf8 } from '../go/json/utf8.ts'
import { bytesToString, encodeText, stringToBytes } from '../lib/bytes.ts'
import { nodeZlib } from '../lib/node-zlib.ts'
import { sendable } from './field-syntax.ts'
import { jsonSlices, smallJson } from '../go/json.ts'
import { addFraming, addSniffed, unframed } from './framing.ts'
import { hasType, sortHeaders } from './header-order.ts'
import type { Sliceable } from '../lib/slices.ts'
import { type RowList, type RowRecord, writeList, writeRecord, type WrittenList } from './json-list.ts'
import type { Waiter } from './made-once.ts'
import type { AnswerParts, AnswerText } from './fast-path/answer-text.ts'

/** Header names and values, in the order and spelling in which they are sent. */
export type Headers = readonly (readonly [string, string])[]
/** The same as Node's writeHead takes them: name, value, name, value. */
export type FlatHeaders = readonly string[]

/** The same, each name with its value. */
export const headerPairs = (flat: FlatHeaders): [name: string, value: string][] =>
  flat.flatMap((name, i) => (i % 2 === 0 ? [[name, flat[i + 1] ?? ''] as [string, string]] : []))

/** An answer, before it is written. */
export interface Reply {
  readonly status?: number
  /** A value to send as JSON; undefined for an empty body. */
  readonly json?: unknown
  /** Rows to send as a JSON array, in the place of `json`. */
  readonly list?: RowList
  /** An object that is made of a row, in the place of `json`. */
  readonly record?: RowRecord
  /** What the route writes itself, indented or not: one unit a byte. */
  readonly text?: (indent: boolean) => string
  /** What to send instead of JSON. */
  readonly bytes?: Uint8Array | string
  /** null: none is sent. Default `application/json`. */
  readonly contentType?: string | null
  /** The handler names no type, so that Go's server finds it and tells it behind the length. */
  readonly isSniffed?: boolean
  /** What a handler does that does not leave it to Go's server: it tells the length, or writes before it has one. */
  readonly framing?: 'length' | 'chunks'
  readonly headers?: Headers
  /** A read without the headers of reads. `late`: set behind the status, where the writer for gzip alone still takes them. */
  readonly meta?: 'none' | 'late'
  /** Something was left out that the token may not see: the anonymous one is not told. */
  readonly filtered?: boolean
  /** What those are told who waited, and from whom something was left out before: with some reads Consul goes on to say so. */
  readonly filteredBefore?: () => Reply
  /** A server had nothing to tell a token without rights, not even an index to wait for: the answer comes at once. */
  readonly untold?: boolean
  /** Made of more than the state and the request, so that it must not be cached. */
  readonly once?: boolean
  /** Read once more when a wait is over without news, so that it shows how far the index got meanwhile. */
  readonly readAgain?: boolean
  /** What was asked for is not there: who waited for its next change is shown what was there before, as by Consul, but not whether something was left out of it. */
  readonly showsLast?: boolean
  /**
   * What an index alone is no news of: a query that waits goes on where this is equal to what its last read gave, and is told in the
   * end how far the index got.
   */
  readonly tells?: unknown
  /** Nothing of what was asked for is there: that there is nothing again is no news either, whatever is shown of it. */
  readonly nothing?: boolean
  /** How far the index got for a query whose time is up: what it waits for is not there, and writes elsewhere may have reached it. */
  readonly indexAtEnd?: () => number
  /** One object that is the answer to many requests, and made ready once. */
  readonly constant?: boolean
}

const TRUE: Reply = { json: true, constant: true }
const FALSE: Reply = { json: false, constant: true }

/** Whether something was done. */
export const jsonBoolean = (done: boolean): Reply => (done ? TRUE : FALSE)

export const listOf = <T>(rows: readonly T[], element: RowList<T>['element'], same?: RowList<T>['same']): Reply => ({
  list: { rows, element, ...(same && { same }) } as RowList,
})

export const recordOfRow = <T>(record: RowRecord<T>): Reply => ({ record: record as RowRecord })

export const JSON_TYPE = 'application/json'
export const TEXT_TYPE = 'text/plain; charset=utf-8'
/** Forbids browsers to find a type of their own. */
export const NOSNIFF = ['X-Content-Type-Options', 'nosniff'] as const

/** Bodies from this size on are compressed for clients that accept gzip, as in Consul. */
export const GZIP_FROM = 1400

export interface Layout {
  /** Indent JSON by four, as a dev agent always does. */
  readonly indent: boolean
  /** End JSON with a line end: `?pretty`. */
  readonly newline: boolean
}

export const COMPACT: Layout = { indent: false, newline: false }

/** An answer before it is sent: all its bytes but the first line. */
export interface Prepared extends AnswerParts {
  /** What a later form of the same list is made from. */
  readonly written?: WrittenList | undefined
  /** Its text on the fast path, once it was sent there. */
  text?: AnswerText
  /** What the journal keeps of it, once it was recorded. */
  start?: AnswerParts
}

/** Makes the bytes of an answer, in slices where it is not small. `before`: the same list, some changes ago. */
export function prepareReply(
  reply: Reply,
  base: FlatHeaders,
  meta: FlatHeaders,
  layout: Layout,
  before?: WrittenList,
): Prepared | Sliceable<Prepared> {
  const body = smallBody(reply, layout)
  if (body === undefined) return prepareInSlices(reply, base, meta, layout, before)
  return preparedOf(reply, base, meta, body, undefined)
}

function* prepareInSlices(
  reply: Reply,
  base: FlatHeaders,
  meta: FlatHeaders,
  { indent, newline }: Layout,
  before?: WrittenList,
): Sliceable<Prepared> {
  const written = reply.record
    ? yield* writeRecord(reply.record, indent, before)
    : reply.list && (yield* writeList(reply.list, indent, before))
  let body: string | Uint8Array
  if (written) body = newline ? yield* joinBuffers([written.bytes, LINE_END]) : written.bytes
  else {
    const json = yield* jsonSlices(reply.json, indent)
    body = !newline ? json : typeof json === 'string' ? `${json}\n` : yield* joinBuffers([json, LINE_END])
  }
  return preparedOf(reply, base, meta, asSent(body), written)
}

/** A body that is written at once, as it is sent: every one but lists, records and large values. */
function smallBody(
  { list, record, bytes, json, text: write }: Reply,
  { indent, newline }: Layout,
): AnswerParts['body'] | undefined {
  if (list || record) return undefined
  // a name that is repeated may hold bytes that are no UTF-8
  if (typeof bytes === 'string' && hasInvalidUtf8(bytes)) return asSent(stringToBytes(encodeBinary(bytes)))
  if (bytes !== undefined) return asSent(bytes)
  if (write) return asBinary(newline ? `${write(indent)}\n` : write(indent))
  if (json === undefined) return ''
  const text = smallJson(json, indent)
  return text === undefined ? undefined : asSent(newline ? `${text}\n` : text)
}

function preparedOf(
  reply: Reply,
  base: FlatHeaders,
  meta: FlatHeaders,
  body: AnswerParts['body'],
  written: WrittenList | undefined,
): Prepared {
  const headers = base.concat(meta)
  const { status = 200, contentType = JSON_TYPE, framing, isSniffed } = reply
  if (reply.headers) for (const [name, value] of reply.headers) headers.push(name, sendable(value))
  const isTyped = hasType(base)
  if (contentType !== null && isSniffed !== true) {
    if (isTyped) headers[1] = contentType
    else headers.push('Content-Type', contentType)
  }
  if (framing === 'length') headers.push('Content-Length', String(body.length))
  sortHeaders(headers)
  const dateAt = headers.length
  const hasBody = status !== 204 && status !== 304
  if (hasBody && framing !== 'length') addFraming(headers, body.length, framing === 'chunks')
  if (contentType !== null && isSniffed === true && !isTyped) addSniffed(headers, dateAt, contentType)
  return { status, headers, dateAt, body, written }
}

const LINE_END = Buffer.from('\n')

/** Up to here a string is sent faster than bytes (by 2 to 6 µs), because it leaves in one piece with the head. */
const SMALL = 32 * 1024

function asSent(body: string | Uint8Array): string | Uint8Array {
  if (typeof body !== 'string') return body.length > SMALL ? body : bytesToString(body)
  const size = Buffer.byteLength(body)
  if (size > SMALL) return size === body.length ? Buffer.from(body, 'latin1') : Buffer.from(body)
  return size === body.length ? body : encodeText(body)
}

/** The same of a text that has one unit a byte already. */
const asBinary = (text: string): string | Uint8Array => (text.length > SMALL ? stringToBytes(text) : text)

export const isWorthGzip = ({ body }: Prepared, from = GZIP_FROM): boolean => body.length >= from

/** Bytes up to which a body is compressed at once, which takes about ten milliseconds; other threads do it with more. */
const GZIP_AT_ONCE = 512 * 1024
export const GZIP_OPTIONS = { level: 1 }

/** The same answer for clients that accept gzip. */
export function gzipped(prepared: Prepared, { done, failed }: Omit<Waiter<Prepared>, 'isWanted'>): void {
  const bytes = typeof prepared.body === 'string' ? stringToBytes(prepared.body) : prepared.body
  if (bytes.length <= GZIP_AT_ONCE) return done(withPacked(prepared, nodeZlib().gzipSync(bytes, GZIP_OPTIONS)))
  nodeZlib().gzip(bytes, GZIP_OPTIONS, (error, packed) => (error ? failed(error) : done(withPacked(prepared, packed))))
}

function withPacked({ status, headers }: Prepared, packed: Buffer): Prepared {
  const packedHeaders = [...unframed(headers), 'Content-Encoding', 'gzip']
  sortHeaders(packedHeaders)
  const packedDateAt = packedHeaders.length
  addFraming(packedHeaders, packed.byteLength)
  return { status, headers: packedHeaders, dateAt: packedDateAt, body: packed, written: undefined }
}
