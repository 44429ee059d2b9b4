import type { Agent } from '../agent/agent.ts'
import { establishPeering } from '../api/operations/establish-peering.ts'
import { generatePeeringToken } from '../api/operations/generate-peering-token.ts'
import { renderPeering } from '../api/render/peering.ts'
import { formatTime } from '../go/time.ts'
import { turns, TURNS_TO_SEND } from '../lib/defer.ts'
import type { Peering } from '../model/peering-rows.ts'
import { allowAll } from '../state/acl/authorizer.ts'
import { listPeerings, markForDeletion, readPeering } from '../state/peering/peerings.ts'
import { peeringArguments } from './argument-kinds.ts'
import { copy } from './catalog.ts'
import { withCheckedCalls } from './check.ts'
import { translated } from './refusal.ts'
import type { Indexed } from './rows.ts'

/** A peering as the API shows it. */
export interface PeeringInfo extends Indexed {
  /** A UUID. */
  readonly ID: string
  /** What this cluster calls the peer. */
  readonly Name: string
  /** What was stored with it; absent if nothing was. */
  readonly Meta?: Readonly<Record<string, string>>
  /** `FAILING`: the connection to the peer is lost. `TERMINATED`: the peer deleted the peering. */
  readonly State: 'PENDING' | 'ESTABLISHING' | 'ACTIVE' | 'FAILING' | 'TERMINATED' | 'DELETING'
  /** Names of the services that are imported and exported; null for none. */
  readonly StreamStatus: {
    readonly ImportedServices: readonly string[] | null
    readonly ExportedServices: readonly string[] | null
  }
  /** Where the peer is; empty texts until it is known. */
  readonly Remote: { readonly Partition: string; readonly Datacenter: string }
}

/** What is stored with a new peering. */
export interface PeeringOptions {
  /** Key/value pairs of text. Default: none. */
  readonly meta?: Readonly<Record<string, string>>
}

/**
 * Peerings: clusters that export services to each other, in this process or in others. What a peer exports is read over HTTP with `?peer=`
 * and in DNS below `.peer`.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/peering
 */
export interface Peerings {
  /**
   * Creates a token by which another cluster becomes a peer, once; an earlier one for the same name becomes invalid. Rejects with
   * `MC_ERR_REFUSED` if Consul rejects the name.
   *
   * @example const token = await east.peerings.generateToken('west')
   */
  generateToken(name: string, options?: PeeringOptions): Promise<string>
  /**
   * Becomes the peer of the cluster that created the token, under a name of its own. The connection follows: wait for the state `ACTIVE`.
   * Rejects with `MC_ERR_REFUSED` if Consul rejects it: 403 for a token that was used, 503 if its cluster cannot be reached.
   *
   * @example await west.peerings.establish('east', token)
   */
  establish(name: string, token: string, options?: PeeringOptions): Promise<void>
  /**
   * Returns the peering with that name; undefined if there is none.
   *
   * @example consul.peerings.read('west')?.State
   */
  read(name: string): PeeringInfo | undefined
  /**
   * Returns all peerings, by name.
   *
   * @example consul.peerings.list().map(peering => peering.State)
   */
  list(): readonly PeeringInfo[]
  /**
   * Deletes a peering with everything that was imported by it, and tells the peer; deleting one that does not exist is not an error.
   *
   * @example await consul.peerings.delete('west')
   */
  delete(name: string): Promise<void>
}

/** The peerings of an agent's datacenter, without HTTP. */
export function directPeerings(agent: Agent): Peerings {
  const shown = (peering: Peering): PeeringInfo =>
    copy(renderPeering(peering, agent.peering?.status(peering.ID))) as PeeringInfo
  return withCheckedCalls<Peerings>('peerings', peeringArguments, {
    generateToken: async (name, { meta = null } = {}) =>
      translated(
        `generate a peering token for ${name}`,
        generatePeeringToken(agent, { peerName: name, meta }, () => allowAll),
      ),
    establish: async (name, token, { meta = null } = {}) =>
      translated(
        `establish the peering ${name}`,
        establishPeering(agent, { peerName: name, token, meta }, () => allowAll),
      ),
    read: name => {
      const { value } = readPeering(agent.store.view, name)
      return value && shown(value)
    },
    list: () => listPeerings(agent.store.view).value.map(shown),
    async delete(name) {
      agent.store.write(tx => markForDeletion(tx, name, formatTime(agent.clock.now())))
      // its own turns come first
      await turns(TURNS_TO_SEND + 1)
    },
  })
}
