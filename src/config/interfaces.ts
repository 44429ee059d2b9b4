import { isIPv4 } from 'node:net'
import { networkInterfaces } from 'node:os'

/** One address of the machine. */
export interface InterfaceAddress {
  readonly name: string
  readonly address: string
  readonly loopback: boolean
}

/** The addresses of this machine, IPv4 before IPv6. */
export function machineAddresses(): InterfaceAddress[] {
  const all = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.map(({ address, internal }) => ({ name, address, loopback: internal })),
  )
  return [...all.filter(({ address }) => isIPv4(address)), ...all.filter(({ address }) => !isIPv4(address))]
}

/** Private networks that are not link-local. */
const PRIVATE =
  /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:)/i
/** Networks that are reserved otherwise (RFC 6890). */
const RESERVED =
  /^(0\.|127\.|169\.254\.|192\.0\.[02]\.|192\.88\.99\.|198\.1[89]\.|198\.51\.100\.|203\.0\.113\.|2[2-5]\d\.|::|fe[89ab]|ff|2001:(db8|10|2|0)?:)/i

export const isPrivate = ({ address }: InterfaceAddress): boolean => PRIVATE.test(address)
export const isPublic = ({ address }: InterfaceAddress): boolean => !PRIVATE.test(address) && !RESERVED.test(address)
/** Whether others can be sent to it: neither loopback nor of one link only. */
export const isForwardable = ({ address, loopback }: InterfaceAddress): boolean =>
  !loopback && !/^(169\.254\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|fe[89ab])/i.test(address)
