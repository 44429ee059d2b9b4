import { lookup } from 'node:dns/promises'
import { NO_NAME, splitJoinAddress } from '../../agent/join-address.ts'
import { errnoText } from '../../go/errno.ts'
import { errorText } from '../../lib/error-text.ts'
import { joinHostPort } from '../../go/host-port.ts'
import { isIP, isLibcAddress } from '../../lib/ip.ts'
import { lookupError } from '../../go/lookup-error.ts'
import { quoteGo } from '../../go/quote.ts'

/** Somewhere to join. */
export interface Address {
  readonly host: string
  readonly port: number
}

export const show = ({ host, port }: Address): string => joinHostPort(host, port)

/** Finds the addresses that a text means. Rejects with Consul's text. */
export async function resolve(text: string, standardPort: number): Promise<readonly Address[]> {
  const { host, port } = splitAddress(text, standardPort)
  return addressesOf(host, port).catch((error: unknown) => {
    throw new Error(`Failed to resolve ${text}: ${errorText(error)}`, { cause: error })
  })
}

/** The addresses of a host. Rejects with Go's text. */
export async function addressesOf(host: string, port: number): Promise<readonly Address[]> {
  if (isIP(host) !== 0) return [{ host, port }]
  try {
    if (host === '' || isLibcAddress(host)) throw new Error('nothing to look up')
    const found = await lookup(host, { all: true })
    return found.map(({ address }) => ({ host: address, port }))
  } catch (error) {
    throw new Error(lookupError(host), { cause: error })
  }
}

function splitAddress(text: string, standardPort: number): Address {
  const given = splitJoinAddress(text)
  if (!given) throw new Error(`Failed to resolve ${text}: ${NO_NAME}`)
  const { host, port } = given
  if (port !== undefined && !/^\d+$/.test(port)) {
    throw new Error(`Failed to resolve ${text}: strconv.ParseUint: parsing ${quoteGo(port)}: invalid syntax`)
  }
  if (port !== undefined && Number(port) > 65_535) {
    throw new Error(`Failed to resolve ${text}: strconv.ParseUint: parsing ${quoteGo(port)}: value out of range`)
  }
  return { host, port: port === undefined ? standardPort : Number(port) }
}

/** Go's text for why a connection failed. */
export function dialProblem(error: unknown, address: Address): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) return errorText(error)
  if (code.startsWith('HPE_')) return notAnAgent(address)
  return `dial tcp ${show(address)}: connect: ${errnoText(error)}`
}

/** What answers there speaks another protocol. */
export const notAnAgent = (address: Address): string =>
  `received invalid msgType (72), expected pushPullMsg (6) from=${show(address)}`
