import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Agent } from '../../agent/agent.ts'
import type { Upstream } from '../../agent/upstream.ts'
import type { Clock, Timer } from '../../lib/clock.ts'
import type { Holder } from './identity.ts'
import type { ClusterKey } from './key.ts'
import { type Link, openLink } from './link.ts'

/** Milliseconds before a lost server is tried again: at first, and at most. */
const SOON = 250
const LATER = 2000

/** An agent's way to its server, found again whenever it was lost. */
export class UpstreamLink implements Upstream {
  readonly #agent: Agent
  readonly #key: ClusterKey
  readonly #clock: Clock
  #holder: Holder | undefined
  #link: Link | undefined
  #pause = SOON
  #timer: Timer | undefined
  #attempt = 0

  constructor(agent: Agent, key: ClusterKey, clock: Clock) {
    this.#agent = agent
    this.#clock = clock
    this.#key = key
  }

  /** The server, as long as the agent hangs on it. */
  get holder(): Holder | undefined {
    return this.#link?.open === true ? this.#holder : undefined
  }

  get link(): Link | undefined {
    return this.#link?.open === true ? this.#link : undefined
  }

  /** Hangs the agent on a server. Rejects when that does not work at once, and then does not go on trying. */
  async follow(holder: Holder): Promise<void> {
    const attempt = this.#stop()
    this.#link?.close()
    await this.#connect(holder, attempt)
  }

  relay(raw: IncomingMessage, res: ServerResponse, fail: (text: string) => void): void {
    const { link } = this
    if (link) return link.relay.send(raw, res, fail)
    fail(this.#agent.settings.server ? 'No cluster leader' : 'No known Consul servers')
  }

  close(): void {
    this.#stop()
    this.#link?.close()
    this.#link = undefined
  }

  /** What was being tried is not tried any more. */
  #stop(): number {
    this.#timer?.clear()
    this.#pause = SOON
    return ++this.#attempt
  }

  async #connect(holder: Holder, attempt: number): Promise<void> {
    const link = await openLink({ agent: this.#agent, key: this.#key, clock: this.#clock }, holder, {
      opened: () => undefined,
      closed: () => attempt === this.#attempt && this.#lost(holder, attempt),
    })
    if (attempt !== this.#attempt) return link.close()
    this.#holder = holder
    this.#link = link
    this.#pause = SOON
    this.#agent.logger.info('agent: Adding server', {
      server: `${holder.name} (Addr: tcp/${holder.host}:${holder.port})`,
    })
  }

  #lost(holder: Holder, attempt: number): void {
    const { logger, datacenter } = this.#agent
    logger.warn('agent: Lost the server', { server: holder.name })
    datacenter.members.mark(holder.name, 'failed')
    this.#retry(holder, attempt)
  }

  #retry(holder: Holder, attempt: number): void {
    this.#timer = this.#clock.setTimeout(() => {
      if (attempt !== this.#attempt) return
      this.#connect(holder, attempt).catch(() => {
        if (attempt === this.#attempt) this.#retry(holder, attempt)
      })
    }, this.#pause)
    this.#pause = Math.min(this.#pause * 2, LATER)
  }
}
