import { BlockList } from 'node:net'
import { isIP, isIPv6 } from '../lib/ip.ts'

/** The name in a `Host` header, without its port and the brackets of IPv6. */
const nameOf = (host: string): string =>
  (/^\[([^\]]*)\](?::\d*)?$/.exec(host)?.[1] ?? host.replace(/:\d*$/, '')).toLowerCase()

/**
 * Whether a `Host` can only be meant for a machine at hand: an address, or a name that cannot be registered by others. Any other name
 * may be a foreign page's that was pointed here (DNS rebinding).
 */
export function isNearbyHost(host: string): boolean {
  const name = isIP(host) === 0 ? nameOf(host) : host
  if (name === '') return false
  return isIP(name) !== 0 || !name.includes('.') || /\.(localhost|internal|local|test)$/.test(name)
}

/** Whether a `Host` is this very machine: a loopback address, `localhost` or a name below it (RFC 6761), or the bound address. */
export function isThisHost(host: string, bound: string): boolean {
  const name = nameOf(host)
  return /^(?:.+\.)?localhost\.?$/.test(name) || isLoopback(name) || (name !== '' && name === plain(bound))
}

/** Whether an address is of the loopback network. */
export function isLoopback(address: string): boolean {
  const name = plain(address)
  return isIP(name) !== 0 && loopback.check(name, isIPv6(name) ? 'ipv6' : 'ipv4')
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** An IPv4 address as itself, where a socket calls it `::ffff:127.0.0.1`. */
const plain = (address: string): string => address.replace(/^::ffff:/i, '')
