import { WILDCARD } from './config-entries/service-intentions.ts'
import { fold, keyOf } from './schema.ts'
import type { View } from './view.ts'

/** The kinds of entries that bring the service they are named for into the mesh. */
export const MESH_KINDS: ReadonlySet<string> = new Set([
  'service-defaults',
  'service-resolver',
  'service-router',
  'service-splitter',
  'service-intentions',
])

/**
 * Whether anything needs the address of a service: an entry of its name, a terminating gateway, a proxy, an instance.
 * `withoutProxies`: proxies do not count, as when its last instance has gone.
 */
export function usesVirtualIp(view: View, service: string, withoutProxies = false): boolean {
  for (const kind of MESH_KINDS) if (view.get('configEntries', keyOf(kind, service))) return true
  if (!withoutProxies && view.first('services', 'connect', fold(service))) return true
  if (view.first('services', 'name', fold(service))) return true
  if (service === WILDCARD) return isTerminatedAll(view)
  return view
    .by('gatewayServices', 'service', fold(service))
    .some(({ GatewayKind }) => GatewayKind === 'terminating-gateway')
}

/** Whether a terminating gateway takes in all services. */
const isTerminatedAll = (view: View): boolean =>
  view.by('configEntries', 'reference', `gateway.${WILDCARD}`).some(({ Kind }) => Kind === 'terminating-gateway')
