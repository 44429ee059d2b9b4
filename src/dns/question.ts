import type { DnsContext } from './context.ts'
import type { DnsRecord, Message } from './records.ts'
import type { DnsNode, DnsSource } from './source.ts'
import type { Zone } from './zones.ts'

/** One name looked up: the client's question, or the target of a CNAME on its way. */
export interface Question {
  readonly context: DnsContext
  readonly zone: Zone
  /** As asked, without the dot at its end: the owner of the answers. */
  readonly name: string
  /** The labels before the domain, in lower case. */
  readonly labels: readonly string[]
  /** The domain as asked, in its own case: the end of the names made for the answer. */
  readonly domain: string
  readonly type: number
  /** Address of the EDNS client subnet. */
  readonly subnet: string | undefined
  readonly message: Message
  /** What the target of a CNAME resolves to; nothing when that is not known. */
  follow(target: string): readonly DnsRecord[]
}

/** How a lookup went: answered (if only with nothing), or with the SOA as no data or no such name. */
export type Outcome = 'answered' | 'noData' | 'noName'

/** The name of a node in the local datacenter, or of a peer, below the domain as asked. */
export function nodeName({ context, domain }: Pick<Question, 'context' | 'domain'>, { name, peer }: NamedNode): string {
  return peer === undefined
    ? `${name}.node.${context.settings.datacenter}.${domain}`
    : `${name}.node.${peer}.peer.${domain}`
}

type NamedNode = Pick<DnsNode, 'name' | 'peer'>

/** The same question about another datacenter. */
export const inDatacenter = (question: Question, datacenter: string, source: DnsSource): Question => {
  const { context } = question
  return { ...question, context: { ...context, source, settings: { ...context.settings, datacenter } } }
}
