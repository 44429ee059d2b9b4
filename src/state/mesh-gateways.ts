import { nodeOf } from './catalog.ts'
import { checksOf, type Health } from './health.ts'
import type { View } from './view.ts'

/** The mesh gateways of the datacenter, with their checks. */
export const meshGateways = (view: View): readonly Health[] =>
  view.by('services', 'gateway', 'mesh-gateway').map(service => ({
    service,
    node: nodeOf(view, service),
    checks: checksOf(view, service),
  }))
