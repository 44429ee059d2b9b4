import type { Http2Server, Http2ServerRequest, Http2ServerResponse, ServerHttp2Session } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import { nextTurn } from '../../lib/defer.ts'

/** Requests of one connection that are answered at the same time: as many as Go's server takes. */
const MAX_STREAMS = 250
/** Requests that are begun in one turn; the others follow in later ones, so that many in one piece hold nobody up. */
const REQUESTS_A_TURN = 50
const ENHANCE_YOUR_CALM = 11
/** Milliseconds without a byte after which a client is asked whether it is there, and has the same again to say so. */
const IDLE = 30_000

export type Http2Handler = (raw: Http2ServerRequest, res: Http2ServerResponse) => void

/** Connections whose clients chose HTTP/2 in the TLS handshake. */
export class Http2Connections {
  readonly #handle: Http2Handler
  readonly #maxHeaderBytes: number
  readonly #idle: number
  readonly #sessions = new Set<ServerHttp2Session>()
  #server: Http2Server | undefined
  readonly #queued: (() => void)[] = []
  #begun = 0

  constructor(handle: Http2Handler, maxHeaderBytes: number, idle = IDLE) {
    this.#idle = idle
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
      refuseRapidResets(session)
      endWithClient(session, this.#idle)
    })
    server.on('request', (raw, res) => {
      raw.on('error', () => undefined)
      raw.stream.on('error', () => undefined)
      nameHost(raw)
      this.#begin(() => {
        if (!raw.stream.destroyed && !raw.stream.closed) this.#handle(raw, res)
      })
    })
    return server
  }

  #begin(handle: () => void): void {
    if (this.#begun === 0) nextTurn(() => this.#nextTurn())
    if (this.#queued.length > 0 || this.#begun >= REQUESTS_A_TURN) this.#queued.push(handle)
    else {
      this.#begun++
      handle()
    }
  }

  #nextTurn(): void {
    this.#begun = 0
    for (const handle of this.#queued.splice(0, REQUESTS_A_TURN)) {
      this.#begun++
      handle()
    }
    if (this.#begun > 0) nextTurn(() => this.#nextTurn())
  }
}

/**
 * Node does not read from a client that was refused streams and takes none of what it is sent, and so does not see when it goes: its
 * queries would wait as long as they may.
 */
function endWithClient(session: ServerHttp2Session, idle: number): void {
  let isAsked = false
  session.setTimeout(idle)
  session.on('timeout', () => {
    if (isAsked) return void session.destroy()
    isAsked = true
    session.ping(error => {
      if (!error) isAsked = false
    })
    // it fires once
    session.setTimeout(idle)
  })
}

/**
 * Ends a connection that begins more streams in one turn than may be open: it takes them back before they are answered, which makes
 * work of what the limit of open ones does not see (CVE-2023-44487).
 */
function refuseRapidResets(session: ServerHttp2Session): void {
  let begun = 0
  session.on('stream', () => {
    if (++begun === 1) nextTurn(() => (begun = 0))
    if (begun > MAX_STREAMS) session.destroy(undefined, ENHANCE_YOUR_CALM)
  })
}

/** What HTTP/2 has in a pseudo-header is where plugins look for it. */
function nameHost({ headers, rawHeaders, authority }: Http2ServerRequest): void {
  if (headers.host !== undefined || !authority) return
  headers.host = authority
  rawHeaders.push('host', authority)
}
