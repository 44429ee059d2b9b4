import type { FastifyInstance } from 'fastify'
import { ConfigError } from './config/errors.ts'
import { storedNodeId } from './config/node-id.ts'
import { settingsFromConfig } from './config/settings.ts'
import { checkStart } from './config/start.ts'
import { refuseForeignFolder } from './config/data-folder.ts'
import { ConsulError } from './model/errors.ts'
import type { ClientOptions, TlsOptions } from './client/options.ts'
import type { Clock } from './lib/clock.ts'
import { isObject } from './lib/equal.ts'
import type { Logger, PinoLike } from './logging/logger.ts'
import type { Snapshot } from './library/snapshot.ts'
import type { Seed } from './seed/seed.ts'
import type { Settings } from './model/settings.ts'

/** An address to listen on. */
export interface ListenAddress {
  /** The IP address. Default `127.0.0.1`. */
  readonly host?: string
  /** The port. Default 0: a free one. */
  readonly port?: number
}

/** The agent's own node. */
export interface NodeOptions {
  /** Its name. Default `node1`. */
  readonly name?: string
  /** A UUID. Default: one made with `random`. */
  readonly id?: string
  /** The IP address that it advertises. Default `127.0.0.1`. */
  readonly address?: string
  /** Metadata. Default: none. */
  readonly meta?: Readonly<Record<string, string>>
}

/** Access control lists. */
export interface AclOptions {
  /** The policy where no rule applies. Default `deny`. */
  readonly defaultPolicy?: 'allow' | 'deny'
  /**
   * The secret of a management token, which the agent itself uses as well. Default: none; `PUT /v1/acl/bootstrap` creates one.
   */
  readonly initialManagement?: string
}

/** A Consul to copy from. It is only read. */
export interface RecordOptions {
  /** The ACL token to read with; it needs `key:read`, `node:read` and `service:read`. Default: none. */
  readonly token?: string
  /** Copies only keys that begin with this. Default: all keys. */
  readonly prefix?: string
  /** The datacenter to read. Default: the one of the agent that is asked. */
  readonly datacenter?: string
  /** Files and names for TLS. Default: the authorities of the machine. */
  readonly tls?: TlsOptions
}

/** A Consul to follow. It is only read. */
export interface MirrorOptions extends RecordOptions {
  /** Its HTTP API: `host:port`, `http://…`, `https://…` or `unix://<path>`. */
  readonly from: string
}

/**
 * A fastify plugin: adds routes, hooks and other plugins to the app that serves the emulator. May be async.
 *
 * @example const orders: ConsulPlugin = app => app.get('/orders', () => [])
 * @see https://fastify.dev/docs/latest/Reference/Plugins/
 */
export type ConsulPlugin = (app: FastifyInstance) => unknown

/** Options of an emulator; all are optional. */
export interface ConsulOptions {
  /** The name of the datacenter. Default `dc1`. */
  readonly datacenter?: string
  /** The name of the agent's node, or its details. Default `node1`. */
  readonly node?: string | NodeOptions
  /** The address of the HTTP API; `false` disables it. Default: a free port of the loopback interface. */
  readonly http?: ListenAddress | false
  /**
   * Serves HTTPS as well, with a certificate for `localhost` and the loopback addresses, signed by an authority of its own: `consul.https`
   * has the URL and the authority, `consul.env` points a program there. `true`: a free port of the loopback interface. Default: no HTTPS.
   * To use your own certificates, set `ports.https` and `tls` in `config`.
   *
   * @example const { ca, url } = (await startConsul({ https: true })).https
   */
  readonly https?: ListenAddress | boolean
  /** The address of DNS, for UDP and TCP; `false` disables it. Default: a free port of the loopback interface. */
  readonly dns?: ListenAddress | false
  /**
   * `system` (the default) follows the machine's time and can also be advanced; `manual` changes only when it is advanced; or a clock of
   * your own.
   */
  readonly clock?: 'system' | 'manual' | Clock
  /** The initial state, to which `reset()` reverts. Default: the agent's own node alone. */
  readonly seed?: Seed | Snapshot
  /**
   * A folder that stores the state, created if needed. An emulator that is created with it later starts from the stored state, including
   * indexes and the node's ID, instead of the seed. A write over HTTP is on the disk before it is answered; other writes are when `close()`
   * resolves. Only one emulator at a time can use it. The constructor and `listen()` throw `MC_ERR_DATA_FOLDER` for a folder that is in
   * use, damaged or of another program, and do not change it. Default: none, everything is in memory.
   *
   * @example startConsul({ dataDir: './consul-data' })
   * @see https://developer.hashicorp.com/consul/docs/agent/config/config-files#data_dir
   */
  readonly dataDir?: string
  /**
   * Enables ACLs, like `acl { enabled = true }` of an agent's configuration. Default: disabled, every request is allowed.
   *
   * @example startConsul({ acl: { initialManagement: 'root' } })
   * @see https://developer.hashicorp.com/consul/docs/security/acl
   */
  readonly acl?: AclOptions
  /**
   * Follows keys, nodes, services and health checks of another Consul by blocking queries; nothing is written there. `listen()` resolves
   * when the first copy is complete and rejects with `MC_ERR_UNREACHABLE` if that fails; later failures are retried. A change made here
   * lasts until the source changes the same key or node; `reset()` reverts to the seed and what the source has. Default: nothing.
   *
   * @example startConsul({ mirror: { from: 'http://consul.example:8500', prefix: 'app/' } })
   */
  readonly mirror?: MirrorOptions
  /**
   * How many commits are remembered, for `history()`, `at()` and `revert()`. Each holds the rows that it replaced. Default 0: none.
   *
   * @example startConsul({ history: 100 })
   */
  readonly history?: number
  /** Whether registered checks run; `false`: they keep their status until a test sets it. Default true. */
  readonly runChecks?: boolean
  /** The seed of generated IDs, shuffles and jitter, which makes a run reproducible. Default: a different one each time. */
  readonly random?: number
  /**
   * The delay, in milliseconds, until changes of the agent's own services and checks reach the catalog, as with a real agent. Default 0.
   */
  readonly syncDelay?: number
  /**
   * The logger: a pino logger (or a compatible one), which gets a child for each module of the agent, or an object with four methods.
   * Default: none.
   */
  readonly logger?: Logger | PinoLike
  /**
   * Fastify plugins: routes beside Consul's API, hooks that see every request. They are registered with every server: for each address
   * at each `listen()`, and for `inject()` before it. If one fails, `listen()` rejects with its error. Default: none.
   *
   * @example startConsul({ plugins: [app => app.get('/orders', () => [{ id: 1 }])] })
   * @see https://fastify.dev/docs/latest/Reference/Plugins/
   */
  readonly plugins?: readonly ConsulPlugin[]
  /**
   * Whether simple requests to Consul's API bypass `node:http` and fastify, which takes a third of the time. Plugins with hooks or routes
   * for such requests disable it. Default true.
   */
  readonly fastPath?: boolean
  /** Aborting it closes the emulator; `listen()` rejects with its reason once it is aborted. Default: none. */
  readonly signal?: AbortSignal
  /**
   * Any other settings of an agent's configuration file, in Consul's spelling, such as
   * `{ session_ttl_min: '1s', services: [{ name: 'web' }] }`. Default: nothing.
   *
   * @see https://developer.hashicorp.com/consul/docs/agent/config/config-files
   */
  readonly config?: Readonly<Record<string, unknown>>
}

