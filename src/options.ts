import type { FastifyInstance } from 'fastify'
import { ConfigError } from './config/errors.ts'
import { storedNodeId } from './config/node-id.ts'
import { settingsFromConfig } from './config/settings.ts'
import { checkStart } from './config/start.ts'
import { refuseForeignFolder } from './config/data-folder.ts'
import { ConsulError } from './model/errors.ts'
import type { Clock } from './lib/clock.ts'
import { isObject } from './lib/equal.ts'
import type { Logger, PinoLike } from './logging/logger.ts'
import type { Snapshot } from './library/snapshot.ts'
import type { Seed } from './seed/seed.ts'
import type { Settings } from './model/settings.ts'

/** Where to listen. */
export interface ListenAddress {
  /** Default `127.0.0.1`. */
  readonly host?: string
  /** Default 0: a port that is free. */
  readonly port?: number
}

/** Who the agent's own node is. */
export interface NodeOptions {
  /** Default `node1`. */
  readonly name?: string
  /** A UUID. Default: one made with `random`. */
  readonly id?: string
  /** The IP address by which others know it. Default `127.0.0.1`. */
  readonly address?: string
  /** Metadata. Default: none. */
  readonly meta?: Readonly<Record<string, string>>
}

/** Who may do what. */
export interface AclOptions {
  /** What holds where no rule says anything. Default `deny`. */
  readonly defaultPolicy?: 'allow' | 'deny'
  /**
   * Secret of a token that may do everything: it is there from the start, and the agent itself uses it too. Default: none, the first
   * `PUT /v1/acl/bootstrap` makes one.
   */
  readonly initialManagement?: string
}

/**
 * A fastify plugin: adds routes, hooks and other plugins to the app that serves the emulator. May be async.
 *
 * @example const orders: ConsulPlugin = app => app.get('/orders', () => [])
 * @see https://fastify.dev/docs/latest/Reference/Plugins/
 */
export type ConsulPlugin = (app: FastifyInstance) => unknown

/** How an emulator is made. All of it may be left out. */
export interface ConsulOptions {
  /** Default `dc1`. */
  readonly datacenter?: string
  /** Name of the agent's node, or more about it. Default `node1`. */
  readonly node?: string | NodeOptions
  /** `false` switches HTTP off. Default: a free port of the loopback interface. */
  readonly http?: ListenAddress | false
  /**
   * Serves HTTPS besides, with a certificate for `localhost` and the loopback addresses that an authority of its own has signed: `consul.https`
   * has the URL and the authority, `consul.env` leads a program there. `true`: a free port of the loopback interface. Default: no HTTPS.
   * Certificates of your own go into `config`, as `ports.https` and `tls`.
   *
   * @example const { ca, url } = (await startConsul({ https: true })).https
   */
  readonly https?: ListenAddress | boolean
  /** One port for UDP and TCP; `false` switches DNS off. Default as for HTTP. */
  readonly dns?: ListenAddress | false
  /**
   * `system` (the default) flows and can be moved forward besides; `manual` stands still until it is moved; or a clock of
   * your own.
   */
  readonly clock?: 'system' | 'manual' | Clock
  /** State at birth, and what `reset()` goes back to. Default: the agent's own node alone. */
  readonly seed?: Seed | Snapshot
  /**
   * A folder to keep the state in, which is made when there is none: an emulator that is made with it later begins with all that was there,
   * its indexes and its node's ID included, instead of the seed. What is answered over HTTP is on the disk by then; what is written without
   * HTTP is when `close()` resolves. One emulator at a time has it. The constructor and `listen()` throw `MC_ERR_DATA_FOLDER` for a folder
   * that is in use, damaged or of another program, and leave it as it is. Default: none, everything is in memory.
   *
   * @example startConsul({ dataDir: './consul-data' })
   * @see https://developer.hashicorp.com/consul/docs/agent/config/config-files#data_dir
   */
  readonly dataDir?: string
  /**
   * Checks the rights of every request by its token, as an agent with `acl { enabled = true }` does. Default: every client may do
   * everything.
   *
   * @example startConsul({ acl: { initialManagement: 'root' } })
   * @see https://developer.hashicorp.com/consul/docs/security/acl
   */
  readonly acl?: AclOptions
  /** `false`: registered checks do not run, and keep their status until a test sets it. Default true. */
  readonly runChecks?: boolean
  /** Seeds ids, shuffles and jitter, so that a run can be repeated. Default: another one each time. */
  readonly random?: number
  /**
   * Milliseconds from a change of the agent's own services and checks to its being in the catalog: for tests of what happens
   * in between, as it does with a real agent. Default 0.
   */
  readonly syncDelay?: number
  /**
   * Where log lines go: a pino logger (or one like it), which gets a child for each module of the agent, or an object with four
   * methods. Default: nowhere.
   */
  readonly logger?: Logger | PinoLike
  /**
   * Fastify plugins of your own: routes beside Consul's API, hooks that see every request. Each is called for every server that is made:
   * at each `listen()` for each address, and for `inject()` before it. Rejections and errors are those of `listen()`. Default: none.
   *
   * @example startConsul({ plugins: [app => app.get('/orders', () => [{ id: 1 }])] })
   * @see https://fastify.dev/docs/latest/Reference/Plugins/
   */
  readonly plugins?: readonly ConsulPlugin[]
  /**
   * `false`: every HTTP request goes through Node's server and fastify. Otherwise plain requests to Consul's API are answered straight
   * from their sockets, in a third of the time, unless a plugin adds hooks or routes that such a request would meet. Default true.
   */
  readonly fastPath?: boolean
  /** Closes the emulator when it is aborted; `listen()` rejects with its reason if it was before. Default: none. */
  readonly signal?: AbortSignal
  /**
   * Anything else that an agent's configuration file may say, in Consul's own spelling, such as
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
