import { createServer, type ListenOptions, type Server, type Socket } from 'node:net'
import { IdleSockets } from '../lib/idle-sockets.ts'
import type { Server as TlsServer, TLSSocket, TlsOptions } from 'node:tls'

/** A handshake takes no longer where no setting says otherwise. Milliseconds. */
const HANDSHAKE = 5_000
/** The first byte of every TLS connection: a record of the handshake. */
const TLS_RECORD = 22
/** As Go's server tells a client that speaks no TLS. */
const NOT_TLS = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'
const BACKLOG = 4096
/** Handshakes at a time. */
const MAX_HANDSHAKES = 2048

/** What an HTTPS port needs to know of its certificates; never a new one for the same. */
export type TlsParameters = Pick<
  TlsOptions,
  'cert' | 'key' | 'ca' | 'ciphers' | 'minVersion' | 'requestCert' | 'handshakeTimeout'
>

/** A port that speaks TLS: gives each connection on once its handshake is done. */
export class TlsGate {
  readonly #port: Server
  readonly #tls: TlsServer
  readonly #sockets = new Set<Socket>()
  readonly #handshakes = new IdleSockets(MAX_HANDSHAKES)
  /** The same by where they come from: a TLS socket does not say which one it is on. */
  readonly #byPeer = new Map<string, Socket>()
  readonly #parameters: () => TlsParameters
  /** Milliseconds. */
  readonly #handshake: number
  #current: TlsParameters

  constructor(parameters: () => TlsParameters, onConnection: (socket: TLSSocket) => void) {
    this.#parameters = parameters
    this.#current = parameters()
    this.#handshake = this.#current.handshakeTimeout ?? HANDSHAKE
    // loaded here, because most agents never speak it
    this.#tls = process.getBuiltinModule('node:tls').createServer({
      ...this.#current,
      rejectUnauthorized: true,
      handshakeTimeout: this.#handshake,
      ALPNProtocols: ['h2', 'http/1.1'],
    })
    this.#tls.on('secureConnection', socket => {
      const below = this.#byPeer.get(peerOf(socket))
      if (below) this.#handshakes.delete(below)
      onConnection(socket)
    })
    this.#tls.on('tlsClientError', (_error, socket) => socket.destroy())
    this.#port = createServer(socket => this.#take(socket))
  }

  listen(where: ListenOptions): Promise<Server> {
    return new Promise((resolve, reject) => {
      this.#port.once('error', reject)
      this.#port.listen({ ...where, backlog: BACKLOG }, () => {
        this.#port.off('error', reject)
        resolve(this.#port)
      })
    })
  }

  async close(): Promise<void> {
    const closed = new Promise<void>(resolve => void this.#port.close(() => resolve()))
    for (const socket of this.#sockets) socket.destroySoon()
    await closed
  }

  #take(socket: Socket): void {
    const peer = peerOf(socket)
    this.#sockets.add(socket)
    this.#byPeer.set(peer, socket)
    this.#handshakes.add(socket)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      this.#handshakes.delete(socket)
      if (this.#byPeer.get(peer) === socket) this.#byPeer.delete(peer)
    })
    socket.on('error', () => socket.destroy())
    socket.setTimeout(this.#handshake, () => socket.destroy())
    socket.once('data', (first: Buffer) => {
      socket.setTimeout(0)
      socket.pause()
      if (first[0] !== TLS_RECORD) return void socket.end(NOT_TLS)
      this.#followReload()
      socket.unshift(first)
      this.#tls.emit('connection', socket)
    })
  }

  /** A reload brings other certificates: they are for the next connection. */
  #followReload(): void {
    const parameters = this.#parameters()
    if (parameters === this.#current) return
    this.#current = parameters
    this.#tls.setSecureContext(parameters)
    Object.assign(this.#tls, { requestCert: parameters.requestCert === true })
  }
}

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`
