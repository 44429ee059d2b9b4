import type { Framing } from './request-head.ts'
import { quoteGo } from '../../go/quote.ts'

/** Where the body of a request goes. */
export interface BodySink {
  data(bytes: Buffer): void
  end(): void
}

/** Finds the end of a body in the bytes of a connection. */
export interface BodyReader {
  /** Takes bytes; gives how many were the body's. Throws an Error with Go's words for a body that is none. */
  feed(bytes: Buffer): number
  readonly done: boolean
}

export const bodyReader = (framing: Framing, sink: BodySink): BodyReader =>
  framing === 'chunked' ? new ChunkedBody(sink) : new MeasuredBody(framing, sink)

class MeasuredBody implements BodyReader {
  #left: number
  readonly #sink: BodySink
  done = false

  constructor(length: number, sink: BodySink) {
    this.#left = length
    this.#sink = sink
    this.#look()
  }

  feed(bytes: Buffer): number {
    const taken = Math.min(bytes.length, this.#left)
    this.#left -= taken
    if (taken > 0) this.#sink.data(bytes.subarray(0, taken))
    this.#look()
    return taken
  }

  #look(): void {
    if (this.#left > 0 || this.done) return
    this.done = true
    this.#sink.end()
  }
}

/** Of a chunk's size, or of a trailer; Go takes no longer ones. */
const MAX_LINE = 4096
const MAX_TRAILERS = 64 * 1024
const SIZE = /^[0-9A-Fa-f]{1,15}$/

class ChunkedBody implements BodyReader {
  readonly #sink: BodySink
  #state: 'size' | 'data' | 'data end' | 'trailers' = 'size'
  #left = 0
  #line = ''
  #trailers = 0
  done = false

  constructor(sink: BodySink) {
    this.#sink = sink
  }

  feed(bytes: Buffer): number {
    let at = 0
    while (at < bytes.length && !this.done) at += this.#step(bytes.subarray(at))
    return at
  }

  #step(bytes: Buffer): number {
    if (this.#state === 'data') {
      const taken = Math.min(bytes.length, this.#left)
      this.#left -= taken
      this.#sink.data(bytes.subarray(0, taken))
      if (this.#left === 0) this.#state = 'data end'
      return taken
    }
    if (this.#state === 'data end') {
      if (bytes[0] !== (this.#line === '' ? 13 : 10)) throw new Error('malformed chunked encoding')
      this.#line = this.#line === '' ? '\r' : ''
      if (this.#line === '') this.#state = 'size'
      return 1
    }
    const end = bytes.indexOf(10)
    const taken = end < 0 ? bytes.length : end + 1
    this.#line += bytes.toString('latin1', 0, taken)
    if (this.#line.length > MAX_LINE) throw new Error('header line too long')
    if (end < 0) return taken
    const line = this.#line
    this.#line = ''
    if (this.#state === 'size') this.#begin(line)
    else this.#trailer(line)
    return taken
  }

  #begin(line: string): void {
    if (!line.endsWith('\r\n')) throw new Error('chunked line ends with bare LF')
    const [size = ''] = line
      .slice(0, -2)
      .replace(/[ \t]+$/, '')
      .split(';')
    if (size.trim().length > 15) throw new Error('http chunk length too large')
    if (size === '') throw new Error('empty hex number for chunk length')
    if (!SIZE.test(size)) throw new Error('invalid byte in chunk length')
    this.#left = Number.parseInt(size, 16)
    this.#state = this.#left === 0 ? 'trailers' : 'data'
  }

  /** What stands behind the last chunk is read, and forgotten. */
  #trailer(line: string): void {
    this.#trailers += line.length
    const text = line.replace(/\r?\n$/, '')
    if (text === '') {
      this.done = true
      this.#sink.end()
    } else if (!text.includes(':')) throw new Error(`malformed MIME header: missing colon: ${quoteGo(text)}`)
    else if (this.#trailers > MAX_TRAILERS) throw new Error('http: suspiciously long trailer after chunked body')
  }
}
