import { decodeBase64 } from './base64.ts'

export interface PemBlock {
  readonly type: string
  readonly bytes: Uint8Array
}

const BEGIN = /(?<=^|\n)-----BEGIN (.*)-----[ \t\r]*\n/g
const END = '\n-----END '
/** Lines with a colon are headers. */
const HEADERS = /(?:[^\n:]*:[^\n]*\n)*/y
/** So many beginnings without a proper end are looked at: each costs as much as what stands behind it is long. */
const MAX_TRIES = 16

/** The first block of a text, as Go's pem.Decode finds it. */
export function firstPemBlock(text: string): PemBlock | undefined {
  let tries = 0
  for (const { 0: line, 1: type = '', index } of text.matchAll(BEGIN)) {
    if (++tries > MAX_TRIES) return undefined
    const bytes = blockAt(text, index + line.length, type)
    if (bytes) return { type, bytes }
  }
  return undefined
}

function blockAt(text: string, begin: number, type: string): Uint8Array | undefined {
  HEADERS.lastIndex = begin
  const body = begin + (HEADERS.exec(text)?.[0].length ?? 0)
  // an empty block ends in the line behind its beginning
  const end = text.indexOf(END, body - 1)
  if (end < 0) return undefined
  const trailer = end + END.length
  if (!text.startsWith(`${type}-----`, trailer)) return undefined
  const lineEnd = text.indexOf('\n', trailer)
  const line = text.slice(trailer, lineEnd < 0 ? undefined : lineEnd)
  if (line.trimEnd() !== `${type}-----`) return undefined
  const { bytes, corruptAt } = decodeBase64(text.slice(body, Math.max(body, end)).replace(/[ \t]/g, ''))
  return corruptAt === undefined ? bytes : undefined
}
