import { addMissingPairs } from './mesh-pairs.ts'
import { addMissingKinds } from './missing-kinds.ts'
import type { Data } from './view.ts'

/** Gives a state that holds none of them, because they are in no snapshot of Consul or came later, the rows that follow its instances. */
export function addMissingRows(data: Data): void {
  addMissingKinds(data)
  addMissingPairs(data)
}
