import type { TokenServer, Upstream } from './upstream.ts'

/** The agents of other processes, as an agent knows them. */
export interface Peers {
  /** Whether they can be joined: not where the ports of the cluster belong to another agent. */
  readonly joinable: boolean
  /** The server that answers for this agent; undefined for one that holds the state itself. */
  readonly upstream: (Upstream & TokenServer) | undefined
  /** Joins them all. Rejects with Consul's text when none can be. */
  join(addresses: readonly string[]): Promise<void>
  /** Joins the servers of other datacenters. Rejects with Consul's text when none can be. */
  joinWan(addresses: readonly string[]): Promise<void>
  /** Makes a server of another datacenter that failed one that left; false for one that is not known. */
  forceLeaveWan(name: string, prune: boolean): boolean
  /** Has the server see to it; false when this agent is to do so itself. */
  forceLeave(name: string, prune: boolean): boolean
  /** Leaves the cluster. Resolves when the others know. */
  leave(): Promise<void>
  /** Settings of the agent, or tokens that it uses itself, have changed. */
  settingsChanged(): void
}
