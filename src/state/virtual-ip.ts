import type { Service, ServiceAddress } from '../model/rows.ts'
import { virtualIpKey } from './schema.ts'
import type { Tx } from './store.ts'
import { usesVirtualIp } from './virtual-ip-use.ts'

/** The tagged address that a service has in the mesh. */
export const VIRTUAL_ADDRESS = 'consul-virtual'

/** The addresses of an instance with the one that stands for its service, by name, as Go writes maps. */
export const withVirtual = (
  addresses: Service['TaggedAddresses'],
  virtual: ServiceAddress,
): NonNullable<Service['TaggedAddresses']> =>
  Object.fromEntries(Object.entries({ ...addresses, [VIRTUAL_ADDRESS]: virtual }).sort(([a], [b]) => (a < b ? -1 : 1)))

/**
 * The address that stands for a service in the mesh as long as it is used: the one that became free last, or else the next from
 * 240.0.0.1 upwards. As in Consul, others that became free before are never given out again. A service of a peer has one of its own.
 */
export function virtualIp(tx: Tx, service: string, peer?: string): string {
  const old = tx.get('virtualIps', virtualIpKey(service, peer))
  if (old) return old.Address
  const address = freed(tx) ?? next(tx)
  tx.put('virtualIps', { Service: service, ...(peer !== undefined && { PeerName: peer }), Address: address })
  tx.bump('virtualIps')
  return address
}

/** One that stood for a service which is gone. */
function freed(tx: Tx): string | undefined {
  const row = tx.get('freeVirtualIps', 'free')
  if (row) tx.delete('freeVirtualIps', 'free')
  return row?.Address
}

function next(tx: Tx): string {
  const last = tx.get('freeVirtualIps', 'counter')?.Address
  // states that were kept before there was a counter have given out as many as there are rows
  const Address = numbered((last === undefined ? tx.size('virtualIps') : numberOf(last)) + 1)
  tx.put('freeVirtualIps', { Address, IsCounter: true })
  return Address
}

const numberOf = (address: string): number =>
  address
    .split('.')
    .slice(1)
    .reduce((n, byte) => n * 256 + Number(byte), 0)

const numbered = (n: number): string => `240.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`

/** Frees the address of a service once nothing of the mesh goes by its name; of a peer's service, at once. */
export function releaseVirtualIp(
  tx: Tx,
  service: string,
  { peer, withoutProxies }: { readonly peer?: string; readonly withoutProxies?: boolean } = {},
): void {
  const key = virtualIpKey(service, peer)
  const row = tx.get('virtualIps', key)
  if (!row || (peer === undefined && usesVirtualIp(tx, service, withoutProxies))) return
  tx.delete('virtualIps', key)
  tx.bump('virtualIps')
  tx.put('freeVirtualIps', { Address: row.Address })
}
