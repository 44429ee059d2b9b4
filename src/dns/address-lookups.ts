import { addressOfLabel, parseAddress } from './addresses.ts'
import type { NameQualifier } from './name-qualifier.ts'
import { TYPE } from './protocol.ts'
import type { Outcome, Question } from './question.ts'
import { addressRecord } from './records.ts'

/** These answers are in lower case up to the domain, however they were asked for. */
const owner = ({ labels, domain }: Question): string => (domain === '' ? labels : [...labels, domain]).join('.')

/** `HEX.addr[.anything]`: an address spelled in hexadecimal, as SRV targets are. */
export function lookUpAddress(question: Question, names: readonly string[]): Outcome {
  const address = names.length === 1 ? addressOfLabel(names[0] ?? '') : undefined
  if (!address) return 'noName'
  const { type, message, context } = question
  const record = addressRecord(owner(question), address, context.settings.dns.nodeTtl)
  const asked = type === record.type || type === TYPE.ANY
  ;(asked ? message.answers : message.additional).push(record)
  return 'answered'
}

/** `NAME.virtual[.DC.dc]`: the virtual address of a service, whatever the type asked. A single label is a peer's name. */
export function lookUpVirtual(
  question: Question,
  names: readonly string[],
  qualifier: NameQualifier | undefined,
): Outcome {
  const name = names.at(-1)
  if (name === undefined || !qualifier) return 'noName'
  const { source, settings } = question.context
  const isPeers = qualifier.form === 'peer' || qualifier.form === 'label'
  const ip = source.virtual(name, isPeers ? qualifier.label : undefined)
  if (ip !== undefined) {
    question.message.answers.push(addressRecord(owner(question), parseAddress(ip), settings.dns.nodeTtl))
  }
  return 'answered'
}
