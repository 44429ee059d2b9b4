import type { ConfigEntry } from '../../model/rows.ts'
import type { ResourceReference } from '../config-entries/conditions.ts'
import { entriesOf } from '../config-entries/read.ts'
import type { View } from '../view.ts'
import { type Binding, bindRoute, type Route } from './bind-route.ts'
import { type BoundListeners, nextBound } from './bound-listeners.ts'
import { RouteChanges } from './route-changes.ts'
import { condition, type NewCondition } from './condition.ts'
import { type GatewayFacts, Parents } from './gateway-facts.ts'
import { quoteGo } from '../../go/quote.ts'

/** What the server is to say of a gateway or a route. */
export interface PlannedStatus {
  readonly entry: ConfigEntry
  readonly conditions: readonly NewCondition[]
}

/** The status of each API gateway and route, and what each gateway's listeners are bound to. */
export interface GatewayPlan {
  readonly statuses: readonly PlannedStatus[]
  readonly bound: readonly BoundListeners[]
}

/** A pure function of the entries, and of which of them were written since the last plan. */
export function planGateways(view: View, changes = new RouteChanges()): GatewayPlan {
  const gateways = entriesOf(view, 'api-gateway')
  const parents = new Parents(view, changes)
  const routes: Route[] = [...entriesOf(view, 'http-route'), ...entriesOf(view, 'tcp-route')]
  const bindings = routes.map(route => bindRoute(view, route, parents))
  const bound = boundRoutes(bindings)
  return {
    statuses: [
      ...gateways.map(gateway => ({
        entry: gateway,
        conditions: gatewayConditions(parents.facts(gateway), bound.get(gateway.Name)),
      })),
      ...bindings.map(({ route, conditions }) => ({ entry: route, conditions })),
    ],
    bound: gateways.map(gateway => boundOf(parents.facts(gateway), bound.get(gateway.Name), changes)),
  }
}

function gatewayConditions(
  { gateway, boundName, missing }: GatewayFacts,
  bound: BoundRoutes | undefined,
): readonly NewCondition[] {
  const accepted =
    missing.size > 0
      ? condition('Accepted', false, 'InvalidCertificates', 'gateway references invalid certificates')
      : condition('Accepted', true, 'Accepted', 'gateway is valid')
  const listeners = [...(gateway.Listeners ?? [])].sort((a, b) => (a.Name < b.Name ? -1 : 1))
  const resource = (SectionName: string, Name = gateway.Name): ResourceReference => ({
    Kind: 'api-gateway',
    Name,
    SectionName,
  })
  return [
    accepted,
    ...listeners.map(({ Name, Protocol }) =>
      Protocol === 'tcp' && (bound?.get(Name)?.length ?? 0) > 1
        ? condition('Conflicted', true, 'RouteConflict', ONE_ROUTE, resource(Name))
        : condition('Conflicted', false, 'NoConflict', 'listener has no route conflicts', resource(Name)),
    ),
    ...listeners.map(({ Name }) => {
      const certificate = missing.get(Name)?.at(-1)
      if (certificate === undefined)
        return condition('ResolvedRefs', true, 'ResolvedRefs', 'resolved refs', resource(Name, boundName))
      const why = `certificate ${quoteGo(certificate.Name)} not found`
      return condition('ResolvedRefs', false, 'InvalidCertificateRef', why, resource(Name, boundName))
    }),
  ]
}

const ONE_ROUTE = 'TCP-based listeners currently only support binding a single route'

/** The routes that each listener of a gateway takes. */
type BoundRoutes = Map<string, Binding[]>

/** By the name of the gateway. */
function boundRoutes(bindings: readonly Binding[]): ReadonlyMap<string, BoundRoutes> {
  const found = new Map<string, BoundRoutes>()
  for (const binding of bindings) {
    for (const { gateway, listener } of binding.listeners) {
      const bound: BoundRoutes = found.get(gateway) ?? new Map<string, Binding[]>()
      found.set(gateway, bound)
      const routes = bound.get(listener)
      if (!routes) bound.set(listener, [binding])
      // a route may name a listener and the whole gateway
      else if (routes.at(-1) !== binding) routes.push(binding)
    }
  }
  return found
}

function boundOf(
  { gateway, boundName, bound: before, missing }: GatewayFacts,
  bound: BoundRoutes | undefined,
  changes: RouteChanges,
): BoundListeners {
  const listeners = (gateway.Listeners ?? []).map(({ Name, TLS }) => {
    const certificates =
      TLS.Certificates?.filter(certificate => missing.get(Name)?.includes(certificate) !== true) ?? []
    return {
      Name,
      taken: bound?.get(Name) ?? [],
      Certificates: certificates.length > 0 ? certificates : null,
    }
  })
  return nextBound(boundName, listeners, before, changes)
}
