import type { Agent } from '../../agent/agent.ts'
import type { FoundPeer } from '../../state/peering/peerings.ts'
import type { Wire } from '../peers/ndjson-socket.ts'
import { shaped } from '../peers/shape.ts'

/** What either side of a peering says of itself first: what signs for it and, with `proof`, who made the token and where it is found. */
export async function helloOf(
  { datacenter, connect }: Agent,
  more: { readonly proof: string; readonly addresses: readonly string[] } | undefined,
): Promise<Wire> {
  const { pem } = await connect.root()
  return { t: 'hello', datacenter: datacenter.name, pems: [pem], ...more }
}

export function readHello(message: Wire): Partial<FoundPeer> {
  const template = { datacenter: '', pems: [] as string[], addresses: [] as string[] }
  const { datacenter, pems, addresses } = shaped(template, message)
  return {
    Remote: { Partition: '', Datacenter: datacenter },
    ...(pems.length > 0 && { PeerCAPems: pems }),
    ...(addresses.length > 0 && { PeerServerAddresses: addresses }),
  }
}
