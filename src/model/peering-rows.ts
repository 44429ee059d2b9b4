import type { Check, Indexed, Node, Service, StringMap } from './rows.ts'

/** What becomes of a peering over time; `FAILING` is shown while an active one has no connection, and never stored. */
export type PeeringState = 'PENDING' | 'ESTABLISHING' | 'ACTIVE' | 'TERMINATED' | 'DELETING'

/** Another cluster that services are exchanged with, as this one knows it. */
export interface Peering extends Indexed {
  readonly ID: string
  readonly Name: string
  readonly Meta: StringMap | null
  readonly State: PeeringState
  /** When it was begun to be deleted, as Go writes times. */
  readonly DeletedAt?: string
  /** The ID that it has over there; only on the side that used a token. */
  readonly PeerID: string
  readonly PeerCAPems: readonly string[]
  readonly PeerServerName: string
  readonly PeerServerAddresses: readonly string[]
  /** Dialled in the place of the others. */
  readonly ManualServerAddresses: readonly string[]
  readonly Remote: { readonly Partition: string; readonly Datacenter: string }
}

/** What the two sides of a peering prove themselves with. It is shown nowhere. */
export interface PeeringSecret {
  /** Of the peering, on this side. */
  readonly ID: string
  /** Stands in the last token; '' once that was used. */
  readonly Establishment: string
  /** Both sides made it of the secret of the token that was used; '' before. */
  readonly Stream: string
}

/** A row that another cluster exported to this one. */
export type Imported<R extends Node | Service | Check> = R & { readonly PeerName: string }
