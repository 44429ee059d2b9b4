import { Agent } from './agent/agent.ts'
import type { UserEvent } from './agent/user-event.ts'
import { History } from './agent/history.ts'
import { StateSnapshots } from './agent/state-snapshots.ts'
import { Cluster } from './cluster/cluster.ts'
import { type AskServer, relayingDns } from './cluster/peers/dns-relay.ts'
import { ClusterPeering } from './cluster/peering/cluster-peering.ts'
import { Membership } from './cluster/peers/membership.ts'
import { type Bound, Listeners } from './listeners.ts'
import { controlApi } from './control/http/index.ts'
import { webPage } from './page/index.ts'
import { nodeHandler } from './http/node-exchange.ts'
import type { ServerPlugin } from './http/plugin.ts'
import type { HttpHandlerOf } from './cluster/peers/remote-agent-handlers.ts'
import { Dispatcher } from './http/dispatch.ts'
import { servesPage } from './http/page-path.ts'
import { Router } from './http/router.ts'
import { routes } from './http/routes/index.ts'
import { HttpServer } from './http/server.ts'
import type { CertificatePair } from './lib/certificates.ts'
import type { Mirror, MirrorSource } from './mirror/mirror.ts'
import { type Clock, systemClock } from './lib/clock.ts'
import { arbitrarySeed, type Random, seededRandom } from './lib/random.ts'
import type { Log } from './logging/log.ts'
import type { Settings } from './model/settings.ts'
import { Control, type ControlOptions } from './control/control.ts'
import { emulatorActions } from './control/emulator-actions.ts'
import { DataFolder } from './daemon/data-folder/data-folder.ts'
import { AgentTls } from './daemon/agent-tls.ts'
import { AgentWatches } from './daemon/watches.ts'

/** What an emulator can be given in place of the machine's own. */
export interface EmulatorParts {
  readonly clock?: Clock
  readonly random?: Random
  /** Default: no output, except to `/v1/agent/monitor`. */
  readonly log?: Log
  /** Milliseconds from a change of the agent's own services to its being in the catalog. Default 0. */
  readonly syncDelay?: number
  /** `false`: registered checks keep the status that they are set to. */
  readonly runChecks?: boolean
  readonly control?: ControlOptions
  /** Fastify plugins of the user's own, beside Consul's API. */
  readonly plugins?: readonly ServerPlugin[]
  /** `false`: every HTTP request goes through fastify. Default true. */
  readonly fastPath?: boolean
  /** Agents of other processes can join it, and it them: it binds its serf and server ports, too. Default false. */
  readonly joinable?: boolean
  /** Makes the certificate for HTTPS where the settings name none. Default: one of the datacenter's authority, for no name. */
  readonly certificate?: () => Promise<CertificatePair>
  /** Reads the configuration again and calls `reload` with it: for `/v1/agent/reload`. */
  readonly onReload?: () => Promise<void>
  /** Called when the agent is told to leave, after the answer. */
  readonly onLeave?: () => void
  /** Called when the agent cannot continue. */
  readonly onFailure?: () => void
  /** Called when an event asks for remote execution. */
  readonly onRemoteExec?: (event: UserEvent) => void
  /** A Consul whose keys, catalog and health are followed while this one listens. */
  readonly mirror?: MirrorSource
  /** The environment of the programs that watches run. Default: that of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** One emulator: an agent with its HTTP and DNS adapters, and their life. Many can live in one process. */
export class Emulator {
  readonly agent: Agent
  /** Snapshots of the state: snapshot, restore, reset, dump, difference. */
  readonly state: StateSnapshots
  /** What tests are given beyond Consul: the journal, faults, blocked queries. */
  readonly control: Control
  /** The other nodes of its datacenter, and other datacenters, all in this process. */
  readonly cluster: Cluster
  /** The last commits, where they are to be remembered. */
  readonly history: History | undefined
  readonly #membership: Membership | undefined
  readonly #peering: ClusterPeering | undefined
  readonly #tls = new AgentTls()
  readonly #dataFolder: DataFolder | undefined
  readonly #watches: AgentWatches
  readonly #joinable: boolean
  readonly #plugins: readonly ServerPlugin[]
  readonly #fastPath: boolean
  readonly #certificate: (() => Promise<CertificatePair>) | undefined
  readonly #onFailure: (() => void) | undefined
  readonly #listeners: Listeners
  readonly #mirrorSource: MirrorSource | undefined
  #mirror: Mirror | undefined
  #injected: HttpServer | undefined

  constructor(settings: Settings, parts: EmulatorParts = {}) {
    const { onReload, onLeave, onRemoteExec } = parts
    const joinable = parts.joinable === true || !settings.server
    let membership: Membership | undefined
    let peering: ClusterPeering | undefined
    const clock = parts.clock ?? systemClock
    const { dataDir } = settings
    this.#dataFolder =
      dataDir === undefined ? undefined : new DataFolder({ folder: dataDir, clock, logger: () => this.agent.logger })
    this.agent = new Agent(settings, {
      durability: this.#dataFolder,
      checkTls: this.#tls.checks,
      clock,
      random: parts.random ?? seededRandom(arbitrarySeed()),
      log: parts.log,
      ...(parts.syncDelay !== undefined && { syncDelay: parts.syncDelay }),
      ...(parts.runChecks !== undefined && { runChecks: parts.runChecks }),
      hooks: { onReload, onLeave, onRemoteExec },
      peering: agent => (peering = new ClusterPeering(agent)),
      ...(joinable && { peers: agent => (membership = new Membership(agent, { httpHandlerOf: httpHandlers() })) }),
    })
    this.#membership = membership
    this.#peering = peering
    const { env = process.env } = parts
    this.#watches = new AgentWatches({ clock, logger: this.agent.logger, env })
    this.state = new StateSnapshots(this.agent)
    if (settings.ui.history > 0) this.history = new History(this.agent, settings.ui.history)
    this.control = new Control(
      this.agent,
      {
        actions: emulatorActions(this),
        history: this.history,
        cluster: () => this.cluster,
        agents: () => [this.agent, ...this.cluster.nodes().map(({ agent }) => agent)],
      },
      parts.control,
    )
    this.#plugins = parts.plugins ?? []
    this.#fastPath = parts.fastPath ?? true
    this.#certificate = parts.certificate
    this.#joinable = parts.joinable === true
    this.#mirrorSource = parts.mirror
    this.#listeners = this.#listenersOf(this.agent)
    this.cluster = new Cluster(this.agent, {
      listeners: agent => this.#listenersOf(agent),
      runChecks: parts.runChecks ?? true,
      syncDelay: parts.syncDelay ?? 0,
    })
    this.#onFailure = parts.onFailure
  }

