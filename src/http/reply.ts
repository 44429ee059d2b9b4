import { gzipSync } from 'node:zlib'
import type { ServerResponse } from 'node:http'
import { toJson } from '../lib/json.ts'
import { RenderedJson } from './rendered-json.ts'

/** Header names and values, in the order and spelling in which they are sent. */
export type Headers = readonly (readonly [string, string])[]
/** The same as Node's writeHead takes them: name, value, name, value. */
export type FlatHeaders = readonly string[]

/** An answer, before it is written. */
export interface Reply {
  readonly status?: number
  /** A value to send as JSON; undefined for an empty body. */
  readonly json?: unknown
  /** What to send instead of JSON. */
  readonly bytes?: Uint8Array | string
  /** null: none is sent. Default `application/json`. */
  readonly contentType?: string | null
  readonly headers?: Headers
  /** A read that goes without the headers of reads. */
  readonly bare?: boolean
}

export const JSON_TYPE = 'application/json'
export const TEXT_TYPE = 'text/plain; charset=utf-8'

/** Bodies from this size on are compressed for those who take gzip, as Consul does. */
const GZIP_FROM = 1400

export interface Layout {
  /** Indent JSON by four, as a dev agent always does. */
  readonly indent: boolean
  /** End JSON with a line end: `?pretty`. */
  readonly newline: boolean
  readonly gzip: boolean
  readonly omitBody: boolean
}

function jsonBody(json: unknown, { indent, newline }: Layout): string | Uint8Array {
  if (json === undefined) return ''
  if (json instanceof RenderedJson && !newline) return json.bytes(indent)
  const text = json instanceof RenderedJson ? json.bytes(indent).toString() : toJson(json, indent)
  return newline ? `${text}\n` : text
}

/** Writes an answer with one call: status, headers, body. */
export function writeReply(
  res: ServerResponse,
  reply: Reply,
  base: FlatHeaders,
  meta: FlatHeaders,
  layout: Layout,
): void {
  let body = reply.bytes ?? jsonBody(reply.json, layout)
  const headers = [...base, ...meta]
  if (reply.headers) for (const [name, value] of reply.headers) headers.push(name, value)
  if (reply.contentType !== null) headers.push('Content-Type', reply.contentType ?? JSON_TYPE)
  if (layout.gzip && Buffer.byteLength(body) >= GZIP_FROM) {
    body = gzipSync(body, { level: 1 })
    headers.push('Content-Encoding', 'gzip')
  }
  headers.push('Content-Length', String(typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength))
  // HTTP/1.1 keeps a connection without being told to; Consul does not say so either
  if (res.shouldKeepAlive) res.removeHeader('Connection')
  res.writeHead(reply.status ?? 200, headers)
  if (layout.omitBody) res.end()
  else res.end(body)
}
