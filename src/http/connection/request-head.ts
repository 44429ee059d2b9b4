import { HOST } from '../field-syntax.ts'
import { badRequest, Refused, UnsupportedEncoding } from './refused.ts'
import { readRequestLine } from './request-line.ts'
import { MAX_INT64 } from '../../go/integers.ts'

/** How the body of a request ends. */
export type Framing = number | 'chunked'

/** A request before its body, as Go's server understands it. */
export interface RequestHead {
  readonly method: string
  /** Path and query. */
  readonly url: string
  /** Of HTTP/1: 0 for HTTP/1.0, else 1. */
  readonly minor: 0 | 1
  /** Names and values in turns; one value on one line, one body length. */
  readonly rawHeaders: readonly string[]
  readonly framing: Framing
  /** Its connection ends with its answer. */
  readonly closes: boolean
}

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const NAME_WITH_BLANKS = /^[!#$%&'*+\-.^_`|~0-9A-Za-z ]+$/
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
const BLANKS = /^[ \t]+|[ \t]+$/g
const LENGTH = /^\d+$/

/** Reads the bytes up to the body, one unit a byte. Throws what Go answers to a head that is none, in its order of complaints. */
export function readRequestHead(text: string): RequestHead {
  const [line = '', ...rest] = text.split('\n').map(line => (line.endsWith('\r') ? line.slice(0, -1) : line))
  const { method, url, minor, unsupported } = readRequestLine(line)
  const { rawHeaders, blankNames } = readHeaders(rest.slice(0, -2))
  const values = (name: string): string[] =>
    rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name)
  const framing = readFraming(minor === 0 ? [] : values('transfer-encoding'), values('content-length'))
  const hosts = values('host')
  if (hosts.length > 1) throw badRequest()
  if (unsupported) throw unsupported
  if (hosts.length === 0 && minor > 0 && method !== 'CONNECT') throw badRequest('missing required Host header')
  if (!HOST.test(hosts[0] ?? '')) throw badRequest('malformed Host header')
  if (blankNames) throw badRequest('invalid header name')
  const expected = values('expect')[0]
  if (minor > 0 && expected !== undefined && expected !== '' && !/100-continue/i.test(expected))
    throw new Refused(417, '', ['Connection', 'close'])
  const connection = values('connection').flatMap(value =>
    value
      .toLowerCase()
      .split(',')
      .map(token => token.trim()),
  )
  return {
    method,
    url,
    minor: minor === 0 ? 0 : 1,
    rawHeaders: withFraming(rawHeaders, framing),
    framing,
    closes: connection.includes('close') || (minor === 0 && !connection.includes('keep-alive')),
  }
}

function readHeaders(lines: readonly string[]): { readonly rawHeaders: string[]; readonly blankNames: boolean } {
  const rawHeaders: string[] = []
  let blankNames = false
  for (const line of lines) {
    if (/^[ \t]/.test(line)) {
      // a folded line belongs to the value before it
      if (rawHeaders.length === 0) throw badRequest()
      const value = rawHeaders.pop() ?? ''
      rawHeaders.push(`${value} ${line.replace(BLANKS, '')}`.trim())
      continue
    }
    const at = line.indexOf(':')
    const name = line.slice(0, Math.max(at, 0))
    if (!NAME_WITH_BLANKS.test(name)) throw badRequest()
    if (!NAME.test(name)) blankNames = true
    const value = line.slice(at + 1).replace(BLANKS, '')
    if (!VALUE.test(value)) throw badRequest()
    rawHeaders.push(name, value)
  }
  return { rawHeaders, blankNames }
}

function readFraming(encodings: readonly string[], lengths: readonly string[]): Framing {
  if (encodings.length > 0) {
    if (encodings.length > 1 || encodings[0]?.toLowerCase() !== 'chunked') throw new UnsupportedEncoding()
    return 'chunked'
  }
  const [length] = lengths
  if (length === undefined) return 0
  if (lengths.some(other => other !== length) || !LENGTH.test(length) || BigInt(length) > MAX_INT64) throw badRequest()
  return Number(length)
}

/** The headers with the body's length in them once, as it was understood. */
function withFraming(rawHeaders: readonly string[], framing: Framing): readonly string[] {
  const remaining: string[] = []
  const wanted = framing === 'chunked' ? 'transfer-encoding' : 'content-length'
  let said = false
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = [rawHeaders[i], rawHeaders[i + 1]]
    const lower = name.toLowerCase()
    if (lower === 'transfer-encoding' || lower === 'content-length') {
      if (lower !== wanted || said) continue
      said = true
    }
    remaining.push(name, value)
  }
  return remaining
}