  get listening(): boolean {
    return this.#listeners.listening
  }

  /** Takes requests without a socket, whether or not it listens. */
  get inject(): HttpServer['inject'] {
    this.#injected ??= this.#httpServer()
    return this.#injected.inject
  }

  /** Where HTTP is served; port 0 before it ever was. The same again after a close. */
  get http(): Bound {
    return this.#listeners.http
  }

  /** Where HTTPS is served; port 0 where it is not. */
  get https(): Bound {
    return this.#listeners.https
  }

  /** The ACL token that the agent itself uses; '' when it has none. */
  agentToken(): string {
    return this.agent.acl.tokens.get('agent')
  }

  /** Where DNS is served, over UDP and TCP alike. */
  get dns(): Bound {
    return this.#listeners.dns
  }

  /** Binds its ports and begins to live. Rejects when one is taken, and is then as it was before. Idempotent. */
  async listen(): Promise<void> {
    if (this.listening) return
    try {
      const { watches } = this.agent.settings
      await this.#watches.validate(watches)
      await this.#dataFolder?.open(this.agent)
      this.agent.keyring.keep()
      await this.#tls.load(this.agent.settings, this.#certificate ?? (() => this.agent.connect.leaf('consul')))
      if (this.#joinable) await this.#membership?.listen()
      await this.#peering?.listen({ bind: this.#joinable })
      await this.#listeners.listen()
      this.agent.start()
      await this.cluster.start()
      this.#membership?.start(() => this.#onFailure?.())
      await this.#watches.start(watches, this.http)
      await this.#startMirror()
    } catch (err) {
      await this.close()
      throw err
    }
  }

  /** Says good-bye to the members of its cluster. */
  async leave(): Promise<void> {
    await this.#membership?.leave()
  }

  /** Takes another configuration over: services, checks and watches follow it, addresses and names stay. Rejects when it is refused. */
  async reload(settings: Settings): Promise<void> {
    const watches = await this.#watches.prepareReload(settings.watches)
    const tls = this.#tls.prepareReload(settings.tls)
    this.agent.reconfigure(settings)
    tls()
    watches()
  }

  async #startMirror(): Promise<void> {
    if (!this.#mirrorSource) return
    this.#mirror ??= await this.#mirrorOf(this.#mirrorSource)
    await this.#mirror.start()
  }

  async #mirrorOf(source: MirrorSource): Promise<Mirror> {
    const { Mirror } = await import('./mirror/mirror.ts')
    return new Mirror(this.agent, source)
  }

  /** What is mirrored, while something is. */
  get mirror(): Pick<Mirror, 'renew'> | undefined {
    return this.#mirror
  }

  /** Copies keys, catalog and health of another Consul, once. */
  async recordFrom(source: MirrorSource): Promise<void> {
    const mirror = await this.#mirrorOf(source)
    await mirror.start({ once: true })
  }

  /** Answers all blocked queries, closes the sockets and clears all timers. Idempotent; `listen` works again afterwards. */
  async close(): Promise<void> {
    this.#watches.stop()
    await this.#mirror?.stop()
    this.agent.stop()
    this.control.stop()
    const injected = this.#injected
    this.#injected = undefined
    await injected?.close()
    await this.#membership?.close()
    await this.#peering?.close()
    await this.cluster.stop()
    await this.#listeners.close()
    await this.#dataFolder?.close()
  }

  #httpServer(agent = this.agent): HttpServer {
    return new HttpServer(agent, {
      interceptor: this.control.http(agent),
      plugins: [
        ...(this.control.enabled ? [controlApi(this.control)] : []),
        ...(servesPage(agent.settings.ui) ? [webPage(agent)] : []),
      ],
      userPlugins: this.#plugins,
      fastPath: this.#fastPath,
    })
  }

  #listenersOf(agent: Agent): Listeners {
    const membership = agent === this.agent ? this.#membership : undefined
    const server = (): AskServer | undefined => {
      const upstream = membership?.upstream
      return upstream && ((...question) => upstream.connection?.ask(...question) ?? Promise.resolve(undefined))
    }
    const dns = membership ? relayingDns(agent, server, this.control.dns) : this.control.dns
    return new Listeners(agent, { httpServer: () => this.#httpServer(agent), dns, tls: this.#tls.parameters })
  }
}

/** Makes what answers requests for agents of other processes. Its router is made when the first request is relayed. */
function httpHandlers(): HttpHandlerOf {
  let router: Router | undefined
  return agent => {
    const dispatcher = new Dispatcher(agent, (router ??= new Router(routes)))
    return { handle: nodeHandler((raw, res) => dispatcher.handle(raw, res)), close: () => dispatcher.close() }
  }
}
