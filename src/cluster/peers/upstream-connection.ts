import type { Agent } from '../../agent/agent.ts'
import type { RelayedAnswer, RelayedRequest, TokenServer, Upstream } from '../../agent/upstream.ts'
import type { Timer } from '../../lib/clock.ts'
import type { StateOwner } from './identity.ts'
import { type PeerConnection, type PeerConnectionParts, openPeerConnection } from './peer-connection.ts'

/** Milliseconds before a lost server is tried again: at first, and at most. */
const MIN_PAUSE = 250
const MAX_PAUSE = 2000

type UpstreamParts = Pick<PeerConnectionParts, 'key' | 'clock' | 'onWan'>

/** An agent's way to its server, found again whenever it was lost. */
export class UpstreamConnection implements Upstream, TokenServer {
  readonly #agent: Agent
  readonly #parts: UpstreamParts
  #stateOwner: StateOwner | undefined
  #connection: PeerConnection | undefined
  #pause = MIN_PAUSE
  #timer: Timer | undefined
  #attempt = 0

  constructor(agent: Agent, parts: UpstreamParts) {
    this.#agent = agent
    this.#parts = parts
  }

  /** The server, as long as the agent is connected to it. */
  get stateOwner(): StateOwner | undefined {
    return this.#connection?.open === true ? this.#stateOwner : undefined
  }

  get connection(): PeerConnection | undefined {
    return this.#connection?.open === true ? this.#connection : undefined
  }

  /** Connects the agent to a server. Rejects when that does not work at once, and then does not try again. */
  async follow(stateOwner: StateOwner): Promise<void> {
    const attempt = this.#stop()
    this.#connection?.close()
    await this.#connect(stateOwner, attempt)
  }

  relay(raw: RelayedRequest, res: RelayedAnswer, fail: (text: string) => void): void {
    const { connection } = this
    if (connection) return connection.relay.send(raw, res, fail)
    fail(this.#agent.settings.server ? 'No cluster leader' : 'No known Consul servers')
  }

  async rightsOf(secret: string): ReturnType<TokenServer['rightsOf']> {
    return this.connection?.rightsOf(secret)
  }

  close(): void {
    this.#stop()
    this.#connection?.close()
    this.#connection = undefined
  }

  /** Ends the attempts that are under way. */
  #stop(): number {
    this.#timer?.clear()
    this.#pause = MIN_PAUSE
    return ++this.#attempt
  }

  async #connect(stateOwner: StateOwner, attempt: number): Promise<void> {
    const connection = await openPeerConnection({ agent: this.#agent, ...this.#parts }, stateOwner, {
      opened: () => undefined,
      closed: () => attempt === this.#attempt && this.#lost(stateOwner, attempt),
    })
    if (attempt !== this.#attempt) return connection.close()
    this.#stateOwner = stateOwner
    this.#connection = connection
    this.#pause = MIN_PAUSE
    this.#agent.logger.info('Adding server', {
      server: `${stateOwner.name} (Addr: tcp/${stateOwner.host}:${stateOwner.port})`,
    })
  }

  #lost(stateOwner: StateOwner, attempt: number): void {
    const { logger, datacenter } = this.#agent
    logger.warn('Lost the server', { server: stateOwner.name })
    datacenter.members.mark(stateOwner.name, 'failed')
    this.#retry(stateOwner, attempt)
  }

  #retry(stateOwner: StateOwner, attempt: number): void {
    this.#timer = this.#parts.clock.setTimeout(() => {
      if (attempt !== this.#attempt) return
      this.#connect(stateOwner, attempt).catch(() => {
        if (attempt === this.#attempt) this.#retry(stateOwner, attempt)
      })
    }, this.#pause)
    this.#pause = Math.min(this.#pause * 2, MAX_PAUSE)
  }
}
