import type { Cluster as SimulatedCluster } from '../cluster/cluster.ts'
import type { ClusterNode as SimulatedNode } from '../cluster/node.ts'
import { ConsulError } from '../model/errors.ts'
import { type Agent, directAgent } from './agent.ts'
import {
  type CheckDefinition,
  DEFINITION_FIELDS,
  ownCheckOf,
  type ServiceDefinition,
  serviceRegistrationOf,
} from './definitions.ts'
import type { ListenAddress } from '../options.ts'
import { bound } from './address.ts'
import { clusterArguments } from './argument-kinds.ts'
import { withCheckedCalls } from './check.ts'
import { failToListen } from './listen-failure.ts'
import { translateRefusals } from './refusal.ts'

/** A node to join. All but its name may be left out. */
export interface ClusterNodeOptions {
  /** Its name. */
  readonly name: string
  /** Its IP address. Default: the first loopback address (`127.0.0.2`…) that no member has. */
  readonly address?: string
  /** A UUID. Default: one made with `random`. */
  readonly id?: string
  /** Whether it is a server, which can lead. Default false: a client agent. */
  readonly server?: boolean
  /** Metadata. Default: none. */
  readonly meta?: Readonly<Record<string, string>>
  /** Services of its agent. Default: none. */
  readonly services?: readonly ServiceDefinition[]
  /** Checks of its agent. Default: none. */
  readonly checks?: readonly (CheckDefinition & { readonly name: string; readonly serviceId?: string })[]
  /** An HTTP port of its own, with its own agent endpoints. Default: none. */
  readonly http?: ListenAddress | false
  /** A DNS port of its own. Default: none. */
  readonly dns?: ListenAddress | false
}

/** A member of the cluster. */
export interface ClusterMember {
  /** Its name. */
  readonly name: string
  /** Its IP address. */
  readonly address: string
  /** Whether it is a server. */
  readonly server: boolean
  /** Whether it is the server that leads. */
  readonly leader: boolean
  /** How it is. */
  readonly status: 'alive' | 'leaving' | 'left' | 'failed'
}

/** A node that was joined. */
export interface ClusterNode {
  /** Its name. */
  readonly name: string
  /** Its own services and checks. */
  readonly agent: Agent
  /** Where its own HTTP API is; `MC_ERR_NOT_LISTENING` is thrown where it has none. */
  readonly http: { readonly url: string; readonly host: string; readonly port: number }
  /** Where it answers DNS; `MC_ERR_NOT_LISTENING` is thrown where it does not. */
  readonly dns: { readonly host: string; readonly port: number }
}

/**
 * The datacenter around the agent, simulated in this process. What is asked for takes effect at once; what is returned resolves when
 * ports are bound or closed. Rejects with `MC_ERR_CLUSTER` for what cannot be: a node that is not there, a name that is taken.
 *
 * @see https://developer.hashicorp.com/consul/docs/architecture
 */
export interface Cluster {
  /** Name of the server that leads; undefined while there is none. */
  readonly leader: string | undefined
  /**
   * All members, those that failed or left among them.
   *
   * @example consul.cluster.members().filter(member => member.status === 'failed')
   */
  members(): readonly ClusterMember[]
  /**
   * Adds a node: a member with a passing `serfHealth`, its services and checks in the shared catalog.
   *
   * @example await consul.cluster.join({ name: 'web-2', services: [{ name: 'web', check: 'passing' }] })
   */
  join(node: ClusterNodeOptions): Promise<ClusterNode>
  /**
   * Kills a node: its `serfHealth` turns critical, its sessions are invalidated, it leaves the DNS, its own ports refuse connections.
   *
   * @example await consul.cluster.fail('web-2')
   */
  fail(name: string): Promise<void>
  /**
   * Brings a node back that failed.
   *
   * @example await consul.cluster.recover('web-2')
   */
  recover(name: string): Promise<void>
  /**
   * A node leaves gracefully: it and all it registered leave the catalog.
   *
   * @example await consul.cluster.leave('web-2')
   */
  leave(name: string): Promise<void>
  /**
   * Takes the leader away: 500 `No cluster leader` for writes and for reads that are not stale, until `elect`, which is also what
   * disposing does.
   *
   * @example using gone = consul.cluster.loseLeader()
   */
  loseLeader(): Disposable
  /**
   * Elects a server: the one named, or any. Throws `MC_ERR_CLUSTER` when it does not live, or when too few servers do.
   *
   * @example consul.cluster.elect()
   */
  elect(name?: string): void
  /**
   * Makes this datacenter and that of another emulator (of this package, in this process) know each other: `?dc=`, `.dc2` in the DNS, failover of prepared queries.
   * `roundTrip`: how far apart they are, in milliseconds; default 0.
   *
   * @example consul.cluster.joinWan(await startConsul({ datacenter: 'dc2' }))
   */
  joinWan(other: { readonly cluster: Cluster }, options?: { readonly roundTrip?: number }): void
}

/** What is behind a public cluster, which another one needs to join it. */
const simulated = new WeakMap<Cluster, SimulatedCluster>()

function simulatedBy(cluster: Cluster): SimulatedCluster {
  const found = simulated.get(cluster)
  if (!found) throw new ConsulError('MC_ERR_CLUSTER', 'Failed to join: the other is no emulator of this package.')
  return found
}

/** A cluster as tests see it. */
export function publicCluster(cluster: SimulatedCluster): Cluster {
  const shown = withCheckedCalls<Cluster>('cluster', clusterArguments, {
    get leader() {
      return cluster.leader
    },
    members: () => cluster.members(),
    async join({ services = [], checks = [], ...node }) {
      const what = `let node ${node.name} join`
      const own = translateRefusals(
        what,
        () => ({ services: services.map(serviceRegistrationOf), checks: checks.map(ownCheckOf) }),
        DEFINITION_FIELDS,
      )
      const joined = await cluster.join({ ...node, ...own }).catch(failToListen(what))
      return publicNode(joined)
    },
    fail: async name => cluster.fail(name),
    recover: async name => cluster.recover(name),
    leave: async name => cluster.leave(name),
    loseLeader: () => cluster.loseLeader(),
    elect: name => cluster.elect(name),
    joinWan: (other, options) => cluster.joinWan(simulatedBy(other.cluster), options),
  })
  simulated.set(shown, cluster)
  return shown
}

function publicNode(node: SimulatedNode): ClusterNode {
  return {
    name: node.name,
    agent: directAgent(node.agent),
    get http() {
      return bound(node.http, `HTTP of node ${node.name}`)
    },
    get dns() {
      const { host, port } = bound(node.dns, `DNS of node ${node.name}`)
      return { host, port }
    },
  }
}
