import type { Http2Server, Http2ServerRequest, Http2ServerResponse, ServerHttp2Session } from 'node:http2'
import type { TLSSocket } from 'node:tls'

/** Requests of one connection that are answered at the same time: as many as Go's server takes. */
const MAX_STREAMS = 250

export type Http2Handler = (raw: Http2ServerRequest, res: Http2ServerResponse) => void

/** Connections whose clients chose HTTP/2 in the TLS handshake. */
export class Http2Connections {
  readonly #handle: Http2Handler
  readonly #maxHeaderBytes: number
  readonly #sessions = new Set<ServerHttp2Session>()
  #server: Http2Server | undefined

  constructor(handle: Http2Handler, maxHeaderBytes: number) {
    this.#handle = handle
    this.#maxHeaderBytes = maxHeaderBytes
  }

  take(socket: TLSSocket): void {
    this.#server ??= this.#createServer()
    this.#server.emit('connection', socket)
  }

  /** Ends all of them. */
  close(): void {
    for (const session of this.#sessions) session.destroy()
  }

  #createServer(): Http2Server {
    // loaded here, because most agents never speak it
    const server = process.getBuiltinModule('node:http2').createServer({
      settings: { maxConcurrentStreams: MAX_STREAMS, maxHeaderListSize: this.#maxHeaderBytes },
    })
    server.on('session', session => {
      this.#sessions.add(session)
      session.once('close', () => this.#sessions.delete(session))
      session.on('error', () => session.destroy())
    })
    server.on('request', (raw, res) => {
      raw.on('error', () => undefined)
      raw.stream.on('error', () => undefined)
      nameHost(raw)
      this.#handle(raw, res)
    })
    return server
  }
}

/** What HTTP/2 has in a pseudo-header is where plugins look for it. */
function nameHost({ headers, rawHeaders, authority }: Http2ServerRequest): void {
  if (headers.host !== undefined || !authority) return
  headers.host = authority
  rawHeaders.push('host', authority)
}
