import type { Agent } from '../agent/agent.ts'

/** Where something is served; port 0 for what is not. */
export interface Bound {
  readonly host: string
  readonly port: number
}

/** The sockets of a node. Both methods can be called again. */
export interface NodeListeners {
  readonly http: Bound
  readonly dns: Bound
  listen(): Promise<void>
  close(): Promise<void>
}

/** A simulated node: an agent of its own in the shared datacenter, and its sockets where it has some. */
export class ClusterNode {
  readonly agent: Agent
  readonly #listeners: NodeListeners
  #running = false
  /** What was asked of the ports last: they are bound and closed one after the other. */
  #ports: Promise<void> = Promise.resolve()

  constructor(agent: Agent, listeners: NodeListeners) {
    this.agent = agent
    this.#listeners = listeners
  }

  get name(): string {
    return this.agent.settings.nodeName
  }

  /** Where its HTTP API is; port 0 for one that has none. */
  get http(): Bound {
    return this.#listeners.http
  }

  /** Where it answers DNS; port 0 for one that does not. */
  get dns(): Bound {
    return this.#listeners.dns
  }

  /** Runs its checks at once, and resolves when its ports are bound. */
  async start(): Promise<void> {
    if (this.#running) return
    this.#running = true
    this.agent.start()
    await this.#next(async () => {
      if (this.#running) await this.#listeners.listen()
    })
  }

  /** Answers all blocked queries, and closes its ports. */
  async stop(): Promise<void> {
    this.#running = false
    this.agent.stop()
    await this.#next(() => this.#listeners.close())
  }

  /** Stops as if it was killed: blocked queries are cut off. */
  async crash(): Promise<void> {
    this.#running = false
    this.agent.local.stop()
    await this.#next(() => this.#listeners.close())
  }

  #next(run: () => Promise<void>): Promise<void> {
    const next = this.#ports.then(run)
    this.#ports = next.catch(() => undefined)
    return next
  }
}
