import { METHODS, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { nextTurn } from '../../lib/defer.ts'
import { bodyReader, type BodyReader } from './body-reader.ts'
import type { RequestHead } from './request-head.ts'

/** What happens on Node's side of a connection. */
export interface NodeSideOwner {
  /** The answer to the request at hand has left, or will not come; with the `last` one the connection ends. */
  answered(last: boolean): void
  /** Node takes more of the body. */
  wantsMore(): void
  /** Node's parser found something wrong that ours did not. */
  refused(): void
  /** Node ends the connection: behind what was written, or at once. */
  ended(soon: boolean): void
}

const KNOWN: ReadonlySet<string> = new Set(METHODS.filter(method => method !== 'CONNECT'))
/** Node's parser does not take methods that it does not know; what it is told instead never reaches a handler. */
const ANY_METHOD = 'POST'

/**
 * A connection as Node's server sees it: one request at a time, each well-formed, with a body that Node's parser cannot read in
 * another way than ours did.
 */
export class NodeSide extends Duplex {
  readonly #socket: Socket
  readonly #owner: NodeSideOwner
  #head: RequestHead | undefined
  #raw: IncomingMessage | undefined
  #clientEnded: (() => void) | undefined
  #clientHasEnded = false
  #failure: Error | undefined
  /** Asks the client for a body with which it waits. */
  #continue: (() => void) | undefined
  /** The first bytes of the answer are still to come. */
  #atStart = false

  constructor(socket: Socket, owner: NodeSideOwner) {
    super({ decodeStrings: false, allowHalfOpen: true })
    this.#socket = socket
    this.#owner = owner
    this.on('error', () => undefined)
  }

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress
  }

  get remotePort(): number | undefined {
    return this.#socket.remotePort
  }

  get localAddress(): string | undefined {
    return this.#socket.localAddress
  }

  get localPort(): number | undefined {
    return this.#socket.localPort
  }

  /** Begins a request; the result takes its body. */
  begin(head: RequestHead): BodyReader {
    this.#head = head
    this.#raw = undefined
    this.#clientEnded = undefined
    this.#continue = undefined
    this.#failure = undefined
    this.#atStart = true
    const { method, url, minor, rawHeaders, framing } = head
    let text = `${KNOWN.has(method) ? method : ANY_METHOD} ${url} HTTP/1.${minor}\r\n`
    for (let i = 0; i < rawHeaders.length; i += 2) text += `${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`
    this.push(Buffer.from(`${text}\r\n`, 'latin1'))
    const chunked = framing === 'chunked'
    return bodyReader(framing, {
      data: bytes => {
        if (chunked) this.push(Buffer.from(`${bytes.length.toString(16)}\r\n`))
        this.push(bytes)
        if (chunked) this.push(LINE_END)
      },
      end: () => void (chunked && this.push(LAST_CHUNK)),
    })
  }

  /** Whether Node has as much of the body as it takes for now. */
  get isFull(): boolean {
    return this.readableLength > this.readableHighWaterMark
  }

  /** Called for each request of Node's before it is handled. */
  attach(raw: IncomingMessage, res: ServerResponse): void {
    this.#raw = raw
    if (this.#head) raw.method = this.#head.method
    res.once('close', () => this.#owner.answered(!res.shouldKeepAlive))
    if (this.#failure) this.failBody(this.#failure)
  }

  /** The client waits with its body until it is asked for it. */
  awaitContinue(res: ServerResponse): void {
    if (this.#head?.framing !== 0) this.#continue = () => res.writeContinue()
  }

  /** Whether a body was announced that nobody has asked for. */
  get isBodyHeldBack(): boolean {
    return this.#continue !== undefined
  }

  askForBody(): void {
    this.#continue?.()
    this.#continue = undefined
  }

  /** Has `fn` called when the client says that it sends no more, or is gone. */
  onClientEnded(fn: () => void): void {
    this.#clientEnded = fn
    if (this.#clientHasEnded) fn()
  }

  clientEnded(): void {
    this.#clientHasEnded = true
    this.#clientEnded?.()
  }

  /** The body that comes is none. */
  failBody(err: Error): void {
    this.#failure = err
    const raw = this.#raw
    if (!raw) return
    if (raw.listenerCount('error') > 0) raw.emit('error', err)
    // it may never be read
    else raw.on('newListener', event => event === 'error' && nextTurn(() => raw.emit('error', err)))
  }

  /** Node's parser gave up. */
  refused(): void {
    this.#owner.refused()
  }

  /** Resets the connection. */
  reset(): void {
    this.#socket.resetAndDestroy()
  }

  override _read(): void {
    this.#owner.wantsMore()
  }

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: (err?: Error | null) => void): void {
    if (this.#socket.destroyed) return done()
    let bytes = chunk
    if (this.#atStart) {
      this.#atStart = false
      if (this.#head?.minor === 0) bytes = asOldVersion(chunk)
    }
    if (typeof bytes === 'string') this.#socket.write(bytes, encoding, () => done())
    else this.#socket.write(bytes, () => done())
  }

  override _writev(chunks: { chunk: Buffer | string; encoding: BufferEncoding }[], done: () => void): void {
    this.#socket.cork()
    const { length } = chunks
    chunks.forEach(({ chunk, encoding }, i) => this._write(chunk, encoding, i === length - 1 ? done : () => undefined))
    this.#socket.uncork()
  }

  override _final(done: () => void): void {
    this.#owner.ended(true)
    done()
  }

  override _destroy(err: Error | null, done: (err?: Error | null) => void): void {
    this.#owner.ended(false)
    done(err)
  }
}

const LINE_END = Buffer.from('\r\n')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')

/** Node answers every version as HTTP/1.1. */
function asOldVersion(chunk: Buffer | string): Buffer | string {
  const text = typeof chunk === 'string' ? chunk : chunk.toString('latin1')
  return text.startsWith('HTTP/1.1 ') ? Buffer.from(`HTTP/1.0 ${text.slice(9)}`, 'latin1') : chunk
}
