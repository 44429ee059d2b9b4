import type { Agent } from '../../agent/agent.ts'
import { toJson } from '../../go/json.ts'
import { encodeText, toBase64 } from '../../lib/bytes.ts'
import type { StringMap } from '../../model/rows.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import { awaitPeer } from '../../state/peering/peerings.ts'
import { demand } from '../acl/permission.ts'
import { isDefaultName } from '../default-name.ts'
import { Refusal } from '../refusals.ts'
import { checkMessageSize } from './peering-message.ts'
import { checkPeeringMeta, checkPeerName, connectionsOf, requirePeering, serverNameOf } from './peering-checks.ts'

export interface TokenRequest {
  readonly peerName: string
  readonly partition?: string
  readonly meta?: StringMap | null
  /** Where the peer is to find this cluster, in the place of its own addresses. */
  readonly externalAddresses?: readonly string[]
}

/** Makes a token by which another cluster becomes a peer; the one before for the same peering is good for nothing. */
export async function generatePeeringToken(
  agent: Agent,
  { peerName, partition = '', meta = null, externalAddresses = [] }: TokenRequest,
  authorizer: () => Authorizer,
): Promise<string> {
  requirePeering(agent)
  const { settings, store, random, connect, datacenter } = agent
  checkMessageSize({ texts: [peerName, partition], lists: [externalAddresses], meta })
  if (!isDefaultName(partition)) throw new Refusal(500, 'Partitions are a Consul Enterprise feature')
  checkPeerName(peerName)
  checkPeeringMeta(meta)
  demand(authorizer(), 'peering', 'write')
  if (!settings.connect.enabled) {
    throw new Refusal(
      500,
      "connect.enabled must be set to true in the server's configuration when generating peering tokens",
    )
  }
  if (settings.ports.grpcTls < 0) throw new Refusal(500, 'TLS for gRPC must be enabled when generating peering tokens')
  const [{ pem }, address] = [await connect.root(), await connectionsOf(agent).address()]
  const EstablishmentSecret = random.uuid()
  const peering = store.write(tx =>
    awaitPeer(tx, { Name: peerName, Meta: meta, ID: random.uuid(), Establishment: EstablishmentSecret }),
  )
  const token = {
    CA: [pem],
    ManualServerAddresses: externalAddresses.length > 0 ? externalAddresses : null,
    ServerAddresses: [address],
    ServerName: serverNameOf(agent),
    PeerID: peering.ID,
    EstablishmentSecret,
    Remote: { Partition: '', Datacenter: datacenter.name, Locality: null },
  }
  return toBase64(encodeText(toJson(token)))
}
