import type { Socket } from 'node:net'
import { NO_BYTES } from '../../lib/bytes.ts'
import { systemClock } from '../../lib/clock.ts'
import type { BatchedWrite, WriteBatcher } from '../../lib/write-batcher.ts'
import type { AnswerText } from '../fast-path/answer-text.ts'
import type { DateLine } from '../fast-path/date-line.ts'
import type { HeaderBlock } from '../fast-path/header-block.ts'
import { FastRequest } from '../fast-path/request.ts'
import { FastResponder, type Sender } from '../fast-path/responder.ts'
import type { Prepared } from '../reply.ts'
import type { BodyReader } from './body-reader.ts'
import { HeadScanner } from './head-scanner.ts'
import { NodeSide, type NodeSideOwner } from './node-side.ts'
import { badRequest, HEAD_TOO_LARGE, Refused } from './refused.ts'
import { readRequestHead, type RequestHead } from './request-head.ts'
import { readRequestLine } from './request-line.ts'

/** What stands before the body of a plain request, and where that begins. */
export interface Beginning {
  readonly method: string
  readonly url: string
  readonly block: HeaderBlock
  readonly end: number
}

/** What all connections share. */
export interface ConnectionHost {
  readonly batcher: WriteBatcher
  readonly date: DateLine
  /** Bytes that may stand before a body. */
  readonly maxHead: number
  /** Reads the beginning of a plain request. undefined: it is for Node's side, or has not all come. */
  begin(chunk: Buffer): Beginning | undefined
  handle(request: FastRequest, responder: FastResponder): void
  /** Gives Node's server a connection. */
  connect(side: NodeSide): void
  /** Whether the server handles upgraded connections. */
  readonly upgrades: boolean
  closed(connection: Connection): void
}

/** A plain request whose body has not all come: all its bytes so far. */
interface Arriving {
  readonly parts: Buffer[]
  missing: number
}

/** Go's server gives so many bytes more than it was told. */
const SLOP = 4096
/** Characters of a text that does not wait for others of its turn. Bytes are not on the heap, and may wait: they are cached mostly. */
const LARGE = 16 * 1024
/** Milliseconds in which a client may read why it was refused. */
const LINGER = 500

/**
 * A connection, and the one place that orders its requests: each is answered, and its body read, before the next one is looked at.
 * So effects come in the order of the requests, a bad request is told so behind the answers to those before it, and what follows
 * a blocked query waits for it. Plain requests are answered from here; all others pass Node's server, one at a time.
 */
export class Connection implements Sender, BatchedWrite, NodeSideOwner {
  readonly #socket: Socket
  readonly #host: ConnectionHost
  /** The head at hand, as far as it came. */
  #scanner: HeadScanner | undefined
  #parts: Buffer[] = []
  #size = 0
  #lineRead = false
  /** A plain request that comes, or is being answered. */
  #arriving: Arriving | undefined
  #responder: FastResponder | undefined
  #answer: Prepared | undefined
  /** For the requests that Node's server takes. */
  #node: NodeSide | undefined
  #byNode = false
  #body: BodyReader | undefined
  #tunnel = false
  /** What came before the answer to what came earlier had left. */
  #held: Buffer[] = []
  /** Nothing that comes behind is a request. */
  #last = false
  clientEnded = false

