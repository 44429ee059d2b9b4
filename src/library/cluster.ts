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

/** A node to add to the cluster. Only the name is required. */
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
  /** The address of its HTTP API. Throws `MC_ERR_NOT_LISTENING` if it has none. */
  readonly http: { readonly url: string; readonly host: string; readonly port: number }
  /** The address of its DNS server. Throws `MC_ERR_NOT_LISTENING` if it has none. */
  readonly dns: { readonly host: string; readonly port: number }
}

/**
 * The datacenter around the agent, simulated in this process. Changes take effect immediately; the returned promises resolve when ports
 * are bound or closed. Rejects with `MC_ERR_CLUSTER` for an impossible change: an unknown node, a name that is taken.
 *
 * @see https://developer.hashicorp.com/consul/docs/architecture
 */
export interface Cluster {
  /** The name of the leader; undefined while there is none. */
  readonly leader: string | undefined
  /**
   * Returns all members, including those that failed or left.
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
   * Fails a node: its `serfHealth` becomes critical, its sessions are invalidated, DNS no longer returns it, its ports refuse connections.
   *
   * @example await consul.cluster.fail('web-2')
   */
  fail(name: string): Promise<void>
  /**
   * Brings a failed node back.
   *
   * @example await consul.cluster.recover('web-2')
   */
  recover(name: string): Promise<void>
  /**
   * Makes a node leave gracefully: it is removed from the catalog with everything it registered.
   *
   * @example await consul.cluster.leave('web-2')
   */
  leave(name: string): Promise<void>
  /**
   * Removes the leader: writes and consistent reads are answered with 500 `No cluster leader` until `elect` is called or the returned
   * object is disposed.
   *
   * @example using gone = consul.cluster.loseLeader()
   */
  loseLeader(): Disposable
  /**
   * Elects a leader: the named server, or any. Throws `MC_ERR_CLUSTER` if that server is not alive, or if there is no quorum.
   *
   * @example consul.cluster.elect()
   */
  elect(name?: string): void
  /**
   * Joins this datacenter and that of another emulator in this process over the WAN, for `?dc=`, `.dc2` in DNS names and failover of
   * prepared queries. `roundTrip`: their distance in milliseconds; default 0.
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
