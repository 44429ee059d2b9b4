import { lookUpAddress, lookUpVirtual } from './address-lookups.ts'
import { lookUpNode } from './node-lookup.ts'
import { parseQualifier, type NameQualifier } from './name-qualifier.ts'
import { TYPE } from './protocol.ts'
import { inDatacenter, type Outcome, type Question } from './question.ts'
import { lookUpConnect, lookUpIngress, lookUpQuery, lookUpService } from './service-lookups.ts'

/** Answers a name: the labels before the keyword, and what those after it mean. */
export type Lookup = (question: Question, names: readonly string[], qualifier: NameQualifier | undefined) => Outcome

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
    if (!lookup) continue
    const qualifier = parseQualifier(labels.slice(i + 1))
    return lookup(inPlace(question, qualifier), labels.slice(0, i), qualifier)
  }
  // RFC 2782 names need no keyword
  if (type === TYPE.SRV && labels.length >= 2 && labels.slice(0, 2).every(label => label.startsWith('_'))) {
    const qualifier = parseQualifier(labels.slice(2))
    return lookUpService(inPlace(question, qualifier), labels.slice(0, 2), qualifier)
  }
  return 'noName'
}

/** The datacenter that a name (in lower case, without its domain) is about; undefined where it names none. */
export function datacenterIn(labels: readonly string[]): string | undefined {
  const at = labels.findLastIndex(label => lookups.has(label))
  const isRfc2782 = at < 0 && labels.length >= 2 && labels.slice(0, 2).every(label => label.startsWith('_'))
  const qualifier =
    at >= 0 ? parseQualifier(labels.slice(at + 1)) : isRfc2782 ? parseQualifier(labels.slice(2)) : undefined
  return qualifier?.form === 'label' || qualifier?.form === 'datacenter' ? qualifier.label : undefined
}

/** The question as it is in another datacenter, where one is named that is known. */
function inPlace(question: Question, qualifier: NameQualifier | undefined): Question {
  if (!qualifier || qualifier.form === 'none' || qualifier.form === 'peer') return question
  const { source, settings } = question.context
  if (qualifier.label === settings.datacenter) return question
  const there = source.datacenter?.(qualifier.label)
  return there ? inDatacenter(question, qualifier.label, there) : question
}
