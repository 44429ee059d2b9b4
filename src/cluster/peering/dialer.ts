import type { StreamStatus } from '../../agent/peering.ts'
import type { Clock, Timer } from '../../lib/clock.ts'
import type { Peering } from '../../model/peering-rows.ts'
import { fold } from '../../state/schema.ts'
import { type Address, resolve } from '../peers/addresses.ts'
import { nonce } from '../peers/key.ts'
import { NdjsonSocket } from '../peers/ndjson-socket.ts'
import { HEADER, PATH, PATIENCE } from '../peers/protocol.ts'
import { upgradeRequest } from '../peers/upgrade.ts'
import { askForNonce } from './exchange.ts'
import { helloOf } from './hello.ts'
import { type StreamParts, PeeringStream } from './stream.ts'
import { secretKey } from './secret.ts'

/** Milliseconds before a peer that was lost is dialled again: at first, and at most. */
const MIN_PAUSE = 250
const MAX_PAUSE = 2000

/** The side of a peering that used the token: keeps a connection to the other one, and opens it again whenever it is lost. */
export class Dialer {
  readonly #peering: Peering
  readonly #secret: string
  readonly #parts: StreamParts
  readonly #clock: Clock
  #stream: PeeringStream | undefined
  #lost: StreamStatus | undefined
  #timer: Timer | undefined
  #pause = MIN_PAUSE
  #closed = false

  constructor(peering: Peering, secret: string, parts: StreamParts) {
    this.#peering = peering
    this.#secret = secret
    this.#parts = parts
    this.#clock = parts.clock
    void this.#dial(0)
  }

  get status(): StreamStatus | undefined {
    return this.#stream?.status ?? this.#lost
  }

  /** Whether it dials with what the two sides agreed upon last. */
  uses(secret: string): boolean {
    return this.#secret === secret
  }

  terminate(): void {
    this.#stream?.terminate()
    this.#stop()
  }

  close(): void {
    this.#stream?.close()
    this.#stop()
  }

  #stop(): void {
    this.#closed = true
    this.#timer?.clear()
  }

  async #dial(attempt: number): Promise<void> {
    const addresses = this.#addresses()
    try {
      const [address] = await resolve(addresses[attempt % addresses.length] ?? '', 0)
      if (address) await this.#open(address)
      this.#pause = MIN_PAUSE
    } catch {
      // tried again below
    }
    if (this.#closed) return
    this.#lost = { ...(this.#stream?.status ?? NEVER), connected: false }
    this.#stream = undefined
    this.#timer = this.#clock.setTimeout(() => void this.#dial(attempt + 1), this.#pause)
    this.#pause = Math.min(this.#pause * 2, MAX_PAUSE)
  }

  /** Where the peer said last that it is found. */
  #addresses(): readonly string[] {
    const { ManualServerAddresses, PeerServerAddresses } =
      this.#parts.agent.store.view.first('peerings', 'id', fold(this.#peering.ID)) ?? this.#peering
    return ManualServerAddresses.length > 0 ? ManualServerAddresses : PeerServerAddresses
  }

  /** Resolves when the connection has ended; rejects when there was none. */
  async #open(address: Address): Promise<void> {
    const clock = this.#clock
    const [challenge, hello] = [await askForNonce(address, clock), await helloOf(this.#parts.agent, undefined)]
    const [key, ours, { PeerID }] = [secretKey(this.#secret), nonce(), this.#peering]
    if (this.#closed) return
    await new Promise<void>((ended, reject) => {
      const fail = (): void => {
        impatient.clear()
        req.destroy()
        reject(new Error('no connection'))
      }
      const req = upgradeRequest(address, PATH.peering, {
        [HEADER.nonce]: challenge,
        [HEADER.number]: ours,
        [HEADER.peering]: PeerID,
        [HEADER.proof]: key.prove('peering', challenge, PeerID),
      })
      const impatient = clock.setTimeout(fail, PATIENCE)
      req.on('error', fail)
      req.on('response', fail)
      req.on('upgrade', (_res, socket, head) => {
        const ndjson = new NdjsonSocket(socket, head, message => {
          if (this.#stream) return this.#stream.receive(message)
          const isProven = message.t === 'hello' && key.verify(String(message['proof'] ?? ''), 'welcome', ours)
          if (!isProven || this.#closed) return ndjson.destroy()
          impatient.clear()
          this.#stream = new PeeringStream(this.#peering, ndjson, hello, this.#parts)
          this.#stream.receive(message)
        })
        ndjson.onClose(() => (this.#stream ? ended() : fail()))
      })
      req.end()
    })
  }
}

const NEVER: StreamStatus = {
  connected: false,
  imported: [],
  exported: [],
  lastHeartbeat: undefined,
  lastReceive: undefined,
  lastSend: undefined,
}
