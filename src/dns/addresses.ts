import type { DnsInstance, DnsNode } from './source.ts'
import { TYPE } from './protocol.ts'
import { WAN_ANY, WAN_IPV4, WAN_IPV6, wanAddress } from '../api/wan-addresses.ts'
import { formatIpv6, isIP, writeIpv6 } from '../lib/ip.ts'

/** An address as it becomes a record: 4 or 6, or 0 for the name of a host. */
export interface Address {
  readonly family: 0 | 4 | 6
  readonly text: string
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** Tells an IP address from a host name; IPv4 inside of IPv6 is IPv4. */
export function parseAddress(text: string): Address {
  const family = isIP(text)
  if (family === 4) return { family: 4, text }
  if (family === 0 || text.includes('%')) return { family: 0, text }
  const mapped = MAPPED.exec(text)?.[1]
  return mapped === undefined ? { family: 6, text } : { family: 4, text: mapped }
}

/** The label of an address below `.addr`: its bytes in hexadecimal. */
export function addressLabel(address: Address): string {
  if (address.family === 6) {
    const bytes = new Uint8Array(16)
    writeIpv6(address.text, bytes, 0)
    return Buffer.from(bytes).toString('hex')
  }
  return address.text
    .split('.')
    .map(part => Number(part).toString(16).padStart(2, '0'))
    .join('')
}

/** The address that a label below `.addr` spells; nothing when it is not one. */
export function addressOfLabel(label: string): Address | undefined {
  if (!/^(?:[0-9a-f]{8}|[0-9a-f]{32})$/.test(label)) return undefined
  const bytes = Buffer.from(label, 'hex')
  return bytes.length === 4 ? { family: 4, text: bytes.join('.') } : { family: 6, text: formatIpv6(bytes) }
}

/** Which tagged addresses stand in for the plain one, by the type asked; IPv6 first where both would do. */
const TAGS: Readonly<Record<number, readonly string[]>> = { [TYPE.A]: ['lan_ipv4'], [TYPE.AAAA]: ['lan_ipv6'] }
const ANY_TAGS = ['lan_ipv6', 'lan_ipv4']
/** The same for what is announced to another datacenter. */
const WAN_TAGS: Readonly<Record<number, readonly string[]>> = { [TYPE.A]: WAN_IPV4, [TYPE.AAAA]: WAN_IPV6 }

/** The address of a node for a type of question. */
export function nodeAddress({ address, taggedAddresses, abroad }: DnsNode, type: number): string {
  return taggedOr(address, tag => taggedAddresses[tag], type, abroad)
}

/** The address of an instance for a type of question, when the service has one of its own. */
export function ownAddress({ node, service: { address, taggedAddresses } }: DnsInstance, type: number): string {
  return taggedOr(address, tag => taggedAddresses[tag]?.address, type, node.abroad)
}

function taggedOr(plain: string, tagged: (tag: string) => string | undefined, type: number, abroad = false): string {
  if (abroad) return wanAddress(plain, tagged, WAN_TAGS[type] ?? WAN_ANY)
  for (const tag of TAGS[type] ?? ANY_TAGS) {
    const address = tagged(tag)
    if (address) return address
  }
  return plain
}
