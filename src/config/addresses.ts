import { isIPv4 } from 'node:net'
import type { Settings } from '../model/settings.ts'
import { quoteGo } from '../go/quote.ts'
import { ConfigError } from './errors.ts'
import type { ConfigReader } from './reader.ts'
import { detectAddress } from './detect-address.ts'
import { expandTemplates, TemplateError } from './sockaddr.ts'
import { isIP } from '../lib/ip.ts'

const LOOPBACK = '127.0.0.1'
const ANY_IPV4 = '0.0.0.0'
export const UNIX = 'unix://'
const ANY: ReadonlySet<string> = new Set(['0.0.0.0', '::', '[::]'])

type Addresses = Pick<
  Settings,
  | 'bindAddress'
  | 'advertiseAddress'
  | 'advertiseAddressWan'
  | 'serfLanAddress'
  | 'serfWanAddress'
  | 'clientAddresses'
  | 'addresses'
  | 'taggedAddresses'
>

/** Where the agent listens, and the addresses that other members are given. With -dev everything is on loopback by default. */
export function readAddresses(reader: ConfigReader, { dev }: { readonly dev: boolean }): Addresses {
  const clientAddresses = readClientAddresses(reader)
  const dns = listenAddresses(reader, 'addresses.dns')
  const http = listenAddresses(reader, 'addresses.http')
  const https = listenAddresses(reader, 'addresses.https')
  const grpc = listenAddresses(reader, 'addresses.grpc')
  const addresses = { http, https, dns, grpc, grpcTls: listenAddresses(reader, 'addresses.grpc_tls') }
  // Consul reads this one twice, and reports its problems twice.
  readIp(reader, 'advertise_addr')
  const advertised = readIp(reader, 'advertise_addr')
  const wan = readIp(reader, 'advertise_addr_wan')
  const bindAddress = expanded(reader, 'bind_addr') ?? (dev ? LOOPBACK : ANY_IPV4)
  const advertiseAddress =
    advertised ?? (ANY.has(bindAddress) ? detectAddress(bindAddress, reader.addresses()) : bindAddress)
  return {
    bindAddress,
    advertiseAddress,
    advertiseAddressWan: wan ?? advertiseAddress,
    serfLanAddress: readIp(reader, 'serf_lan') ?? bindAddress,
    serfWanAddress: readIp(reader, 'serf_wan') ?? bindAddress,
    clientAddresses,
    addresses,
    taggedAddresses: {
      ...(wan === undefined ? {} : wanAddresses(wan)),
      ...familyAddresses(reader),
      ...reader.map('tagged_addresses'),
    },
  }
}

export function checkAddresses({ bindAddress, advertiseAddress, taggedAddresses }: Addresses): void {
  if (isUnix(bindAddress)) throw new ConfigError('bind_addr cannot be a unix socket')
  if (/\S\s+\S/.test(bindAddress)) {
    throw new ConfigError("bind_addr cannot contain multiple addresses. Use 'addresses.{dns,http,https}' instead.")
  }
  if (isIP(bindAddress) === 0) throw new ConfigError('bind_addr cannot be empty')
  if (ANY.has(advertiseAddress)) throw new ConfigError('Advertise address cannot be 0.0.0.0, :: or [::]')
  if (ANY.has(taggedAddresses['wan'] ?? '')) {
    throw new ConfigError('Advertise WAN address cannot be 0.0.0.0, :: or [::]')
  }
}

export function checkDnsAddress({ addresses }: Addresses): void {
  if (addresses.dns?.some(isUnix)) throw new ConfigError('DNS address cannot be a unix socket')
}

const isUnix = (address: string): boolean => address.startsWith(UNIX)

/** A text with the addresses that its templates stand for; undefined when the key is absent. */
function expanded(reader: ConfigReader, path: string): string | undefined {
  const text = reader.string(path)
  return text === undefined ? undefined : expandAt(reader, path, text)
}

