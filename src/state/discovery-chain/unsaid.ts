import type { ServiceResolver } from '../config-entries/service-resolver.ts'
import type { ServiceRoute } from '../config-entries/service-router.ts'

/** What is left when no route of a router fits. */
export function catchAll(service: string): ServiceRoute {
  return {
    Match: {
      HTTP: {
        PathExact: '',
        PathPrefix: '/',
        PathRegex: '',
        CaseInsensitive: false,
        Header: null,
        QueryParam: null,
        Methods: null,
      },
    },
    Destination: {
      RequestTimeout: 0,
      IdleTimeout: 0,
      Service: service,
      ServiceSubset: '',
      Namespace: 'default',
      Partition: 'default',
      PrefixRewrite: '',
      NumRetries: 0,
      RetryOnConnectFailure: false,
      RetryOn: null,
      RetryOnStatusCodes: null,
      RequestHeaders: null,
      ResponseHeaders: null,
    },
  }
}

/** In the community edition such a part says nothing, but it is shown. */
export const hasLocality = (
  ...entries: readonly ({ readonly PrioritizeByLocality: object | null } | undefined)[]
): boolean => entries.some(entry => (entry?.PrioritizeByLocality ?? null) !== null)

/** An entry that says nothing is as good as none. */
export function isDefault(resolver: ServiceResolver): boolean {
  return (
    resolver.ConnectTimeout === 0 &&
    resolver.RequestTimeout === 0 &&
    resolver.DefaultSubset === '' &&
    Object.keys(resolver.Subsets ?? {}).length === 0 &&
    resolver.Redirect === null &&
    Object.keys(resolver.Failover ?? {}).length === 0 &&
    resolver.LoadBalancer === null &&
    resolver.PrioritizeByLocality === null
  )
}
