import { isIP, isIPv4, isIPv6 } from 'node:net'
import type { ServiceAddress } from '../../model/rows.ts'
import { refuse } from './errors.ts'
import type { ServiceDefinition } from './service-definition.ts'

const FAMILIES: Readonly<Record<string, (address: string) => boolean>> = { ipv4: isIPv4, ipv6: isIPv6 }
const NETWORKS = ['lan', 'wan'] as const

/** The addresses of a service by tag, those made of its own address included; in order of the tags, as Go writes maps. */
export function taggedAddressesOf(service: ServiceDefinition): Readonly<Record<string, ServiceAddress>> | null {
  const tagged: Record<string, ServiceAddress> = { ...service.taggedAddresses }
  for (const [family, fits] of Object.entries(FAMILIES)) {
    for (const network of NETWORKS) {
      const tag = `${network}_${family}`
      const given = tagged[tag]
      if (given && !fits(given.Address)) {
        throw refuse.failed(`Service tagged address "${tag}" must be a valid ${family} address`)
      }
      if (!given && isIP(service.address) !== 0 && fits(service.address)) {
        tagged[tag] = { Address: service.address, Port: service.port }
      }
    }
  }
  const entries = Object.entries(tagged).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.length > 0 ? Object.fromEntries(entries) : null
}
