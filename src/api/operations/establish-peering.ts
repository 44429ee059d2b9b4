import type { Agent } from '../../agent/agent.ts'
import type { StringMap } from '../../model/rows.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import { agreeWithPeer, meetPeer } from '../../state/peering/peerings.ts'
import { multierror } from '../../go/multierror.ts'
import { demand } from '../acl/permission.ts'
import { Refusal } from '../refusals.ts'
import { checkMessageSize } from './peering-message.ts'
import { checkPeeringMeta, checkPeerName, connectionsOf, requirePeering, serverNameOf } from './peering-checks.ts'
import { readPeeringToken } from './read-peering-token.ts'
import { quoteGo } from '../../go/quote.ts'

export interface EstablishRequest {
  readonly peerName: string
  readonly token: string
  readonly partition?: string
  readonly meta?: StringMap | null
}

/**
 * Becomes the peer of the cluster that made a token. Rejects when that one does not know the token any more, or is not reached; the
 * peering is known then, and waits for another token.
 */
export async function establishPeering(
  agent: Agent,
  { peerName, token, partition = '', meta = null }: EstablishRequest,
  authorizer: () => Authorizer,
): Promise<void> {
  requirePeering(agent)
  checkMessageSize({ texts: [peerName, token, partition], meta })
  checkPeerName(peerName)
  const { establishment, ...peer } = readPeeringToken(token)
  checkPeeringMeta(meta)
  demand(authorizer(), 'peering', 'write')
  if (!agent.settings.connect.enabled) {
    throw new Refusal(500, 'failed to fetch TLS materials: failed to fetch roots: CA has not finished initializing')
  }
  if (peer.PeerServerName === serverNameOf(agent)) throw withinTheSame(peer.PeerServerName)
  const { store, random } = agent
  const connections = connectionsOf(agent)
  const { ID } = store.write(tx => meetPeer(tx, { ...peer, Name: peerName, Meta: meta, ID: random.uuid() }))
  const addresses = peer.ManualServerAddresses.length > 0 ? peer.ManualServerAddresses : peer.PeerServerAddresses
  const outcome = await connections.exchange({ peerId: peer.PeerID, establishment, addresses })
  if (outcome.kind === 'refused') {
    throw new Refusal(403, 'a new peering token must be generated: invalid peering establishment secret')
  }
  if (outcome.kind === 'unreachable') throw new Refusal(503, multierror(outcome.problems))
  store.write(tx => agreeWithPeer(tx, ID, outcome.stream))
}

const withinTheSame = (serverName: string): Refusal =>
  new Refusal(
    500,
    `cannot create a peering within the same cluster ${quoteGo(serverName)}. Refer to the \`exported-services\` documentation if you want to export between partitions without peering`,
  )
