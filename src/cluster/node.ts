import type { Agent } from '../agent/agent.ts'
import type { Bound, Endpoints } from '../listeners.ts'

/** A simulated node: an agent of its own in the shared datacenter, and its sockets where it has some. */
export class ClusterNode {
  readonly agent: Agent
  readonly #endpoints: Endpoints
  #running = false
  /** What was asked of the ports last: they are bound and closed one after the other. */
  #ports: Promise<void> = Promise.resolve()

  constructor(agent: Agent, endpoints: Endpoints) {
    this.agent = agent
    this.#endpoints = endpoints
  }

  get name(): string {
    return this.agent.settings.nodeName
  }

  /** Where its HTTP API is; port 0 for one that has none. */
  get http(): Bound {
    return this.#endpoints.http
  }

  /** Where it answers DNS; port 0 for one that does not. */
  get dns(): Bound {
    return this.#endpoints.dns
  }

  /** Runs its checks at once, and resolves when its ports are bound. */
  async start(): Promise<void> {
    if (this.#running) return
    this.#running = true
    this.agent.start()
    await this.#next(async () => {
      if (this.#running) await this.#endpoints.listen()
    })
  }

  /** Answers all who wait, and closes its ports. */
  async stop(): Promise<void> {
    this.#running = false
    this.agent.stop()
    await this.#next(() => this.#endpoints.close())
  }

  /** Stops as if it was killed: who waits is cut off. */
  async crash(): Promise<void> {
    this.#running = false
    this.agent.local.stop()
    await this.#next(() => this.#endpoints.close())
  }

  #next(run: () => Promise<void>): Promise<void> {
    const next = this.#ports.then(run)
    this.#ports = next.catch(() => undefined)
    return next
  }
}
