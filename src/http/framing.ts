/** Bytes that Go's server holds back: what is longer it begins to send before it knows how long that will be. */
const MAX_HELD = 2048
/** The same over HTTP/2. */
const MAX_HELD_HTTP2 = 4096

const LENGTH = 'Content-Length'
const ENCODING = 'Transfer-Encoding'

/**
 * Adds what tells where a body ends, as Go's server does where its handler did not: a length, or that chunks come.
 * `early`: the handler makes it begin to send before all is there.
 */
export function addFraming(headers: string[], size: number, early = false): void {
  if (early || size > MAX_HELD) headers.push(ENCODING, 'chunked')
  else headers.push(LENGTH, String(size))
}

/** Adds the type that Go's server found in a body: behind the length, before the chunks. */
export function addSniffed(headers: string[], dateAt: number, contentType: string): void {
  headers.splice(headers[dateAt] === LENGTH ? dateAt + 2 : dateAt, 0, 'Content-Type', contentType)
}

const indexOf = (headers: readonly string[], header: string): number =>
  headers.findLastIndex((name, i) => i % 2 === 0 && name === header)

const without = (headers: readonly string[], header: string): readonly string[] => {
  const at = indexOf(headers, header)
  return at < 0 ? headers : headers.toSpliced(at, 2)
}

export const isChunked = (headers: readonly string[]): boolean => indexOf(headers, ENCODING) >= 0

/** The headers of an answer that ends with its connection, in the place of one in chunks. */
export const withoutChunks = (headers: readonly string[]): readonly string[] => without(headers, ENCODING)

/** The headers of an answer in chunks with which the connection ends, which Go says before, unless they say something of it. */
export const closingBeforeChunks = (headers: readonly string[]): readonly string[] =>
  headers.some((name, i) => i % 2 === 0 && name.toLowerCase() === 'connection')
    ? headers
    : headers.toSpliced(indexOf(headers, ENCODING), 0, 'Connection', 'close')

const withoutLength = (headers: readonly string[]): readonly string[] => without(headers, LENGTH)

/** The headers of an answer whose body will be another one. */
export const unframed = (headers: readonly string[]): readonly string[] => withoutChunks(withoutLength(headers))

/** The headers of an answer to HEAD, whose body is not written: of an empty one no length is known either. */
export const framedForHead = (headers: readonly string[], size: number): readonly string[] =>
  size === 0 ? withoutLength(headers) : withoutChunks(headers)

/** The headers over HTTP/2, which has no chunks and holds more back. */
export const framedForHttp2 = (headers: readonly string[], size: number): readonly string[] =>
  isChunked(headers) && size <= MAX_HELD_HTTP2
    ? [...withoutChunks(headers), LENGTH, String(size)]
    : withoutChunks(headers)

/** What stands before the only chunk of a body. */
export const chunkHead = (size: number): string => (size === 0 ? '' : `${size.toString(16)}\r\n`)

/** What stands behind it. */
export const chunksEnd = (size: number): string => (size === 0 ? '0\r\n\r\n' : '\r\n0\r\n\r\n')
