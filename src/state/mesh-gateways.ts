import { nodeOf } from './catalog.ts'
import { entry } from './entries.ts'
import { checksOf, type Health } from './health.ts'
import type { Read } from './kv.ts'
import type { View } from './view.ts'

/** What a leader writes about its datacenter at the start comes after the first entry of the log. */
export const FIRST_INDEX = 2

/** The mesh gateways of the datacenter, with their checks. */
export function meshGateways(view: View): Read<readonly Health[]> {
  const services = view.by('services', 'gateway', 'mesh-gateway')
  return {
    index: Math.max(
      FIRST_INDEX,
      view.entry(entry.meshGateways),
      ...services.map(({ Service }) => view.entry(entry.service(Service))),
    ),
    value: services.map(service => ({
      service,
      node: nodeOf(view, service),
      checks: checksOf(view, service),
    })),
  }
}