/** The addresses that a list of texts with templates stands for. */
export const expandedList = (reader: ConfigReader, path: string, called = path): string[] =>
  reader.strings(path).flatMap(text => (text.includes('{{') ? split(expandAt(reader, called, text)) : [text]))

const expandAt = (reader: ConfigReader, path: string, text: string): string =>
  expand(reader, text, why => {
    reader.problems.push(`${path}: error parsing ${quoteGo(text)}: ${why}`)
    return ''
  })

/** `otherwise`: for a template that is none, with the reason. */
function expand(reader: ConfigReader, text: string, otherwise: (why: string) => string): string {
  try {
    return expandTemplates(text, reader.addresses)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return otherwise(error.message)
  }
}

/** DNS servers, of which each text may stand for several. */
export function readRecursors(reader: ConfigReader): string[] {
  return reader.strings('recursors').flatMap(text => split(expand(reader, text, () => '')))
}

export function checkRecursors(reader: ConfigReader): void {
  for (const text of reader.strings('recursors')) {
    expand(reader, text, why => {
      throw new ConfigError(`Invalid DNS recursor template ${quoteGo(text)}: ${why}`)
    })
  }
}

const split = (text: string): string[] => text.split(/\s+/).filter(word => word !== '')

/** A list of addresses with spaces between them; undefined when the key is absent, or one of them is none. */
function listenAddresses(reader: ConfigReader, path: string): readonly string[] | undefined {
  const text = expanded(reader, path)
  if (text === undefined) return undefined
  const list = split(text)
  const invalid = list.find(address => !isUnix(address) && isIP(address) === 0)
  if (invalid === undefined) return list
  reader.problems.push(`${path}: invalid ip address: ${invalid}`)
  return undefined
}

function readClientAddresses(reader: ConfigReader): readonly string[] {
  if (reader.string('client_addr') === undefined) return [LOOPBACK]
  const addresses = listenAddresses(reader, 'client_addr') ?? []
  if (!addresses.some(isUnix)) return addresses
  reader.problems.push('client_addr cannot be a unix socket')
  return []
}

function readIp(reader: ConfigReader, path: string): string | undefined {
  const text = expanded(reader, path)
  const [address, ...more] = split(text ?? '')
  if (address === undefined) return undefined
  const invalid = [address, ...more].find(one => !isUnix(one) && isIP(one) === 0)
  if (invalid !== undefined) reader.problems.push(`${path}: invalid ip address: ${invalid}`)
  else if (more.length > 0) reader.problems.push(`${path}: multiple addresses found: ${text}`)
  else if (isUnix(address)) reader.problems.push(`${path} cannot be a unix socket`)
  else return address
  return undefined
}

/** The keys of addresses of one family, by their tags. */
const FAMILIES = Object.entries({
  lan_ipv4: 'advertise_addr_ipv4',
  lan_ipv6: 'advertise_addr_ipv6',
  wan_ipv4: 'advertise_addr_wan_ipv4',
  wan_ipv6: 'advertise_addr_wan_ipv6',
})

/** Addresses of one family are only shown beside the others. */
function familyAddresses(reader: ConfigReader): Record<string, string> {
  const tags = FAMILIES.map(([tag, path]) => [tag, readIp(reader, path)] as const)
  return Object.fromEntries(tags.filter((one): one is readonly [string, string] => one[1] !== undefined))
}

export function checkFamilies(reader: ConfigReader): void {
  for (const [tag, path] of FAMILIES) {
    const [address = ''] = split(expand(reader, reader.string(path) ?? '', () => ''))
    const family = tag.slice(-4)
    if (isIP(address) !== 0 && `ipv${isIP(address)}` !== family) {
      throw new ConfigError(`${path} must be an ${family} address`)
    }
  }
}

const wanAddresses = (address: string): Record<string, string> => ({
  wan: address,
  [isIPv4(address) ? 'wan_ipv4' : 'wan_ipv6']: address,
})
