import type { Agent } from '../../agent/agent.ts'
import type { PeeringConnections } from '../../agent/peering.ts'
import type { StringMap } from '../../model/rows.ts'
import { metaProblem } from '../../model/metadata.ts'
import { Refusal } from '../refusals.ts'

/** Refuses every request for peerings where there are to be none. */
export function requirePeering({ settings }: Agent): void {
  if (!settings.peeringEnabled) throw new Refusal(500, 'peering must be enabled to use this endpoint')
}

/** The connections to peers, which only servers have. */
export function connectionsOf({ peering }: Agent): PeeringConnections {
  if (!peering) throw new Refusal(501, 'miniconsul does not peer here: the agent has no server of its own')
  return peering
}

export function checkPeerName(name: string): void {
  if (!/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    throw new Refusal(
      500,
      `${name} is not a valid peer name: a valid peering name must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character`,
    )
  }
}

export function checkPeeringMeta(meta: StringMap | null): void {
  const problem = metaProblem(meta)
  if (problem !== undefined) throw new Refusal(500, `meta tags failed validation: ${problem}`)
}

/** What a cluster is called among its peers. */
export const serverNameOf = ({ connect, datacenter }: Agent): string =>
  `server.${datacenter.name}.peering.${connect.trustDomain}`
