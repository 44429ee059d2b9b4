import type { IncomingHttpHeaders } from 'node:http'
import { HOST } from '../field-syntax.ts'
import { type Hints, readHints } from '../hints.ts'

/** The headers of a request, as Node would give them, and what they say. */
export interface HeaderBlock {
  /** Names and values in turns, as they came. */
  readonly rawHeaders: readonly string[]
  /** By name in lower case. */
  readonly headers: IncomingHttpHeaders
  /** Bytes of the body. */
  readonly length: number
  readonly hints: Hints
}

/** A header without anything that could be read in two ways: one line, one space, visible characters. */
const LINE = /([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?([!-~](?:[\t -~]*[!-~])?)?\r\n/y
const LENGTH = /^\d{1,7}$/
/** Those that change how a request is read, or how its connection continues. */
const TELLING: ReadonlySet<string> = new Set([
  'transfer-encoding',
  'expect',
  'upgrade',
  'te',
  'trailer',
  'proxy-connection',
])

/** Reads the lines behind the request line, up to the empty one. undefined: for whatever is out of the ordinary. */
export function readHeaderBlock(text: string): HeaderBlock | undefined {
  const rawHeaders: string[] = []
  const headers: Record<string, string> = {}
  LINE.lastIndex = 0
  let end = 0
  for (let match = LINE.exec(text); match; match = LINE.exec(text)) {
    const [, name = '', value = ''] = match
    const lower = name.toLowerCase()
    if (Object.hasOwn(headers, lower) || lower === '__proto__' || TELLING.has(lower)) return undefined
    if (lower === 'connection' && value.toLowerCase() !== 'keep-alive') return undefined
    headers[lower] = value
    rawHeaders.push(name, value)
    end = LINE.lastIndex
  }
  const { host, 'content-length': length = '0' } = headers
  if (end !== text.length - 2 || host === undefined || !HOST.test(host) || !LENGTH.test(length)) return undefined
  return { rawHeaders, headers, length: Number(length), hints: readHints(rawHeaders) }
}
