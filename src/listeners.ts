import type { Agent } from './agent/agent.ts'
import type { Settings } from './model/settings.ts'
import { agentSource } from './dns/agent-source.ts'
import type { DnsInterceptor } from './dns/interceptor.ts'
import { type DnsServer, listenDns } from './dns/server.ts'
import type { TlsParameters } from './http/tls-gate.ts'
import type { HttpServer } from './http/server.ts'

/** Where something is served. */
export interface Bound {
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

/** What stands between an agent and its sockets. */
export interface ListenerParts {
  /** A new HTTP server of the agent. */
  readonly httpServer: () => HttpServer
  readonly dns?: DnsInterceptor | undefined
  /** For HTTPS. */
  readonly tls: () => TlsParameters
}

/** The sockets of one agent: HTTP and DNS, where its settings say. */
export class Listeners {
  readonly #agent: Agent
  readonly #parts: ListenerParts
  #servers: Servers | undefined
  #http = UNBOUND
  #https = UNBOUND
  #dns = UNBOUND

  constructor(agent: Agent, parts: ListenerParts) {
    this.#agent = agent
    this.#parts = parts
  }

  get listening(): boolean {
    return this.#servers !== undefined
  }

  /** Where HTTP is served; port 0 before it ever was. The same again after a close. */
  get http(): Bound {
    return this.#http
  }

  /** The same for HTTPS. */
  get https(): Bound {
    return this.#https
  }

  /** Where DNS is served, over UDP and TCP alike. */
  get dns(): Bound {
    return this.#dns
  }

  /** Binds the ports. Rejects when one is taken, and is then as it was before. Idempotent. */
  async listen(): Promise<void> {
    if (this.#servers) return
    const http: HttpServer[] = []
    const dns: DnsServer[] = []
    try {
      await this.#listenHttp(http).catch(failed('http'))
      await this.#listenHttps(http).catch(failed('https'))
      await this.#listenDns(dns).catch(failed('dns'))
    } catch (err) {
      await closeAll({ http, dns })
      throw err
    }
    this.#servers = { http, dns }
  }

  /** Closes the sockets. Idempotent; `listen` works again afterwards. */
  async close(): Promise<void> {
    const servers = this.#servers
    this.#servers = undefined
    if (servers) await closeAll(servers)
  }

  /** One server for each address: the first that is an IP address is the one that `http` tells of. */
  async #listenHttp(servers: HttpServer[]): Promise<void> {
    const { ports, addresses, clientAddresses, unixSockets } = this.#agent.settings
    const again = this.#http.port
    this.#http = UNBOUND
    for (const host of addresses.http ?? clientAddresses) {
      const unix = host.startsWith(UNIX)
      if (!unix && ports.http < 0) continue
      const server = this.#parts.httpServer()
      servers.push(server)
      if (unix) await server.listenUnix(host.slice(UNIX.length), unixSockets)
      else {
        const { address, port } = await server.listen(host, this.#http.port || ports.http || again)
        if (this.#http.port === 0) this.#http = { host: address, port }
      }
    }
  }

  async #listenHttps(servers: HttpServer[]): Promise<void> {
    const { ports, addresses, clientAddresses } = this.#agent.settings
    const again = this.#https.port
    this.#https = UNBOUND
    if (ports.https < 0) return
    for (const host of addresses.https ?? clientAddresses) {
      const server = this.#parts.httpServer()
      servers.push(server)
      const { address, port } = await server.listenTls(host, this.#https.port || ports.https || again, this.#parts.tls)
      if (this.#https.port === 0) this.#https = { host: address, port }
    }
  }

  async #listenDns(servers: DnsServer[]): Promise<void> {
    const { clock, random, log } = this.#agent
    const logger = log.module('agent.dns')
    const { ports, addresses, clientAddresses } = this.#agent.settings
    const settings = (): Settings => this.#agent.settings
    const again = this.#dns.port
    this.#dns = UNBOUND
    if (ports.dns < 0) return
    const source = agentSource(this.#agent)
    const interceptor = this.#parts.dns
    for (const host of addresses.dns ?? clientAddresses) {
      const port = this.#dns.port || ports.dns || again
      const server = await listenDns({ host, port, settings, source, clock, random, logger, interceptor })
      servers.push(server)
      if (this.#dns.port === 0) this.#dns = { host: server.host, port: server.port }
    }
  }
}

/** What could not listen, as an error of `listen` says besides. */
export type ListenerName = 'http' | 'https' | 'dns'

const failed =
  (listener: ListenerName) =>
  (err: unknown): never => {
    throw err instanceof Error ? Object.assign(err, { listener }) : err
  }

async function closeAll({ http, dns }: Servers): Promise<void> {
  await Promise.all([...http, ...dns].map(server => server.close()))
}
