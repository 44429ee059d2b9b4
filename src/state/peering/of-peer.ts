import type { Check, Service } from '../../model/rows.ts'
import { importedKey, keyOf } from '../schema.ts'
import type { View } from '../view.ts'

/** An instance on a node of this cluster, or, with `peer`, of that one. */
export const findService = (view: View, peer: string, node: string, id: string): Service | undefined =>
  peer === '' ? view.get('services', keyOf(node, id)) : view.get('importedServices', importedKey(peer, node, id))

/** The same of a check. */
export const findCheck = (view: View, peer: string, node: string, id: string): Check | undefined =>
  peer === '' ? view.get('checks', keyOf(node, id)) : view.get('importedChecks', importedKey(peer, node, id))
