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
  /** Milliseconds from a change of the agent's own services to its being in the catalog. Default 0. */
  readonly syncDelay?: number
  /** Reads the configuration again: for `/v1/agent/reload`. */
  readonly onReload?: () => Settings
  /** Called when the agent is told to leave, after the answer. */
  readonly onLeave?: () => void
}

interface Bound {
  readonly host: string
  readonly port: number
}

const UNBOUND: Bound = { host: '', port: 0 }
const UNIX = 'unix://'

/** What lives from `listen` to `close`. */
interface Servers {
  readonly http: readonly HttpServer[]
  readonly dns: readonly DnsServer[]
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
      ...(parts.syncDelay !== undefined && { syncDelay: parts.syncDelay }),
    })
    this.agent.onReload = parts.onReload
    this.agent.onLeave = parts.onLeave
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
    const http: HttpServer[] = []
    const dns: DnsServer[] = []
    try {
      await this.#listenHttp(http)
      await this.#listenDns(dns)
    } catch (err) {
      await closeAll({ http, dns })
      throw err
    }
    this.#servers = { http, dns }
    this.agent.start()
  }

  /** Takes another configuration over: services and checks follow it, addresses and names stay. */
  async reload(settings: Settings): Promise<void> {
    await this.agent.reload(settings)
  }

  /** Answers all who wait, closes the sockets and ends all timers. Idempotent; `listen` works again afterwards. */
  async close(): Promise<void> {
    const servers = this.#servers
    this.#servers = undefined
    this.agent.stop()
    if (servers) await closeAll(servers)
  }

  /** One server for each address: the first that is an IP address is the one that `http` tells of. */
  async #listenHttp(servers: HttpServer[]): Promise<void> {
    const { ports, addresses, clientAddresses } = this.agent.settings
    this.#http = UNBOUND
    for (const host of addresses.http ?? clientAddresses) {
      const unix = host.startsWith(UNIX)
      if (!unix && ports.http < 0) continue
      const server = new HttpServer(this.agent)
      servers.push(server)
      if (unix) await server.listenUnix(host.slice(UNIX.length))
      else {
        const { address, port } = await server.listen(host, this.#http.port || ports.http)
        if (this.#http.port === 0) this.#http = { host: address, port }
      }
    }
  }

  async #listenDns(servers: DnsServer[]): Promise<void> {
    const { settings, clock, random, logger } = this.agent
    const { ports, addresses, clientAddresses } = settings
    this.#dns = UNBOUND
    if (ports.dns < 0) return
    const source = agentSource(this.agent)
    for (const host of addresses.dns ?? clientAddresses) {
      const port = this.#dns.port || ports.dns
      const server = await listenDns({ host, port, settings, source, clock, random, logger })
      servers.push(server)
      if (this.#dns.port === 0) this.#dns = { host: server.host, port: server.port }
    }
  }
}

async function closeAll({ http, dns }: Servers): Promise<void> {
  await Promise.all([...http, ...dns].map(server => server.close()))
}