const LOOPBACK = '127.0.0.1'

/** The settings that options describe. Throws a ConsulError that names what is wrong. */
export function settingsFromOptions(options: ConsulOptions, nodeId: string): Settings {
  const { datacenter, node, http = {}, https = false, dns = {}, config = {}, dataDir } = options
  const host = (http === false ? undefined : http.host) ?? (dns === false ? undefined : dns.host) ?? LOOPBACK
  const ports = {
    grpc: -1,
    // bound once a peer is to find it
    grpc_tls: 0,
    ...(config['ports'] as object | undefined),
    http: portOf(http),
    dns: portOf(dns),
    ...(https !== false && { https: https === true ? 0 : portOf(https) }),
  }
  try {
    const settings = settingsFromConfig(
      {
        client_addr: host,
        ...config,
        // a test may well have more clients than an operator would allow
        limits: { http_max_conns_per_client: 0, ...(config['limits'] as object | undefined) },
        ports,
        ...(options.history !== undefined && {
          ui_config: { ...(config['ui_config'] as object | undefined), history: options.history },
        }),
        ...(datacenter !== undefined && { datacenter }),
        ...nodeKeys(node),
        ...(typeof https === 'object' && https.host !== undefined && httpsAddress(https.host, config)),
        ...(dataDir !== undefined && { data_dir: dataDir }),
        ...aclKeys(options.acl, config['acl']),
      },
      { dev: true, hostname: 'node1', nodeId },
    )
    checkStart(settings)
    if (dataDir === undefined) return settings
    refuseForeignFolder(dataDir)
    const isNamed = typeof node === 'object' && node.id !== undefined
    return { ...settings, keepsState: true, ...(!isNamed && { nodeId: storedNodeId(dataDir, () => nodeId) }) }
  } catch (err) {
    if (err instanceof ConfigError) {
      throw new ConsulError('MC_ERR_OPTIONS', `Failed to make an emulator: ${err.message}`, { cause: err })
    }
    throw err
  }
}

const httpsAddress = (host: string, config: Readonly<Record<string, unknown>>): object => ({
  addresses: { ...(isObject(config['addresses']) && config['addresses']), https: host },
})

/** What is said of ACLs, as a configuration file spells it; what the file says besides stays. */
function aclKeys(acl: AclOptions | undefined, given: unknown): Record<string, unknown> {
  if (!acl) return {}
  const { defaultPolicy = 'deny', initialManagement } = acl
  const more = isObject(given) ? given : {}
  const tokens = {
    ...(initialManagement !== undefined && { initial_management: initialManagement, agent: initialManagement }),
    ...(isObject(more['tokens']) && more['tokens']),
  }
  return { acl: { enabled: true, default_policy: defaultPolicy, ...more, tokens } }
}

/** What is said of the node, as a configuration file spells it. */
function nodeKeys(node: ConsulOptions['node'] = {}): Record<string, unknown> {
  const { name, id, address, meta } = typeof node === 'string' ? { name: node } : node
  return {
    ...(name !== undefined && { node_name: name }),
    ...(id !== undefined && { node_id: id }),
    ...(address !== undefined && { advertise_addr: address }),
    ...(meta && { node_meta: meta }),
  }
}

function portOf(address: ListenAddress | false): number {
  return address === false ? -1 : (address.port ?? 0)
}

/** Where a mirror's source is, for a client. */
export const mirrorSource = ({ from, ...options }: MirrorOptions): ClientOptions & { readonly prefix?: string } => ({
  address: from,
  ...options,
})
