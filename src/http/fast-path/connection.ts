import type { Socket } from 'node:net'
import type { Prepared } from '../reply.ts'
import type { DateLine } from './date-line.ts'
import type { HeaderBlock } from './header-block.ts'
import type { WriteBatcher, BatchedWrite } from '../../lib/write-batcher.ts'
import { FastRequest } from './request.ts'
import { type Sender, FastResponse } from './response.ts'

/** What stands before the body of a request, and where that begins. */
export interface Beginning {
  readonly method: string
  readonly url: string
  readonly block: HeaderBlock
  readonly end: number
}

/** What all connections share. */
export interface FastPathHost {
  readonly batcher: WriteBatcher
  readonly date: DateLine
  /** Reads the beginning of a request. undefined: it is for Node to read. */
  begin(chunk: Buffer): Beginning | undefined
  handle(request: FastRequest, response: FastResponse): void
  /** Leaves a connection to Node for good, with what came and was not answered. */
  leave(connection: FastConnection, socket: Socket, unread: Buffer): void
  closed(connection: FastConnection): void
}

/** A request whose body has not all come: all its bytes so far, so that it can be left to Node still. */
interface Arriving {
  readonly parts: Buffer[]
  missing: number
}

/** A connection as long as all its requests are plain ones. They are answered one after the other. */
export class FastConnection implements Sender, BatchedWrite {
  readonly #socket: Socket
  readonly #way: FastPathHost
  #arriving: Arriving | undefined
  #response: FastResponse | undefined
  #answer: Prepared | undefined
  /** What came before the answer to what came earlier had left. */
  #held: Buffer | undefined
  #ended = false

  constructor(socket: Socket, way: FastPathHost) {
    this.#socket = socket
    this.#way = way
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('end', () => this.#end())
    socket.on('drain', () => this.#goOn())
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#close())
  }

  send(prepared: Prepared): void {
    this.#answer = prepared
    // many requests that came in one piece are not answered one within the other
    this.#way.batcher.add(this, this.#held !== undefined)
  }

  cut(): void {
    this.#socket.destroy()
  }

  /** Ends it once what was answered has left; cuts off who waits. */
  close(): void {
    this.#socket.destroySoon()
  }

  /** Sends the answer, if there is one still. */
  flush(): void {
    const [answer, response, socket] = [this.#answer, this.#response, this.#socket]
    this.#answer = undefined
    const form = answer?.text
    if (!answer || !form || !response || socket.destroyed) return
    const text = form.at(this.#way.date.text)
    if (typeof answer.body === 'string') socket.write(text, 'latin1')
    else {
      socket.cork()
      socket.write(text, 'latin1')
      socket.write(answer.body)
      socket.uncork()
    }
    this.#response = undefined
    if (form.closes) socket.destroySoon()
    response.sent()
    this.#goOn()
  }

  /** Who does not read its answers is not read either. */
  get #busy(): boolean {
    return this.#response !== undefined || this.#socket.writableNeedDrain
  }

  #take(chunk: Buffer): void {
    if (this.#busy) {
      this.#held = this.#held ? Buffer.concat([this.#held, chunk]) : chunk
      this.#socket.pause()
    } else if (this.#arriving) this.#takePart(this.#arriving, chunk)
    else this.#begin(chunk)
  }

  #begin(chunk: Buffer): void {
    const beginning = this.#way.begin(chunk)
    if (!beginning) return this.#leave(chunk)
    const { end, block } = beginning
    const missing = block.length - (chunk.length - end)
    if (missing <= 0) return this.#handle(beginning, chunk.subarray(end))
    // Node answers what needs no body before that came; a PUT or POST that is refused by its head alone is told so behind it
    if (beginning.method === 'GET') return this.#leave(chunk)
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
    if (more) {
      this.#held = rest.subarray(block.length)
      this.#socket.pause()
    }
    const response = new FastResponse(this)
    this.#response = response
    const body = more ? rest.subarray(0, block.length) : rest
    this.#way.handle(new FastRequest(method, url, block, body, this.#socket), response)
  }

  /** Takes what was held, and reads on. */
  #goOn(): void {
    const held = this.#held
    if (this.#busy || !this.#socket.writable) return
    this.#held = undefined
    if (held) {
      this.#socket.resume()
      this.#take(held)
    }
    if (this.#ended) this.#end()
  }

  #leave(unread: Buffer): void {
    const socket = this.#socket
    socket.pause()
    for (const event of ['data', 'end', 'drain', 'error', 'close']) socket.removeAllListeners(event)
    this.#way.leave(this, socket, unread)
  }

  /** The client sends no more. What it asked is answered if that is done, and forgotten if it has to wait. */
  #end(): void {
    this.#ended = true
    if (this.#arriving) return this.#leave(Buffer.concat(this.#arriving.parts))
    if (this.#answer || (this.#held && !this.#response)) return
    this.#response?.lost()
    this.#socket.end()
  }

  #close(): void {
    this.#way.closed(this)
    const response = this.#response
    this.#response = undefined
    response?.lost()
  }
}
