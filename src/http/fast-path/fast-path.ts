import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { LRUCache } from 'lru-cache'
import { nextTurn } from '../../lib/defer.ts'
import { DateLine } from './date-line.ts'
import { type HeaderBlock, readHeaderBlock } from './header-block.ts'
import { WriteBatcher } from '../../lib/write-batcher.ts'
import { type Beginning, Connection, type ConnectionHost } from '../connection/connection.ts'
import { hasBrokenEscape } from '../connection/request-line.ts'
import type { NodeSide } from '../connection/node-side.ts'
import { MAX_UNREAD } from '../unread-body.ts'
import type { FastRequest } from './request.ts'
import type { FastResponder } from './responder.ts'

/** A request line without anything out of the ordinary. */
const REQUEST_LINE = /^(GET|PUT|DELETE|POST) (\/v1\/[!-~]*) HTTP\/1\.1\r\n/
const END = '\r\n\r\n'
/** What may stand before a body. */
const MAX_HEAD = 4096
/** Bodies that are waited for; longer ones are Node's, to be refused before they come, and to end the connection where nobody reads them. */
const MAX_BODY = MAX_UNREAD - 1
/** Blocks of headers that are remembered: a client sends the same ones again and again. */
const BLOCKS = 128

export interface FastPathOptions {
  /** Bytes of a request before its body that the server takes. */
  readonly maxHead: number
  /** Whether a new connection may stay; it has been answered otherwise. */
  readonly admitsConnection: (socket: Socket) => boolean
  /** Whether a request may come this way at the moment. */
  readonly admits: (url: string) => boolean
  readonly handle: (request: FastRequest, responder: FastResponder) => void
}

/**
 * The fast path from a socket to the API, for plain requests: GET, PUT, POST and DELETE below `/v1/` whose headers leave nothing
 * to interpret. All others are given to Node's server. A GET of one key costs 10 µs of a bare socket, 27 of node:http, which makes
 * two streams and their events for it.
 */
export class FastPath implements ConnectionHost {
  readonly batcher = new WriteBatcher()
  readonly date = new DateLine()
  readonly #server: Server
  readonly #options: FastPathOptions
  readonly #toNode: (side: NodeSide) => void
  readonly #connections = new Set<Connection>()
  readonly #blocks = new LRUCache<string, HeaderBlock>({ max: BLOCKS })
  /** The last one: to compare two texts takes less than to look one up. */
  #lastText = ''
  #lastBlock: HeaderBlock | undefined

  /** Stands between a server and its connections. */
  constructor(server: Server, options: FastPathOptions) {
    this.#server = server
    this.#options = options
    const listeners = server.listeners('connection') as ((side: NodeSide) => void)[]
    this.#toNode = side => {
      for (const listener of listeners) listener.call(server, side)
    }
    server.removeAllListeners('connection')
    server.on('connection', (socket: Socket) => {
      if (options.admitsConnection(socket)) this.#connections.add(new Connection(socket, this))
    })
  }

  get maxHead(): number {
    return this.#options.maxHead
  }

  get upgrades(): boolean {
    return this.#server.listenerCount('upgrade') > 0
  }

  connect(side: NodeSide): void {
    this.#toNode(side)
  }

  begin(chunk: Buffer): Beginning | undefined {
    const end = chunk.indexOf(END) + END.length
    if (end < END.length || end > MAX_HEAD || end > this.#options.maxHead) return undefined
    const head = chunk.toString('latin1', 0, end)
    const line = REQUEST_LINE.exec(head)
    if (!line) return undefined
    const [{ length }, method = '', url = ''] = line
    if (hasBrokenEscape(url)) return undefined
    const block = this.#block(head.slice(length))
    if (!block || block.length > MAX_BODY || !this.#options.admits(url)) return undefined
    return { method, url, block, end }
  }

  handle(request: FastRequest, responder: FastResponder): void {
    this.#options.handle(request, responder)
  }

  closed(connection: Connection): void {
    this.#connections.delete(connection)
  }

  /** Sends what was answered, and ends all connections: soon, whether or not their clients read. */
  close(): void {
    this.batcher.flush()
    for (const connection of this.#connections) connection.close()
    nextTurn(() => {
      for (const connection of this.#connections) connection.cut()
    })
  }

  #block(text: string): HeaderBlock | undefined {
    if (text === this.#lastText) return this.#lastBlock
    let block = this.#blocks.get(text)
    if (!block) {
      block = readHeaderBlock(text)
      if (block) this.#blocks.set(text, block)
    }
    this.#lastText = text
    this.#lastBlock = block
    return block
  }
}
