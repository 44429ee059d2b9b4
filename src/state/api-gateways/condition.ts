import type { Condition, ResourceReference } from '../config-entries/conditions.ts'

/** A condition before it is known since when it holds. */
export type NewCondition = Omit<Condition, 'LastTransitionTime'>

const NONE: ResourceReference = { Kind: '', Name: '', SectionName: '' }

export const condition = (
  Type: string,
  Status: boolean,
  Reason: string,
  Message: string,
  Resource = NONE,
): NewCondition => ({
  Type,
  Status: Status ? 'True' : 'False',
  Reason,
  Message,
  Resource,
})

/** Conditions with the time since when they hold: that of the same one before, where there is one. */
export function timed(
  conditions: readonly NewCondition[],
  before: readonly Condition[],
  now: string,
): readonly Condition[] {
  // the first of those that are the same
  const since = new Map(before.toReversed().map(old => [contentOf(old), old.LastTransitionTime]))
  return conditions.map(next => ({ ...next, LastTransitionTime: since.get(contentOf(next)) ?? now }))
}

const contentOf = ({ Type, Status, Reason, Message, Resource: { Kind, Name, SectionName } }: NewCondition): string =>
  JSON.stringify([Type, Status, Reason, Message, Kind, Name, SectionName])
