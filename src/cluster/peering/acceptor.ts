import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Agent } from '../../agent/agent.ts'
import type { StreamStatus } from '../../agent/peering.ts'
import { fold } from '../../state/schema.ts'
import { agreeWithPeer, secretOf } from '../../state/peering/peerings.ts'
import { NdjsonSocket } from '../peers/ndjson-socket.ts'
import { Nonces } from '../peers/nonces.ts'
import type { PortHandlers } from '../peers/ports.ts'
import { HEADER, PATH } from '../peers/protocol.ts'
import { replyJson } from '../peers/request.ts'
import { acceptUpgrade, refuseUpgrade } from '../peers/upgrade.ts'
import { helloOf } from './hello.ts'
import { type StreamParts, PeeringStream } from './stream.ts'
import { secretKey, streamSecret } from './secret.ts'

export interface AcceptorParts extends StreamParts {
  /** Where this cluster is found. */
  readonly address: () => Promise<string>
}

type Proof = 'exchange' | 'peering'

/** The side of peerings that made the tokens: takes their proofs, and the connections that follow. */
export class Acceptor implements PortHandlers {
  readonly #agent: Agent
  readonly #parts: AcceptorParts
  readonly #nonces: Nonces
  readonly #streams = new Map<string, PeeringStream>()

  constructor(parts: AcceptorParts) {
    this.#agent = parts.agent
    this.#parts = parts
    this.#nonces = new Nonces(parts.clock)
  }

  status(id: string): StreamStatus | undefined {
    return this.#streams.get(id)?.status
  }

  /** Tells the peer that the peering is over. */
  terminate(id: string): void {
    this.#streams.get(id)?.terminate()
    this.#streams.delete(id)
  }

  /** Ends the connections of peerings that are not among these. */
  closeOthers(ids: ReadonlySet<string>): void {
    for (const [id, stream] of this.#streams) {
      if (ids.has(id)) continue
      stream.close()
      this.#streams.delete(id)
    }
  }

  request(raw: IncomingMessage, res: ServerResponse): void {
    raw.resume()
    if (raw.method !== 'POST') return replyJson(res, 404, {})
    if (raw.url === PATH.hello) return replyJson(res, 200, { nonce: this.#nonces.give() })
    if (raw.url === PATH.exchange) return this.#exchange(raw, res)
    replyJson(res, 404, {})
  }

  upgrade(raw: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (raw.url !== PATH.peering) return refuseUpgrade(socket, '404 Not Found')
    const secret = this.#secretOf(raw, 'Stream')
    if (!secret || !this.#isProven(raw, 'peering', secret)) return refuseUpgrade(socket, '401 Unauthorized')
    this.#accept(socket, head, idOf(raw), secretKey(secret).prove('welcome', headerOf(raw, HEADER.number))).catch(() =>
      socket.destroy(),
    )
  }

  /** A token is good once: the peer that proves it is known from now on by the secret that both sides derive from it. */
  #exchange(raw: IncomingMessage, res: ServerResponse): void {
    const secret = this.#secretOf(raw, 'Establishment')
    if (!secret || !this.#isProven(raw, 'exchange', secret)) return replyJson(res, 403, {})
    const id = idOf(raw)
    this.#agent.store.write(tx => agreeWithPeer(tx, id, streamSecret(secret, id)))
    replyJson(res, 200, { proof: secretKey(secret).prove('exchanged', headerOf(raw, HEADER.number)) })
  }

  /** The newest connection of a peering takes the place of the one before. */
  async #accept(socket: Duplex, head: Buffer, id: string, proof: string): Promise<void> {
    const hello = await helloOf(this.#agent, { proof, addresses: [await this.#parts.address()] })
    const peering = this.#agent.store.view.first('peerings', 'id', fold(id))
    if (!peering) throw new Error('the peering is gone')
    this.#streams.get(peering.ID)?.close()
    acceptUpgrade(socket)
    const ndjson = new NdjsonSocket(socket, head, message => stream.receive(message))
    const stream = new PeeringStream(peering, ndjson, hello, this.#parts)
    this.#streams.set(peering.ID, stream)
  }

  #secretOf(raw: IncomingMessage, kind: 'Establishment' | 'Stream'): string | undefined {
    return secretOf(this.#agent.store.view, idOf(raw))?.[kind] || undefined
  }

  /** Whether a peer knows the secret. */
  #isProven(raw: IncomingMessage, what: Proof, secret: string): boolean {
    const challenge = headerOf(raw, HEADER.nonce)
    const proof = headerOf(raw, HEADER.proof)
    return this.#nonces.spend(challenge, () => secretKey(secret).verify(proof, what, challenge, idOf(raw)))
  }
}

const headerOf = (raw: IncomingMessage, name: string): string => String(raw.headers[name] ?? '')

/** Which peering a request is about. */
const idOf = (raw: IncomingMessage): string => headerOf(raw, HEADER.peering)
