import { Agent } from './agent/agent.ts'
import { agentSource } from './dns/agent-source.ts'
import { type DnsServer, listenDns } from './dns/server.ts'
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

/** What lives from `listen` to `close`. */
interface Servers {
  readonly http: HttpServer | undefined
  readonly dns: DnsServer | undefined
}

/** One emulator: an agent with its HTTP and DNS adapters, and their life. Many can live in one process. */
export class Emulator {
  readonly agent: Agent
  #servers: Servers | undefined
  #http = UNBOUND
  #dns = UNBOUND

  constructor(settings: Settings, parts: EmulatorParts = {}) {
    this.agent = new Agent(settings, {
      clock: parts.clock ?? systemClock,
      random: parts.random ?? seededRandom(arbitrarySeed()),
      logger: parts.logger ?? silentLogger,
    })
  }

  /** Where HTTP is served; port 0 while it is not. */
  get http(): Bound {
    return this.#http
  }

  /** Where DNS is served, over UDP and TCP alike. */
  get dns(): Bound {
    return this.#dns
  }

  /** Binds its ports and begins to live. Rejects when one is taken, and is then as it was before. Idempotent. */
  async listen(): Promise<void> {
    if (this.#servers) return
    const { settings } = this.agent
    const host = settings.clientAddresses[0] ?? '127.0.0.1'
    const http = settings.ports.http < 0 ? undefined : new HttpServer(this.agent)
    if (http) {
      const { address, port } = await http.listen(host, settings.ports.http)
      this.#http = { host: address, port }
    }
    try {
      const dns = settings.ports.dns < 0 ? undefined : await this.#listenDns(host, settings.ports.dns)
      if (dns) this.#dns = { host: dns.host, port: dns.port }
      this.#servers = { http, dns }
    } catch (err) {
      await http?.close()
      throw err
    }
    this.agent.start()
  }

  /** Answers all who wait, closes the sockets and ends all timers. Idempotent; `listen` works again afterwards. */
  async close(): Promise<void> {
    const servers = this.#servers
    this.#servers = undefined
    this.agent.stop()
    await Promise.all([servers?.http?.close(), servers?.dns?.close()])
  }

  #listenDns(host: string, port: number): Promise<DnsServer> {
    const { settings, clock, random, logger } = this.agent
    return listenDns({ host, port, settings, source: agentSource(this.agent), clock, random, logger })
  }
}
