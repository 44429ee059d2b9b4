import { type Address, addressLabel, nodeAddress, ownAddress, parseAddress } from './addresses.ts'
import { withoutDot } from './names.ts'
import { metadataRecords } from './metadata.ts'
import { TYPE } from './protocol.ts'
import { nodeName, type Outcome, type Question } from './question.ts'
import { addressRecord, srvRecord, textRecord } from './records.ts'
import type { DnsInstance } from './source.ts'
import { followForService, isItself } from './targets.ts'

const FAMILIES: Readonly<Record<number, readonly number[]>> = {
  [TYPE.A]: [4],
  [TYPE.AAAA]: [6],
  [TYPE.TXT]: [4, 6],
  [TYPE.ANY]: [4, 6],
}
const NO_FAMILY: readonly number[] = []

interface Chosen {
  readonly address: Address
  /** Whether the name of the node leads to it. */
  readonly ofNode: boolean
}

/** The address under which an instance is announced for a type of question. */
function choose(question: Question, instance: DnsInstance): Chosen {
  const { type } = question
  const { node } = instance
  const own = ownAddress(instance, type)
  if (own !== '' && !isItself(question, own)) return { address: parseAddress(own), ofNode: false }
  const text = nodeAddress(node, type)
  const address = parseAddress(text)
  if (own === '') return { address, ofNode: text === node.address }
  // a service whose address is its own name is at the node, if that can be told
  return { address: address.family === 0 ? parseAddress(own) : address, ofNode: true }
}

/** Adds the records that tell where some instances are. */
export function answerInstances(question: Question, instances: readonly DnsInstance[], ttl: number): Outcome {
  if (question.type === TYPE.SRV) addServices(question, instances, ttl)
  else addAddresses(question, instances, ttl)
  return question.message.answers.length > 0 ? 'answered' : 'noData'
}

function addAddresses(question: Question, instances: readonly DnsInstance[], ttl: number): void {
  const { name, message, context } = question
  const families = FAMILIES[question.type] ?? NO_FAMILY
  const limit = context.settings.dns.aRecordLimit || Infinity
  const seen = new Set<string>()
  let host: string | undefined
  for (const instance of instances) {
    const { address } = choose(question, instance)
    if (address.text === '') continue
    if (address.family === 0) host ??= address.text
    else if (families.includes(address.family) && !seen.has(address.text)) {
      seen.add(address.text)
      message.answers.push(addressRecord(name, address, ttl))
      if (seen.size >= limit) return
    }
  }
  // a CNAME must stand alone: addresses go before host names, and one host name is enough
  if (host === undefined || seen.size > 0) return
  message.answers.push(textRecord(name, TYPE.CNAME, host, ttl), ...followForService(question, host, ttl))
}

function addServices(question: Question, instances: readonly DnsInstance[], ttl: number): void {
  const seen = new Set<string>()
  for (const instance of instances) {
    const key = `${instance.node.name} ${ownAddress(instance, TYPE.SRV)} ${instance.service.port}`
    if (seen.has(key)) continue
    seen.add(key)
    addService(question, instance, ttl)
  }
}

function addService(question: Question, instance: DnsInstance, ttl: number): void {
  const { message, context } = question
  const { node, service } = instance
  const { address, ofNode } = choose(question, instance)
  const { datacenter, dns } = context.settings
  if (address.text === '') return
  const target =
    address.family === 0
      ? withoutDot(address.text)
      : ofNode
        ? nodeName(question, node)
        : `${addressLabel(address)}.addr.${node.peer === undefined ? `${datacenter}.` : ''}${question.domain}`
  message.answers.push(srvRecord(question.name, target, weightOf(instance), service.port, ttl))
  if (address.family === 0) message.additional.push(...followForService(question, target, ttl))
  else message.additional.push(addressRecord(target, address, ttl))
  if (dns.nodeMetaTxt) message.additional.push(...metadataRecords(nodeName(question, node), node, ttl))
}

function weightOf({ service, statuses }: DnsInstance): number {
  const weight = statuses.includes('warning') ? service.weights.warning : service.weights.passing
  return weight >= 0 && weight <= 0xffff ? weight : 1
}
