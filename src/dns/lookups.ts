import { lookUpAddress, lookUpVirtual } from './address-lookups.ts'
import { lookUpNode } from './node-lookup.ts'
import { parsePlace, type Place } from './place.ts'
import { TYPE } from './protocol.ts'
import type { Outcome, Question } from './question.ts'
import { lookUpConnect, lookUpIngress, lookUpQuery, lookUpService } from './service-lookups.ts'

/** Answers a name: the labels before the keyword, and what those after it mean. */
export type Lookup = (question: Question, names: readonly string[], place: Place | undefined) => Outcome

/** Every kind of name below the domain, by its keyword. */
export const lookups: ReadonlyMap<string, Lookup> = new Map<string, Lookup>([
  ['node', lookUpNode],
  ['service', lookUpService],
  ['query', lookUpQuery],
  ['connect', lookUpConnect],
  ['ingress', lookUpIngress],
  ['virtual', lookUpVirtual],
  ['addr', lookUpAddress],
])

/** Looks a name up by the last keyword in it. */
export function lookUp(question: Question): Outcome {
  const { labels, type } = question
  for (let i = labels.length - 1; i >= 0; i--) {
    const lookup = lookups.get(labels[i] ?? '')
    if (lookup) return lookup(question, labels.slice(0, i), parsePlace(labels.slice(i + 1)))
  }
  // RFC 2782 names need no keyword
  if (type === TYPE.SRV && labels.length >= 2 && labels.slice(0, 2).every(label => label.startsWith('_'))) {
    return lookUpService(question, labels.slice(0, 2), parsePlace(labels.slice(2)))
  }
  return 'noName'
}
