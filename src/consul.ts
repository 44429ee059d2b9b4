import { Agent } from './agent/agent.ts'
import { HttpServer } from './http/server.ts'
import { type Clock, systemClock } from './lib/clock.ts'
import { arbitrarySeed, type Random, seededRandom } from './lib/random.ts'
import { type Logger, silentLogger } from './logger.ts'
import type { Settings } from './settings.ts'

/** What an emulator can be given in place of the machine's own. */
export interface EmulatorParts {
  readonly clock?: Clock
  readonly random?: Random
  readonly logger?: Logger
}

interface Bound {
  readonly host: string
  readonly port: number
}

const UNBOUND: Bound = { host: '', port: 0 }

/** One emulator: an agent with its HTTP and DNS adapters, and their life. Many can live in one process. */
export class Emulator {
  readonly agent: Agent
  #server: HttpServer | undefined
  #http = UNBOUND
  #dns = UNBOUND

  constructor(settings: Settings, parts: EmulatorParts = {}) {
    this.agent = new Agent(settings, {
      clock: parts.clock ?? systemClock,
      random: parts.random ?? seededRandom(arbitrarySeed()),
      logger: parts.logger ?? silentLogger,
    })
  }

  get http(): Bound {
    return this.#http
  }

  get dns(): Bound {
    return this.#dns
  }

  /** Binds its ports and begins to live. Rejects when one is taken, and is then as it was before. */
  async listen(): Promise<void> {
    const { settings } = this.agent
    const host = settings.clientAddresses[0] ?? '127.0.0.1'
    if (settings.ports.http >= 0) {
      const server = new HttpServer(this.agent)
      const { address, port } = await server.listen(host, settings.ports.http)
      this.#server = server
      this.#http = { host: address, port }
    }
    this.agent.start()
  }

  /** Answers all who wait, closes the sockets and ends all timers. Idempotent; `listen` works again afterwards. */
  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    this.agent.stop()
    await server?.close()
  }
}
