import { TYPE } from './protocol.ts'
import { type DnsRecord, textRecord } from './records.ts'
import type { DnsNode } from './source.ts'

const RAW = /^rfc1035-/i

const quote = (text: string): string => text.replaceAll('`', '``')

const quoteSpaces = (spaces: string): string => '` '.repeat(spaces.length)

/** Attribute names as RFC 1464 quotes them. */
const quoteKey = (key: string): string =>
  quote(key).replaceAll('=', '`=').replace(/^ +/, quoteSpaces).replace(/ +$/, quoteSpaces)

/** The metadata of a node as TXT records. */
export const metadataRecords = (owner: string, node: DnsNode, ttl: number): DnsRecord[] =>
  Object.entries(node.meta).map(([key, value]) =>
    textRecord(owner, TYPE.TXT, RAW.test(key) ? value : `${quoteKey(key)}=${quote(value)}`, ttl),
  )
