import { compileRegexp } from '../../go/regexp/regexp.ts'
import { StateError } from '../../state/errors.ts'
import type { Agent } from '../../agent/agent.ts'
import type { UserEvent } from '../../agent/user-event.ts'

/** An event to fire. Filters are unanchored regular expressions, '' for none; the payload is a binary string. */
export type NewEvent = Pick<UserEvent, 'Name' | 'Payload' | 'NodeFilter' | 'ServiceFilter' | 'TagFilter'>

/** What an event is refused for, whatever it carries. */
export function validateFilters({ NodeFilter, ServiceFilter, TagFilter }: Omit<NewEvent, 'Payload'>): void {
  if (TagFilter !== '' && ServiceFilter === '') {
    throw new StateError('Cannot provide tag filter without service filter')
  }
  for (const [kind, pattern] of [
    ['node', NodeFilter],
    ['service', ServiceFilter],
    ['tag', TagFilter],
  ] as const) {
    const problem = pattern === '' ? undefined : compileRegexp(pattern).problem
    if (problem !== undefined) throw new StateError(`Invalid ${kind} filter: ${problem}`)
  }
}

/** Fires an event whose filters were found good; refuses one that is too big. */
export function fireEvent(agent: Agent, event: NewEvent): UserEvent {
  checkSize(event)
  return agent.events.fire({ ID: agent.random.uuid(), ...event })
}

const MAX_MESSAGE = 512
/** What the message holds besides names, filters and payload, and what of it is added when it is encoded. */
const OVERHEAD = 96
const OUTER_OVERHEAD = 34

function checkSize({ Name, Payload, NodeFilter, ServiceFilter, TagFilter }: NewEvent): void {
  const length = (text: string): number => Buffer.byteLength(text)
  const filtersSize = [NodeFilter, ServiceFilter, TagFilter].reduce(
    (sum, filter) => sum + (filter === '' ? 0 : 4 + length(filter)),
    0,
  )
  const encoded = 2 * length(Name) + Payload.length + filtersSize + OVERHEAD
  const refuse = (what: string, when: string): StateError =>
    new StateError(
      `error broadcasting event: ${what} exceeds configured limit of ${MAX_MESSAGE} bytes ${when} encoding`,
    )
  if (encoded - OUTER_OVERHEAD > MAX_MESSAGE) throw refuse('user event', 'before')
  if (encoded > MAX_MESSAGE) throw refuse('encoded user event', 'after')
}
