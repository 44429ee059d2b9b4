import { connect, type Socket } from 'node:net'
import { turns } from '../../src/lib/defer.ts'

/** Where to connect: a port of the loopback interface, or the path of a Unix socket. */
export type Address = number | string

/** Bytes to send; a text has one unit a byte. */
export type Piece = string | Uint8Array

/** One answer as it came. */
export interface RawAnswer {
  readonly status: number
  readonly head: string
  readonly body: string
}

/** How often sockets get their turn after a piece, so that it is read before the next one. */
const TURNS = 2

/** A client that sends bytes as they are given, and keeps what comes, one unit a byte. */
export class RawClient {
  readonly socket: Socket
  /** All that came. */
  text = ''
  /** Undefined while the connection is open; then `end`, or the code of an error. */
  ending: string | undefined
  readonly #watchers = new Set<() => void>()

  constructor(address: Address) {
    const place = typeof address === 'number' ? { port: address, host: '127.0.0.1' } : { path: address }
    let error: string | undefined
    this.socket = connect({ ...place, allowHalfOpen: true, noDelay: true })
    this.socket.on('data', chunk => {
      this.text += chunk.toString('latin1')
      this.#look()
    })
    this.socket.on('end', () => this.socket.end())
    this.socket.on('error', (err: NodeJS.ErrnoException) => (error = err.code ?? err.message))
    this.socket.on('close', () => {
      this.ending = error ?? 'end'
      this.#look()
    })
  }

  static async open(address: Address): Promise<RawClient> {
    const client = new RawClient(address)
    await new Promise<void>((resolve, reject) => client.socket.once('connect', resolve).once('error', reject))
    return client
  }

  send(piece: Piece): void {
    if (this.socket.writable) this.socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)
  }

  /** Sends pieces so that the other side reads them one by one. */
  async sendPieces(pieces: readonly Piece[]): Promise<void> {
    for (const piece of pieces) {
      this.send(piece)
      await turns(TURNS)
    }
  }

  /** Says that it sends no more. */
  end(): void {
    this.socket.end()
  }

  /** Resolves when it is so, looking whenever something came. */
  async until(isSo: () => boolean): Promise<void> {
    if (isSo()) return
    await new Promise<void>(resolve => {
      const look = (): void => {
        if (!isSo()) return
        this.#watchers.delete(look)
        resolve()
      }
      this.#watchers.add(look)
    })
  }

  /** The first `count` answers; fewer where the connection ended before. */
  async answers(count: number): Promise<readonly RawAnswer[]> {
    await this.until(() => this.ending !== undefined || readAnswers(this.text).length >= count)
    return readAnswers(this.text)
  }

  /** Sends a request and waits for its answer. */
  async ask(request: Piece): Promise<RawAnswer | undefined> {
    const before = readAnswers(this.text).length
    this.send(request)
    return (await this.answers(before + 1))[before]
  }

  /** How the connection ended, once it did. */
  async closed(): Promise<string> {
    await this.until(() => this.ending !== undefined)
    return this.ending ?? ''
  }

  #look(): void {
    for (const look of this.#watchers) look()
  }
}

/** The whole answers in a text. None of them may be without a body although it tells of one. */
export function readAnswers(text: string): RawAnswer[] {
  const answers: RawAnswer[] = []
  for (let at = 0; ;) {
    const bodyAt = text.indexOf('\r\n\r\n', at) + 4
    if (bodyAt < 4) return answers
    const head = text.slice(at, bodyAt)
    const read = /\r\ntransfer-encoding: chunked\r\n/i.test(head)
      ? readChunks(text, bodyAt)
      : readMeasured(head, text, bodyAt)
    if (!read) return answers
    answers.push({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), head, body: read.body })
    at = read.end
  }
}

interface ReadBody {
  readonly body: string
  readonly end: number
}

function readMeasured(head: string, text: string, at: number): ReadBody | undefined {
  const end = at + Number(/\r\ncontent-length: (\d+)\r\n/i.exec(head)?.[1] ?? 0)
  return text.length < end ? undefined : { body: text.slice(at, end), end }
}

function readChunks(text: string, from: number): ReadBody | undefined {
  let body = ''
  for (let at = from; ;) {
    const lineEnd = text.indexOf('\r\n', at)
    const size = Number.parseInt(text.slice(at, lineEnd), 16)
    const end = lineEnd + 4 + size
    if (lineEnd < 0 || text.length < end) return undefined
    if (size === 0) return { body, end }
    body += text.slice(lineEnd + 2, end - 2)
    at = end
  }
}

/** The same text with one time in the place of any. */
export const undated = (text: string): string => text.replaceAll(/\r\nDate: [^\r]*/g, '\r\nDate: now')

/** Sends pieces and that no more will come; gives all that came until the connection was closed. */
export async function talk(address: Address, pieces: readonly Piece[]): Promise<string> {
  const client = await RawClient.open(address)
  await client.sendPieces(pieces)
  client.end()
  const ending = await client.closed()
  return `${undated(client.text)}<${ending}>`
}
