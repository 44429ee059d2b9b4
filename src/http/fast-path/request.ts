import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { Incoming } from '../exchange.ts'
import type { Hints } from '../hints.ts'
import type { HeaderBlock } from './header-block.ts'

/** A plain request. */
export class FastRequest implements Incoming {
  readonly method: string
  readonly url: string
  readonly buffered: Buffer
  readonly socket: Socket
  readonly #block: HeaderBlock

  constructor(method: string, url: string, block: HeaderBlock, buffered: Buffer, socket: Socket) {
    this.method = method
    this.url = url
    this.buffered = buffered
    this.socket = socket
    this.#block = block
  }

  get headers(): IncomingHttpHeaders {
    return this.#block.headers
  }

  get rawHeaders(): readonly string[] {
    return this.#block.rawHeaders
  }

  get hints(): Hints {
    return this.#block.hints
  }

  /** There is nothing left to read. */
  resume(): void {}
}
