import type { Node, Service } from '../model/rows.ts'

/**
 * What agents with `translate_wan_addrs` show of another datacenter: the addresses that lead there from outside. An address of a
 * family goes before `wan`, even a local one, as the recordings have it.
 */

export const WAN_IPV4: readonly string[] = ['wan_ipv4', 'lan_ipv4']
export const WAN_IPV6: readonly string[] = ['wan_ipv6', 'lan_ipv6']
export const WAN_ANY: readonly string[] = [...WAN_IPV6, ...WAN_IPV4]

/** The first tagged address that says something; else `wan`, if only with an empty text; else the plain one. */
export function wanAddress(
  plain: string,
  tagged: (tag: string) => string | undefined,
  tags: readonly string[],
): string {
  for (const tag of tags) {
    const address = tagged(tag)
    if (address) return address
  }
  return tagged('wan') ?? plain
}

/** The port of a service from outside. */
export const wanPort = ({ Port, TaggedAddresses }: Pick<Service, 'Port' | 'TaggedAddresses'>): number =>
  TaggedAddresses?.['wan']?.Port || Port

export function wanNode(node: Node): Node {
  const { TaggedAddresses } = node
  return TaggedAddresses ? { ...node, Address: wanAddress(node.Address, tag => TaggedAddresses[tag], WAN_ANY) } : node
}

export function wanService(service: Service): Service {
  const { TaggedAddresses } = service
  if (!TaggedAddresses) return service
  const Address = wanAddress(service.Address, tag => TaggedAddresses[tag]?.Address, WAN_ANY)
  return { ...service, Address, Port: wanPort(service) }
}

export const wanInstance = <R extends { readonly node: Node; readonly service: Service }>(row: R): R => ({
  ...row,
  node: wanNode(row.node),
  service: wanService(row.service),
})
