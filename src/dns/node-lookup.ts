import { nodeAddress, parseAddress } from './addresses.ts'
import { metadataRecords } from './metadata.ts'
import { isLocal, type NameQualifier, peerOf } from './name-qualifier.ts'
import { TYPE } from './protocol.ts'
import type { Outcome, Question } from './question.ts'
import { addressRecord, textRecord } from './records.ts'
import type { DnsNode } from './source.ts'

/** Which address families each type of question is about; other types know nothing of nodes. */
const FAMILIES: Readonly<Record<number, readonly number[]>> = {
  [TYPE.A]: [4],
  [TYPE.AAAA]: [6],
  [TYPE.ANY]: [4, 6],
  [TYPE.TXT]: [],
}

/** `NAME.node[.DC]` or `NAME.node.PEER.peer`: a node's address and metadata. */
export function lookUpNode(
  question: Question,
  names: readonly string[],
  qualifier: NameQualifier | undefined,
): Outcome {
  const { type, context, message } = question
  if (names.length === 0 || !qualifier) return 'noName'
  const families = FAMILIES[type]
  // even for nodes that do not exist
  if (!families) return 'answered'
  const peer = peerOf(qualifier)
  if (peer === undefined && !isLocal(qualifier, context.settings.datacenter)) return 'noName'
  const node = context.source.node(names.join('.'), peer)
  if (!node) return 'noName'
  const { nodeTtl, nodeMetaTxt } = context.settings.dns
  if (type !== TYPE.TXT) addAddress(question, node, families, nodeTtl)
  const metadata = metadataRecords(question.name, node, nodeTtl)
  if (type === TYPE.TXT || type === TYPE.ANY) message.answers.push(...metadata)
  else if (nodeMetaTxt) message.additional.push(...metadata)
  return 'answered'
}

function addAddress(question: Question, node: DnsNode, families: readonly number[], ttl: number): void {
  const { name, message } = question
  const address = parseAddress(nodeAddress(node, question.type))
  if (address.family === 0) {
    // a host name is that of the node itself, whatever its tagged addresses say
    message.answers.push(textRecord(name, TYPE.CNAME, node.address, ttl), ...question.follow(node.address))
  } else if (families.includes(address.family)) message.answers.push(addressRecord(name, address, ttl))
}
