import type { StreamStatus } from '../../agent/peering.ts'
import { formatTime, ZERO_TIME } from '../../go/time.ts'
import type { Peering } from '../../model/peering-rows.ts'

/** A peering as the API shows it: what is stored of it, and how the exchange goes. */
export function renderPeering(peering: Peering, status: StreamStatus | undefined): object {
  return {
    ID: peering.ID,
    Name: peering.Name,
    ...(peering.Meta && Object.keys(peering.Meta).length > 0 && { Meta: peering.Meta }),
    ...(peering.DeletedAt !== undefined && { DeletedAt: peering.DeletedAt }),
    State: shownState(peering, status),
    ...(peering.PeerID !== '' && { PeerID: peering.PeerID }),
    ...(peering.PeerCAPems.length > 0 && { PeerCAPems: peering.PeerCAPems }),
    ...(peering.PeerServerName !== '' && { PeerServerName: peering.PeerServerName }),
    ...(peering.PeerServerAddresses.length > 0 && { PeerServerAddresses: peering.PeerServerAddresses }),
    StreamStatus: {
      ImportedServices: namesOrNull(status?.imported),
      ExportedServices: namesOrNull(status?.exported),
      LastHeartbeat: status?.lastHeartbeat === undefined ? null : formatTime(status.lastHeartbeat),
      LastReceive: status ? timeOf(status.lastReceive) : null,
      LastSend: status ? timeOf(status.lastSend) : null,
    },
    CreateIndex: peering.CreateIndex,
    ModifyIndex: peering.ModifyIndex,
    Remote: peering.Remote,
  }
}

/** A peering without the connection that it is to have fails, whatever was agreed upon. */
function shownState({ State }: Peering, status: StreamStatus | undefined): string {
  return status?.connected === false && (State === 'ACTIVE' || State === 'ESTABLISHING') ? 'FAILING' : State
}

const namesOrNull = (names: readonly string[] | undefined): readonly string[] | null =>
  names && names.length > 0 ? [...names].sort() : null

const timeOf = (ms: number | undefined): string => (ms === undefined ? ZERO_TIME : formatTime(ms))
