import { isIP, isIPv4 } from 'node:net'
import type { Settings } from '../settings.ts'
import { ConfigError } from './errors.ts'
import type { ConfigReader } from './reader.ts'

const LOOPBACK = '127.0.0.1'
const UNIX = 'unix://'
const ANY: ReadonlySet<string> = new Set(['0.0.0.0', '::', '[::]'])

type Addresses = Pick<
  Settings,
  'bindAddress' | 'advertiseAddress' | 'clientAddresses' | 'addresses' | 'taggedAddresses'
>

/** Where the agent listens, and what it tells others about that. Everything is on loopback unless told otherwise. */
export function readAddresses(reader: ConfigReader): Addresses {
  const clientAddresses = listenAddresses(reader, 'client_addr') ?? [LOOPBACK]
  if (clientAddresses.some(isUnix)) reader.problems.push('client_addr cannot be a unix socket')
  const addresses = { http: listenAddresses(reader, 'addresses.http'), dns: listenAddresses(reader, 'addresses.dns') }
  const advertised =
    readIp(reader, 'advertise_addr') ?? readIp(reader, 'advertise_addr_ipv4') ?? readIp(reader, 'advertise_addr_ipv6')
  const wan = readIp(reader, 'advertise_addr_wan') ?? readIp(reader, 'advertise_addr_wan_ipv4')
  const bindAddress = reader.string('bind_addr') ?? LOOPBACK
  return {
    bindAddress,
    advertiseAddress: advertised ?? (ANY.has(bindAddress) ? LOOPBACK : bindAddress),
    clientAddresses,
    addresses,
    taggedAddresses: { ...(wan === undefined ? {} : wanAddresses(wan)), ...reader.map('tagged_addresses') },
  }
}

/** What Consul looks at once it has read everything. */
export function checkAddresses({ bindAddress, advertiseAddress, addresses }: Addresses): void {
  if (isUnix(bindAddress)) throw new ConfigError('bind_addr cannot be a unix socket')
  if (/\S\s+\S/.test(bindAddress) && !bindAddress.includes('{{')) {
    throw new ConfigError("bind_addr cannot contain multiple addresses. Use 'addresses.{dns,http,https}' instead.")
  }
  if (isIP(bindAddress) === 0) throw new ConfigError(`bind_addr cannot be empty: invalid ip address: ${bindAddress}`)
  if (ANY.has(advertiseAddress)) throw new ConfigError('Advertise address cannot be 0.0.0.0, :: or [::]')
  if (addresses.dns?.some(isUnix)) throw new ConfigError('DNS address cannot be a unix socket')
}

const isUnix = (address: string): boolean => address.startsWith(UNIX)

/** A list of addresses with spaces between them; undefined when the key is absent. */
function listenAddresses(reader: ConfigReader, path: string): readonly string[] | undefined {
  const text = reader.string(path)
  if (text === undefined) return undefined
  if (text.includes('{{')) {
    reader.problems.push(`${path}: templates are not built yet, write the address itself: ${text}`)
    return undefined
  }
  const list = text.split(/\s+/).filter(address => address !== '')
  for (const address of list) {
    if (!isUnix(address) && isIP(address) === 0) reader.problems.push(`${path}: invalid ip address: ${address}`)
  }
  return list
}

function readIp(reader: ConfigReader, path: string): string | undefined {
  const address = reader.string(path)
  if (address === undefined || address === '') return undefined
  if (isIP(address) === 0) reader.problems.push(`${path}: invalid ip address: ${address}`)
  return address
}

const wanAddresses = (address: string): Record<string, string> => ({
  wan: address,
  [isIPv4(address) ? 'wan_ipv4' : 'wan_ipv6']: address,
})
