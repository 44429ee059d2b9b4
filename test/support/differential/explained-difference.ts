import { sorted } from '../conformance/json.ts'
import type { Step } from '../conformance/scenario.ts'

/** A kind of difference that is meant to be. */
export interface Explained {
  readonly reason: string
  /** What the real agent did not do is missing from there on: nothing that comes behind it can be compared. */
  readonly isLast?: true
  /** What one of them alone told of counts among the indexes of the scenario, so that others are another one's next as well. */
  readonly shiftsIndexes?: true
  /** `path`: what was asked for, '' over DNS; that of a blocked read where it began. `steps`: those up to this one. */
  holds(real: unknown, ours: unknown, path: string, steps: readonly Step[]): boolean
}

/** What was seen as text, its members in order. */
export const textOf = (seen: unknown): string => JSON.stringify(sorted(seen))

export const withoutIndexes = (text: string): string => text.replace(/index(?:\+\d+|<=start)/g, 'index')

/** Whether two answers tell the same but for their indexes, which are counted through the scenario by what each agent tells of. */
export const differByIndexesAlone = (a: unknown, b: unknown): boolean =>
  withoutIndexes(textOf(a ?? null)) === withoutIndexes(textOf(b ?? null))
