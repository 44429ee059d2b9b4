import { createServer, type Server, type Socket } from 'node:net'
import type { Clock, Timer } from '../lib/clock.ts'
import { IdleSockets } from '../lib/idle-sockets.ts'
import type { Answer } from './answer.ts'

/** Milliseconds that a client has for its first question, and then for each further one; after that the connection is closed. */
const FIRST = 2_000
const IDLE = 8_000
/** Most connections at a time that ask nothing, and most of all; those beyond are closed at once. */
const MAX_IDLE = 512
const MAX_CONNECTIONS = 4 * MAX_IDLE
/** Most questions of one connection that wait for recursors. */
const MAX_UNANSWERED = 16
const BACKLOG = 1024

/** A TCP server and the connections to it. */
export interface TcpListener {
  readonly server: Server
  /** Ends all connections at once. */
  close(): Promise<void>
}

/** Answers a question: at once, or later. */
export type Answerer = (packet: Buffer) => Answer | Promise<Answer>

/** Listens; rejects when it can't. */
export async function listenTcp(host: string, port: number, clock: Clock, answer: Answerer): Promise<TcpListener> {
  const sockets = new Set<Socket>()
  const idle = new IdleSockets(MAX_IDLE)
  // a client may end its side and still wait for answers
  const server = createServer({ allowHalfOpen: true, noDelay: true }, socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    new Connection(socket, clock, answer, idle).start()
  })
  server.maxConnections = MAX_CONNECTIONS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  server.on('error', () => {})
  return {
    server,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Questions and answers of one client, each behind its length. */
class Connection {
  readonly #socket: Socket
  readonly #clock: Clock
  readonly #answer: Answerer
  readonly #idle: IdleSockets
  #received: Buffer = Buffer.alloc(0)
  #unanswered = 0
  #ended = false
  #deadline = 0
  #timer: Timer | undefined

  constructor(socket: Socket, clock: Clock, answer: Answerer, idle: IdleSockets) {
    this.#socket = socket
    this.#clock = clock
    this.#answer = answer
    this.#idle = idle
  }

  start(): void {
    const socket = this.#socket
    this.#deadline = this.#clock.now() + FIRST
    this.#watch(FIRST)
    socket.on('error', () => socket.destroy())
    this.#idle.add(socket)
    socket.on('close', () => {
      this.#timer?.clear()
      this.#idle.delete(socket)
    })
    socket.on('drain', () => this.#proceed())
    socket.on('data', data => {
      this.#received = this.#received.length === 0 ? data : Buffer.concat([this.#received, data])
      this.#proceed()
    })
    socket.on('end', () => {
      this.#ended = true
      this.#proceed()
    })
  }

  #watch(ms: number): void {
    this.#timer = this.#clock.setTimeout(() => {
      const left = this.#deadline - this.#clock.now()
      if (left > 0) this.#watch(left)
      else this.#socket.destroy()
    }, ms)
  }

  /** Answers what has arrived, as far as the client takes the answers. */
  #proceed(): void {
    const socket = this.#socket
    let at = 0
    const received = this.#received
    while (!this.#busy && received.length - at >= 2) {
      const end = at + 2 + received.readUInt16BE(at)
      if (end > received.length) break
      this.#deadline = this.#clock.now() + IDLE
      this.#reply(this.#answer(received.subarray(at + 2, end)))
      at = end
    }
    if (at > 0 && this.#unanswered === 0) this.#idle.add(socket)
    // a copy, so that what is left does not hold on to what was answered
    this.#received = at === received.length ? Buffer.alloc(0) : at > 0 ? Buffer.from(received.subarray(at)) : received
    if (this.#busy) socket.pause()
    else socket.resume()
    if (this.#ended && this.#unanswered === 0 && !this.#busy) socket.end()
  }

  get #busy(): boolean {
    return this.#unanswered >= MAX_UNANSWERED || this.#socket.writableNeedDrain || this.#socket.destroyed
  }

  #reply(answer: Answer | Promise<Answer>): void {
    if (!(answer instanceof Promise)) {
      this.#send(answer)
      return
    }
    this.#unanswered++
    this.#idle.delete(this.#socket)
    void answer
      .then(packet => this.#send(packet))
      .finally(() => {
        this.#unanswered--
        if (this.#unanswered === 0 && !this.#socket.destroyed) this.#idle.add(this.#socket)
        this.#proceed()
      })
  }

  #send(packet: Answer): void {
    if (!packet || this.#socket.destroyed) return
    const message = Buffer.allocUnsafe(2 + packet.length)
    message.writeUInt16BE(packet.length, 0)
    packet.copy(message, 2)
    this.#socket.write(message)
  }
}
