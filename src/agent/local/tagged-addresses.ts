import { isIPv4 } from 'node:net'
import type { ServiceFields, ServiceRegistration } from '../../model/registration.ts'
import type { ServiceAddress } from '../../model/rows.ts'
import { refuse } from './errors.ts'
import { isIP, isIPv6 } from '../../lib/ip.ts'

const FAMILIES: Readonly<Record<string, (address: string) => boolean>> = { ipv4: isIPv4, ipv6: isIPv6 }
const NETWORKS = ['lan', 'wan'] as const

/** The registration with all the addresses of its service. */
export const withTaggedAddresses = (registration: ServiceRegistration): ServiceRegistration => ({
  ...registration,
  row: { ...registration.row, TaggedAddresses: taggedAddressesOf(registration.row) },
})

/** The addresses of a service by tag, those made of its own address included; in order of the tags, as Go writes maps. */
function taggedAddressesOf(service: ServiceFields): Readonly<Record<string, ServiceAddress>> | null {
  const tagged: Record<string, ServiceAddress> = { ...service.TaggedAddresses }
  for (const [family, fits] of Object.entries(FAMILIES)) {
    for (const network of NETWORKS) {
      const tag = `${network}_${family}`
      const given = tagged[tag]
      if (given && !fits(given.Address)) {
        throw refuse.failed(`Service tagged address "${tag}" must be a valid ${family} address`)
      }
      if (!given && isIP(service.Address) !== 0 && fits(service.Address)) {
        tagged[tag] = { Address: service.Address, Port: service.Port }
      }
    }
  }
  const entries = Object.entries(tagged).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.length > 0 ? Object.fromEntries(entries) : null
}
