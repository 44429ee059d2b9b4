import type { ResourceReference } from '../config-entries/conditions.ts'

export type Route = Pick<ResourceReference, 'Kind' | 'Name'>

/** What was written of gateways, certificates and routes since they were bound the last time. */
export class RouteChanges {
  /** Gateways that say something else of their listeners, by their names in lower case. */
  readonly gateways = new Set<string>()
  /** Certificates that are held inline, by their names in lower case. */
  readonly certificates = new Set<string>()
  /** Whether all of it came anew. */
  everything = false
  /** Routes that were deleted. */
  readonly gone: Route[] = []
}