  constructor(socket: Socket, host: ConnectionHost) {
    this.#socket = socket
    this.#host = host
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('end', () => this.#end())
    socket.on('drain', () => this.#goOn())
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#close())
  }

  send(prepared: Prepared): void {
    this.#answer = prepared
    // many requests that came in one piece are not answered one within the other
    const { body } = prepared
    this.#host.batcher.add(this, this.#held.length > 0, typeof body === 'string' && body.length > LARGE)
  }

  sendPart(form: AnswerText, body: Uint8Array): void {
    this.#last = true
    this.#socket.write(form.at(this.#host.date.text), 'latin1')
    this.#socket.write(body)
    this.#socket.destroySoon()
  }

  leave(): void {
    const responder = this.#responder
    this.#responder = undefined
    this.#last = true
    responder?.lost()
    this.#socket.end()
  }

  cut(): void {
    this.#socket.destroy()
  }

  reset(): void {
    this.#socket.resetAndDestroy()
  }

  /** Ends it once what was answered has left; cuts off blocked queries. */
  close(): void {
    this.#socket.destroySoon()
  }

  /** Sends the answer, if there is one still. */
  flush(): void {
    const answer = this.#answer
    const responder = this.#responder
    const socket = this.#socket
    this.#answer = undefined
    const form = answer?.text
    if (!answer || !form || !responder || socket.destroyed) return
    const text = form.at(this.#host.date.text)
    if (typeof answer.body === 'string') socket.write(text, 'latin1')
    else {
      socket.cork()
      socket.write(text, 'latin1')
      socket.write(answer.body)
      if (form.end !== '') socket.write(form.end, 'latin1')
      socket.uncork()
    }
    this.#responder = undefined
    if (form.closes) {
      this.#last = true
      socket.destroySoon()
    }
    responder.sent()
    this.#goOn()
  }

  answered(last: boolean): void {
    this.#byNode = false
    this.#last ||= last
    this.#goOn()
  }

  wantsMore(): void {
    if (this.#body && this.#socket.isPaused()) this.#socket.resume()
  }

  refused(): void {
    if (this.#byNode) this.#refuse(badRequest())
  }

  ended(soon: boolean): void {
    this.#last = true
    if (soon && this.#body) this.#endReading()
    else if (soon || this.#socket.writableLength > 0) this.#socket.destroySoon()
    else this.#socket.destroy()
  }

  /** Who does not read its answers is not read either. */
  get #busy(): boolean {
    return this.#responder !== undefined || this.#byNode || this.#socket.writableNeedDrain
  }

  #take(chunk: Buffer): void {
    if (this.#tunnel) return void this.#node?.push(chunk)
    if (this.#body) return this.#takeBody(this.#body, chunk)
    if (this.#last) return
    if (this.#busy) this.#hold(chunk)
    else if (this.#arriving) this.#takePart(this.#arriving, chunk)
    else this.#begin(chunk)
  }

  #hold(chunk: Buffer): void {
    this.#held.push(chunk)
    this.#socket.pause()
  }

  #begin(chunk: Buffer): void {
    const beginning = this.#scanner ? undefined : this.#host.begin(chunk)
    if (!beginning) return this.#takeHead(chunk)
    const { end, block } = beginning
    const missing = block.length - (chunk.length - end)
    // an empty buffer takes longer to make than all of a plain request to be read
    if (missing <= 0) return this.#handle(beginning, end === chunk.length ? NO_BYTES : chunk.subarray(end))
    // what needs no body is answered before that came
    if (beginning.method === 'GET') return this.#takeHead(chunk)
    this.#arriving = { parts: [chunk], missing }
  }

  #takePart(arriving: Arriving, chunk: Buffer): void {
    arriving.parts.push(chunk)
    arriving.missing -= chunk.length
    if (arriving.missing > 0) return
    this.#arriving = undefined
    // from its beginning, for it may be Node's by now
    this.#begin(Buffer.concat(arriving.parts))
  }

  /** `rest`: the body, and what came behind it. */
  #handle({ method, url, block }: Beginning, rest: Buffer): void {
    const more = rest.length > block.length
    if (more) this.#hold(rest.subarray(block.length))
    const responder = new FastResponder(this)
    this.#responder = responder
    const body = more ? rest.subarray(0, block.length) : rest
    this.#host.handle(new FastRequest(method, url, block, body, this.#socket), responder)
  }

  /** Takes what belongs to a head that did not come in one piece, or is not plain. */
  #takeHead(chunk: Buffer): void {
    const first = this.#parts.length === 0
    this.#scanner ??= new HeadScanner()
    const end = this.#scanner.scan(chunk)
    this.#size += end < 0 ? chunk.length : end
    this.#parts.push(chunk)
    if (this.#size > this.#host.maxHead + SLOP) return this.#refuse(HEAD_TOO_LARGE)
    try {
      if (end < 0) return this.#checkLine()
      const [size, all] = [this.#size, first ? chunk : Buffer.concat(this.#parts)]
      this.#forgetHead()
      if (first || !this.#host.begin(all))
        this.#serveByNode(readRequestHead(all.toString('latin1', 0, size)), all.subarray(size))
      else this.#begin(all)
    } catch (err) {
      if (!(err instanceof Refused)) throw err
      this.#refuse(err)
    }
  }

  /** A first line that is none is refused before the rest has come. */
  #checkLine(): void {
    if (this.#lineRead || this.#scanner?.hasLine !== true) return
    this.#lineRead = true
    const [line = ''] = Buffer.concat(this.#parts).toString('latin1').split('\n')
    readRequestLine(line.replace(/\r$/, ''))
  }

  #forgetHead(): void {
    this.#scanner = undefined
    this.#parts = []
    this.#size = 0
    this.#lineRead = false
  }

  #serveByNode(head: RequestHead, rest: Buffer): void {
    if (!this.#node) this.#host.connect((this.#node = new NodeSide(this.#socket, this)))
    this.#byNode = true
    this.#last = head.closes
    const body = this.#node.begin(head)
    if (this.#host.upgrades && isUpgrade(head)) {
      this.#tunnel = true
      this.#node.push(rest)
      return
    }
    this.#body = body
    this.#takeBody(body, rest)
  }

  #takeBody(body: BodyReader, chunk: Buffer): void {
    let taken = chunk.length
    try {
      taken = body.feed(chunk)
    } catch (err) {
      return this.#failBody(err as Error)
    }
    if (body.done) this.#body = undefined
    else if (this.#node?.isFull === true) this.#socket.pause()
    if (taken < chunk.length) this.#take(chunk.subarray(taken))
    else if (body.done) this.#goOn()
  }

  /** The request is answered by the handler that reads its body; its end is unknown here. */
  #failBody(err: Error): void {
    this.#body = undefined
    this.#last = true
    this.#node?.failBody(err)
    if (!this.#byNode) this.#socket.destroySoon()
  }

  /** Takes what was held, and reads on. */
  #goOn(): void {
    if (this.#busy || this.#body || !this.#socket.writable) return
    if (this.#last) return this.#finish()
    const held = this.#held
    if (held.length > 0) {
      this.#held = []
      this.#socket.resume()
      this.#take(held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held))
    } else if (this.#socket.isPaused()) this.#socket.resume()
    if (this.clientEnded) this.#end()
  }

  /** Nothing comes behind the last answer. */
  #finish(): void {
    this.#held = []
    this.#socket.destroySoon()
  }

  #refuse(refused: Refused): void {
    const socket = this.#socket
    this.#last = true
    this.#forgetHead()
    this.#held = []
    socket.write(refused.text(this.#host.date), 'latin1')
    this.#endReading()
  }

  /** Ends it while its client may still send: to close at once could reset the connection before it has read its answer. */
  #endReading(): void {
    const socket = this.#socket
    this.#body = undefined
    socket.end()
    socket.resume()
    systemClock.setTimeout(() => socket.destroy(), LINGER)
  }

  /** The client sends no more. What it asked is answered, but for who waits for news: that is forgotten. */
  #end(): void {
    this.clientEnded = true
    if (this.#parts.length > 0) return this.#refuse(badRequest())
    if (this.#arriving) {
      const { parts } = this.#arriving
      this.#arriving = undefined
      this.#takeHead(Buffer.concat(parts))
    }
    if (this.#body) this.#failBody(new Error('unexpected EOF'))
    if (this.#held.length > 0 && !this.#responder && !this.#byNode) return
    if (this.#responder && !this.#answer) this.#responder.clientEnded()
    else if (this.#byNode) this.#node?.clientEnded()
    else if (!this.#responder) this.#socket.end()
  }

  #close(): void {
    this.#host.closed(this)
    const responder = this.#responder
    this.#responder = undefined
    responder?.lost()
    this.#node?.destroy()
  }
}

const isUpgrade = ({ rawHeaders }: RequestHead): boolean =>
  rawHeaders.some((name, i) => i % 2 === 0 && name.toLowerCase() === 'upgrade')
