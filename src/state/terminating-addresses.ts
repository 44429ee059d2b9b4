import { sortedMap } from '../go/decode/containers.ts'
import { equal } from '../lib/equal.ts'
import type { ConfigEntry, Service, ServiceAddress } from '../model/rows.ts'
import { getEntry } from './config-entries/read.ts'
import { bumpInstance, bumpServices } from './entries.ts'
import { fold } from './schema.ts'
import type { Tx } from './store.ts'
import type { View } from './view.ts'
import { releaseVirtualIp, virtualIp } from './virtual-ip.ts'

/**
 * Services that the entry of a terminating gateway names have addresses in the mesh, and so has its wildcard; what is registered under
 * its name bears them, as in Consul of whatever kind it is. They outlive the entry, and also their names in it while there are instances.
 */
export function followAddresses(tx: Tx, now: ConfigEntry, old: ConfigEntry | undefined): void {
  const [names, former] = [namesIn(now), namesIn(old)]
  for (const service of names) virtualIp(tx, service)
  const instances = tx.by('services', 'name', fold(now.Name))
  const gone = [...former].filter(service => !names.has(service))
  if (instances.length === 0) for (const service of gone) releaseVirtualIp(tx, service)
  if (old && gone.length === 0 && names.size === former.size) return
  for (const instance of instances) {
    const TaggedAddresses = withServiceAddresses(tx, instance)
    if (instance.TaggedAddresses && equal(TaggedAddresses, instance.TaggedAddresses)) continue
    const row = {
      ...instance,
      Tags: instance.Tags ?? [],
      Meta: instance.Meta ?? {},
      TaggedAddresses,
      ModifyIndex: tx.index,
    }
    tx.put('services', row)
    bumpInstance(tx, row)
    bumpServices(tx, row.Node)
  }
}

const namesIn = (gateway: ConfigEntry | undefined): ReadonlySet<string> =>
  new Set(((gateway?.['Services'] ?? []) as readonly { readonly Name: string }[]).map(({ Name }) => Name))

const OF_SERVICE = 'consul-virtual:'

/** The addresses of a terminating gateway, with one for each service that it names. */
export function withServiceAddresses(
  view: View,
  { Service, TaggedAddresses }: Pick<Service, 'Service' | 'TaggedAddresses'>,
): Service['TaggedAddresses'] {
  const addresses: Record<string, ServiceAddress> = {}
  for (const [name, address] of Object.entries(TaggedAddresses ?? {})) {
    if (!name.startsWith(OF_SERVICE)) addresses[name] = address
  }
  const gateway = getEntry(view, 'terminating-gateway', Service)
  for (const behind of namesIn(gateway)) {
    const virtual = view.get('virtualIps', fold(behind))
    if (virtual) addresses[OF_SERVICE + behind] = { Address: virtual.Address, Port: 0 }
  }
  // to Consul an empty map is another one than none: with its entry, an instance has one
  return gateway || Object.keys(addresses).length > 0 ? sortedMap(addresses, address => address) : null
}
