import type { Agent } from '../../agent/agent.ts'
import { fold } from '../../state/schema.ts'
import { Refusal } from '../refusals.ts'
import { quoteGo } from '../../go/quote.ts'

const MAX_ADDRESSES = 8
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/

export interface Assignment {
  /** Whether the service is in the mesh, without which nothing is set. */
  readonly found: boolean
  /** Services that had one of the addresses until now. */
  readonly unassignedFrom: readonly string[]
}

/** Sets the addresses of a service in the mesh besides the one that was given out; each stands for one service. */
export function setVirtualIps({ store }: Agent, service: string, given: readonly string[]): Assignment {
  const addresses = [...new Set(given)]
  if (addresses.length > MAX_ADDRESSES) {
    throw new Refusal(500, `cannot associate more than ${MAX_ADDRESSES} manual virtual IPs with the same service`)
  }
  for (const address of addresses) {
    if (IPV4.test(address)) continue
    const shown = address.includes(':') ? address : '<nil>'
    throw new Refusal(500, `${quoteGo(shown)} is not a valid IPv4 address`)
  }
  return store.write(tx => {
    const row = tx.get('virtualIps', fold(service))
    if (!row) return { found: false, unassignedFrom: [] }
    const unassigned = new Set<string>()
    for (const address of addresses) {
      for (const other of [...tx.by('virtualIps', 'manual', address)]) {
        if (other.Service === row.Service) continue
        unassigned.add(other.Service)
        tx.put('virtualIps', { ...other, ManualIPs: (other.ManualIPs ?? []).filter(ip => ip !== address) })
      }
    }
    tx.put('virtualIps', { ...row, ManualIPs: addresses })
    tx.bump('virtualIps')
    return { found: true, unassignedFrom: [...unassigned].sort() }
  })
}
