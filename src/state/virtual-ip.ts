import { fold } from './schema.ts'
import type { Tx } from './store.ts'
import { usesVirtualIp } from './virtual-ip-use.ts'

/** The address that stands for a service in the mesh: the lowest free one from 240.0.0.1 upwards, as long as it is used. */
export function virtualIp(tx: Tx, service: string): string {
  const old = tx.get('virtualIps', fold(service))
  if (old) return old.Address
  const address = freed(tx) ?? numbered(tx.size('virtualIps') + 1)
  tx.put('virtualIps', { Service: service, Address: address })
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

/** Frees the address of a service once nothing of the mesh goes by its name. */
export function releaseVirtualIp(tx: Tx, service: string): void {
  const row = tx.get('virtualIps', fold(service))
  if (!row || usesVirtualIp(tx, service)) return
  tx.delete('virtualIps', fold(service))
  tx.put('freeVirtualIps', { Address: row.Address })
}
