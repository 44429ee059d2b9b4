import type { Duplex } from 'node:stream'
import { parseJson, toJson } from '../../go/json.ts'
import type { ByteShare } from '../../lib/byte-budget.ts'

/** Bytes that one message may have, and that may wait to be sent. */
const MAX = 64 * 1024 * 1024
const NEWLINE = 10

/** What travels: an object with its kind in `t`. */
export type Wire = Readonly<Record<string, unknown>> & { readonly t: string }

/** Messages over a socket, each a line of JSON. Anything else ends the connection. */
export class NdjsonSocket {
  readonly #socket: Duplex
  #parts: Buffer[] = []
  #size = 0
  #unproven: ByteShare | undefined

  /** `unproven`: the room for what is buffered until `proven` is called; without it the peer has proved itself. */
  constructor(socket: Duplex, head: Buffer, onMessage: (message: Wire) => void, unproven?: ByteShare) {
    this.#socket = socket
    this.#unproven = unproven
    socket.once('close', () => this.proven())
    const read = (data: Buffer): void => {
      try {
        this.#take(data, onMessage)
      } catch {
        socket.destroy()
      }
    }
    // the caller is to have the instance before the first message comes
    if (head.length > 0) socket.unshift(head)
    socket.on('data', read)
    socket.on('error', () => socket.destroy())
    // an HTTP server leaves its own side open
    socket.on('end', () => socket.destroy())
  }

  /** The peer is known: what it sends is no longer counted among what the unproven may buffer. */
  proven(): void {
    this.#unproven?.free()
    this.#unproven = undefined
  }

  /** Sends a message; a reader that does not keep up is given up. */
  send(message: Wire): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return
    this.#socket.write(`${toJson(message)}\n`)
    if (this.#socket.writableLength > MAX) this.#socket.destroy()
  }

  onClose(fn: () => void): void {
    this.#socket.once('close', fn)
  }

  /** Ends the connection once all is sent. */
  end(): void {
    this.#socket.end()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #take(data: Buffer, onMessage: (message: Wire) => void): void {
    let from = 0
    for (let at = data.indexOf(NEWLINE); at >= 0; at = data.indexOf(NEWLINE, from)) {
      const line = Buffer.concat([...this.#parts, data.subarray(from, at)])
      this.#parts = []
      this.#size = 0
      from = at + 1
      onMessage(readMessage(line))
    }
    if (from === data.length) return
    this.#parts.push(Buffer.from(data.subarray(from)))
    this.#size += data.length - from
    if (this.#size > MAX || this.#unproven?.take(data.length - from) === false) throw new Error('too long')
  }
}

function readMessage(line: Buffer): Wire {
  const value = parseJson(line)
  if (typeof value !== 'object' || value === null || typeof (value as Wire).t !== 'string')
    throw new Error('no message')
  return value as Wire
}
