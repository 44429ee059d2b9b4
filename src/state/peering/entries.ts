import { fold } from '../schema.ts'
import type { View } from '../view.ts'

/** The index entry that moves with peerings. */
export const PEERINGS = 'peering'

/** Index entries of what a peering imported; they outlive it. */
export const importedEntry = {
  /** Moves with all of it. */
  any: 'peer.any',
  table: (peer: string, table: 'nodes' | 'services' | 'checks'): string => `peer.${fold(peer)}.${table}`,
  /** Moves with instances of the service, their nodes and all their checks; there while an instance is. */
  service: (peer: string, name: string): string => `peer.${fold(peer)}.service.${fold(name)}`,
}

/** The index of a service of a peer; where it has no instance, that of the tables that were looked into. */
export function importedIndex(
  view: View,
  peer: string,
  name: string,
  ...tables: readonly ('nodes' | 'services' | 'checks')[]
): number {
  return (
    view.max(importedEntry.service(peer, name)) ||
    view.max(...tables.map(table => importedEntry.table(peer, table))) ||
    1
  )
}
