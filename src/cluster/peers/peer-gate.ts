import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../lib/clock.ts'
import { parseJson } from '../../go/json.ts'
import { type Identity, readIdentity } from './identity.ts'
import type { ClusterKey } from './key.ts'
import { Nonces } from './nonces.ts'
import { handshakeOf, type PeerServer } from './peer-server.ts'
import type { listenForPeers, PortRow } from './ports.ts'
import { HEADER, PATH, PATIENCE } from './protocol.ts'
import { read, replyJson } from './request.ts'
import { ByteBudget } from '../../lib/byte-budget.ts'
import { acceptUpgrade, refuseUpgrade } from './upgrade.ts'

/** Bytes of what an agent tells of itself when it joins. */
const MAX_IDENTITY = 256 * 1024
/** Bytes that peers which have not proved themselves may have buffered here, all of them together. */
const MAX_UNPROVEN = 32 * 1024 * 1024

export interface PeerGateParts {
  readonly key: ClusterKey
  readonly clock: Clock
  /** What a peer that joins is told of this agent. */
  readonly identity: () => Identity
  /** What agents connect to; undefined where this agent has no state of its own. */
  readonly peerServer: () => PeerServer | undefined
  /** Whether joining a peer would cost this agent what clients wrote to it. */
  readonly wouldLose: (peer: Identity) => boolean
  /** Two agents of a datacenter know each other now. */
  readonly meet: (peer: Identity) => Promise<void>
  /** What a server of another datacenter is told; undefined where it cannot join. */
  readonly answerWan: (peer: Identity) => Promise<object | undefined>
}

/** What stands behind the ports for other agents: a peer proves that it knows the key before anything of it is believed. */
export class PeerGate {
  readonly #parts: PeerGateParts
  readonly #nonces: Nonces
  readonly #unproven = new ByteBudget(MAX_UNPROVEN)

  constructor(parts: PeerGateParts) {
    this.#parts = parts
    this.#nonces = new Nonces(parts.clock)
  }

  handlersOf(port: PortRow['name']): Parameters<typeof listenForPeers>[2] {
    return {
      request: (raw, res) => {
        this.#serve(port, raw, res).catch(() => res.destroy())
      },
      upgrade: (raw, socket, head) => {
        if (port === 'server') this.#upgrade(raw, socket, head)
        else socket.destroy()
      },
    }
  }

  async #serve(port: PortRow['name'], raw: IncomingMessage, res: ServerResponse): Promise<void> {
    const { url = '' } = raw
    const server = this.#parts.peerServer()
    if (port === 'server' && url.startsWith(PATH.relay) && server) return server.relay(raw, res)
    if (url === PATH.hello && raw.method === 'POST') {
      raw.resume()
      return replyJson(res, 200, { encrypted: this.#parts.key.used, nonce: this.#nonces.give() })
    }
    if (url !== PATH.join || port === 'server') {
      raw.resume()
      res.writeHead(404).end()
      return
    }
    const challenge = String(raw.headers[HEADER.nonce])
    const theirs = String(raw.headers[HEADER.number])
    const proof = String(raw.headers[HEADER.proof] ?? '')
    if (!this.#isProven('join', challenge, proof)) {
      raw.resume()
      return replyJson(res, 401, {})
    }
    const identity = readIdentity(parseJson(await this.#readUnproven(raw)))
    if (port === 'serfWan') {
      const told = identity.wan && (await this.#parts.answerWan(identity))
      if (!told) return replyJson(res, 404, {})
      return replyJson(res, 200, { ...told, proof: this.#parts.key.prove('joined', theirs) })
    }
    if (identity.wan) return replyJson(res, 404, {})
    // the peer that asks is told what there was before it came, and decides by the same rule
    const answer = { ...this.#parts.identity(), proof: this.#parts.key.prove('joined', theirs) }
    if (!this.#parts.key.used && this.#parts.wouldLose(identity)) return replyJson(res, 409, answer)
    await this.#parts.meet(identity).catch(() => undefined)
    replyJson(res, 200, answer)
  }

  /** Whether a peer knows the cluster's key. */
  #isProven(purpose: 'join' | 'connection', given: string, proof: string): boolean {
    return this.#nonces.spend(given, () => this.#parts.key.verify(proof, purpose, given))
  }

  /** A short body, of which slow or many senders can't make this agent hold much. */
  async #readUnproven(raw: IncomingMessage): Promise<string> {
    const share = this.#unproven.share()
    const impatient = this.#parts.clock.setTimeout(() => raw.destroy(), PATIENCE)
    try {
      return await read(raw, MAX_IDENTITY, share)
    } finally {
      impatient.clear()
      share.free()
    }
  }

  #upgrade(raw: IncomingMessage, socket: Duplex, head: Buffer): void {
    const handshake = handshakeOf(raw)
    const server = this.#parts.peerServer()
    if (raw.url !== PATH.connection || !handshake || !server) return refuseUpgrade(socket, '404 Not Found')
    const { nonce: challenge, proof } = handshake
    if (!this.#isProven('connection', challenge, proof)) return refuseUpgrade(socket, '401 Unauthorized')
    acceptUpgrade(socket)
    server.accept(socket, head, handshake, this.#unproven.share())
  }
}
