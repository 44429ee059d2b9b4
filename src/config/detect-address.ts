import { isIPv4 } from 'node:net'
import { ConfigError } from './errors.ts'
import { type InterfaceAddress, isPublic } from './interfaces.ts'

/**
 * The address that others are given by an agent that listens on all addresses of a family: the one private IPv4 address of the
 * machine (one of any special-purpose network, RFC 6890), or its one public IPv6 address. A machine without a network has its loopback address. Throws a ConfigError with Consul's
 * text where there is none, or where there are several.
 */
export function detectAddress(bindAddress: string, addresses: readonly InterfaceAddress[]): string {
  const ipv4 = isIPv4(bindAddress)
  const outer = addresses.filter(({ address, loopback }) => !loopback && isIPv4(address) === ipv4)
  const [first, ...more] = outer.filter(one => isPublic(one) !== ipv4)
  const kind = ipv4 ? 'private IPv4' : 'public IPv6'
  if (more.length > 0) {
    throw new ConfigError(`Multiple ${kind} addresses found. Please configure one with 'bind' and/or 'advertise'.`)
  }
  if (first) return first.address
  if (ipv4 && outer.length === 0) return '127.0.0.1'
  throw new ConfigError(`No ${kind} address found`)
}
