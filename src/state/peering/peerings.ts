import type { Peering, PeeringSecret } from '../../model/peering-rows.ts'
import { refuse } from '../errors.ts'
import type { Read } from '../kv.ts'
import { fold } from '../schema.ts'
import type { Tx } from '../store.ts'
import type { View } from '../view.ts'
import { PEERINGS } from './entries.ts'
import { deleteImports } from './import-service.ts'

/** All peerings, by name. */
export function listPeerings(view: View): Read<readonly Peering[]> {
  return { index: view.max(PEERINGS), value: [...view.scan('peerings')] }
}

export function readPeering(view: View, name: string): Read<Peering | undefined> {
  const value = view.get('peerings', fold(name))
  return { index: value?.ModifyIndex ?? view.max(PEERINGS), value }
}

/** What a token is made for: its owner may know the peering already. */
export interface AwaitedPeering {
  readonly Name: string
  readonly Meta: Peering['Meta']
  /** Taken for a peering that is new. */
  readonly ID: string
  readonly Establishment: string
}

/** What a token says of the cluster that made it. */
export type FoundPeer = Pick<
  Peering,
  'PeerID' | 'PeerCAPems' | 'PeerServerName' | 'PeerServerAddresses' | 'ManualServerAddresses' | 'Remote'
>

/**
 * Waits for a peer to use a token. One that is known keeps what it has, and the token before is good for nothing; where the other side
 * ended the peering, so is this one.
 */
export function awaitPeer(tx: Tx, { Name, Meta, ID, Establishment }: AwaitedPeering): Peering {
  const old = tx.get('peerings', fold(Name))
  if (old && old.PeerID !== '') throw refuse.dialledPeering(Name)
  const peering = put(tx, old ?? { ...NEW, ID, Name, Meta })
  const Stream = tx.get('peeringSecrets', fold(peering.ID))?.Stream ?? ''
  if (peering.State !== 'TERMINATED') tx.put('peeringSecrets', { ID: peering.ID, Establishment, Stream })
  return peering
}

/** Knows the peer that made a token; whether that one agrees is asked afterwards. */
export function meetPeer(tx: Tx, given: Pick<Peering, 'Name' | 'Meta' | 'ID'> & FoundPeer): Peering {
  const old = tx.get('peerings', fold(given.Name))
  if (old && old.PeerID === '') throw refuse.awaitedPeering(given.Name)
  return put(tx, { ...NEW, ...given, ID: old?.ID ?? given.ID, State: stateBeforeUse(old) })
}

const stateBeforeUse = (old: Peering | undefined): Peering['State'] =>
  old && old.State !== 'TERMINATED' ? old.State : 'PENDING'

/** The peer took the secret of the token: both sides know the one that their connection goes by. */
export function agreeWithPeer(tx: Tx, id: string, Stream: string): void {
  const peering = tx.first('peerings', 'id', fold(id))
  if (!peering) return
  tx.put('peeringSecrets', { ID: peering.ID, Establishment: '', Stream })
  if (peering.State !== 'ACTIVE') put(tx, { ...peering, State: 'ESTABLISHING' })
}

/** The connection to a peer is there; what it says of itself is stored. */
export function activatePeering(tx: Tx, id: string, told: Partial<FoundPeer>): void {
  const peering = tx.first('peerings', 'id', fold(id))
  if (peering) put(tx, { ...peering, ...told, State: 'ACTIVE' })
}

/** The peer ended the peering: what it exported goes, the peering itself stays until it is deleted here, too. */
export function terminatePeering(tx: Tx, id: string): void {
  const peering = tx.first('peerings', 'id', fold(id))
  if (!peering || peering.State === 'TERMINATED') return
  deleteImports(tx, peering.Name)
  tx.delete('peeringSecrets', fold(peering.ID))
  put(tx, { ...peering, State: 'TERMINATED' })
}

/** Begins to delete a peering: the peer is told before it goes. What is not there is no error. */
export function markForDeletion(tx: Tx, name: string, DeletedAt: string): void {
  const peering = tx.get('peerings', fold(name))
  if (peering && peering.State !== 'DELETING') put(tx, { ...peering, State: 'DELETING', DeletedAt })
}

/** Deletes it with all that it brought. */
export function deletePeering(tx: Tx, { ID, Name }: Peering): void {
  deleteImports(tx, Name)
  tx.delete('peeringSecrets', fold(ID))
  tx.delete('peerings', fold(Name))
  tx.bump(PEERINGS)
}

export const secretOf = (view: View, id: string): PeeringSecret | undefined => view.get('peeringSecrets', fold(id))

type NewPeering = Omit<Peering, 'CreateIndex' | 'ModifyIndex'>

const NEW: Omit<NewPeering, 'ID' | 'Name' | 'Meta'> = {
  State: 'PENDING',
  PeerID: '',
  PeerCAPems: [],
  PeerServerName: '',
  PeerServerAddresses: [],
  ManualServerAddresses: [],
  Remote: { Partition: '', Datacenter: '' },
}

function put(tx: Tx, peering: NewPeering): Peering {
  const CreateIndex = tx.get('peerings', fold(peering.Name))?.CreateIndex ?? tx.index
  const row = { ...peering, CreateIndex, ModifyIndex: tx.index }
  tx.put('peerings', row)
  tx.bump(PEERINGS)
  return row
}
