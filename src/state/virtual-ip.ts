import { virtualIpKey } from './schema.ts'
import type { Tx } from './store.ts'
import { usesVirtualIp } from './virtual-ip-use.ts'

/**
 * The address that stands for a service in the mesh: the lowest free one from 240.0.0.1 upwards, as long as it is used. A service of a
 * peer has one of its own.
 */
export function virtualIp(tx: Tx, service: string, peer?: string): string {
  const old = tx.get('virtualIps', virtualIpKey(service, peer))
  if (old) return old.Address
  const address = freed(tx) ?? numbered(tx.size('virtualIps') + 1)
  tx.put('virtualIps', { Service: service, ...(peer !== undefined && { PeerName: peer }), Address: address })
  return address
}

/** One that stood for a service which is gone. */
function freed(tx: Tx): string | undefined {
  const key = tx.ceiling('freeVirtualIps', '')
  if (key === undefined) return undefined
  const row = tx.get('freeVirtualIps', key)
  tx.delete('freeVirtualIps', key)
  return row?.Address
}

/** As long as none is free, as many were given out as there are rows. */
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
  tx.put('freeVirtualIps', { Address: row.Address })
}
