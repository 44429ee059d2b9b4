import { fold } from './schema.ts'
import type { Tx } from './store.ts'

/** The address that stands for a service in the mesh, given out from 240.0.0.1 upwards. */
export function virtualIp(tx: Tx, service: string): string {
  const old = tx.get('virtualIps', fold(service))
  if (old) return old.Address
  const n = tx.size('virtualIps') + 1
  const address = `240.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`
  tx.put('virtualIps', { Service: service, Address: address })
  return address
}
