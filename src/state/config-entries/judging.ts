import type { ConfigEntry } from '../../model/rows.ts'
import { ChainBudget } from '../discovery-chain/chain-budget.ts'
import { fold } from '../schema.ts'
import type { View } from '../view.ts'
import { type EntryReader, getEntry } from './read.ts'

export type EntryName = Pick<ConfigEntry, 'Kind' | 'Name'>

/** What a change of an entry is judged by. */
export interface Judging {
  readonly view: View
  readonly budget: ChainBudget
  readonly entry: EntryReader
  /** The state before it. */
  readonly before: EntryReader
}

/**
 * Judges a change by the state after it. As in Consul, a read of the changed entry in another spelling than that of the
 * change still gives what was there before.
 */
export function judgingOf(view: View, changed: EntryName, old: ConfigEntry | undefined): Judging {
  const isChanged = (kind: string, name: string): boolean => kind === changed.Kind && fold(name) === fold(changed.Name)
  const before: EntryReader = (kind, name) => (isChanged(kind, name) ? (old as never) : getEntry(view, kind, name))
  const entry: EntryReader = (kind, name) => (name === changed.Name ? getEntry(view, kind, name) : before(kind, name))
  return { view, budget: new ChainBudget(), entry, before }
}
