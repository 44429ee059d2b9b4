import type { ConfigEntry } from '../../model/rows.ts'
import type { BoundApiGateway } from '../config-entries/bound-api-gateway.ts'
import type { ResourceReference } from '../config-entries/conditions.ts'
import { entriesOf } from '../config-entries/read.ts'
import type { View } from '../view.ts'
import { type Binding, bindRoute, type Route } from './bind-route.ts'
import { condition, type NewCondition } from './condition.ts'
import { type GatewayFacts, Parents } from './gateway-facts.ts'

/** What the server is to say of a gateway or a route. */
export interface PlannedStatus {
  readonly entry: ConfigEntry
  readonly conditions: readonly NewCondition[]
}

/** The status of each API gateway and route, and what each gateway's listeners are bound to. A pure function of the entries. */
export interface GatewayPlan {
  readonly statuses: readonly PlannedStatus[]
  readonly bound: readonly Pick<BoundApiGateway, 'Name' | 'Listeners' | 'Services'>[]
}

export function planGateways(view: View): GatewayPlan {
  const gateways = entriesOf(view, 'api-gateway')
  const parents = new Parents(view)
  // in the order in which they were made
  const routes: Route[] = [...entriesOf(view, 'http-route'), ...entriesOf(view, 'tcp-route')].sort(
    (a, b) => a.CreateIndex - b.CreateIndex,
  )
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
    bound: gateways.map(gateway => boundOf(parents.facts(gateway), bound.get(gateway.Name))),
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
      Protocol === 'tcp' && (bound?.byListener.get(Name)?.length ?? 0) > 1
        ? condition('Conflicted', true, 'RouteConflict', ONE_ROUTE, resource(Name))
        : condition('Conflicted', false, 'NoConflict', 'listener has no route conflicts', resource(Name)),
    ),
    ...listeners.map(({ Name }) => {
      const certificate = missing.get(Name)?.at(-1)
      if (certificate === undefined)
        return condition('ResolvedRefs', true, 'ResolvedRefs', 'resolved refs', resource(Name, boundName))
      const why = `certificate ${JSON.stringify(certificate.Name)} not found`
      return condition('ResolvedRefs', false, 'InvalidCertificateRef', why, resource(Name, boundName))
    }),
  ]
}

const ONE_ROUTE = 'TCP-based listeners currently only support binding a single route'

const referenceTo = ({ Kind, Name }: ConfigEntry): ResourceReference => ({ Kind, Name, SectionName: '' })

/** The routes that a gateway's listeners take. */
interface BoundRoutes {
  readonly all: Set<Binding>
  readonly byListener: Map<string, Binding[]>
}

/** By the name of the gateway. */
function boundRoutes(bindings: readonly Binding[]): ReadonlyMap<string, BoundRoutes> {
  const found = new Map<string, BoundRoutes>()
  for (const binding of bindings) {
    for (const { gateway, listener } of binding.listeners) {
      const bound = found.get(gateway) ?? { all: new Set(), byListener: new Map() }
      found.set(gateway, bound)
      bound.all.add(binding)
      const routes = bound.byListener.get(listener)
      if (!routes) bound.byListener.set(listener, [binding])
      // a route may name a listener and the whole gateway
      else if (routes.at(-1) !== binding) routes.push(binding)
    }
  }
  return found
}

function boundOf(
  { gateway, boundName, missing }: GatewayFacts,
  bound: BoundRoutes | undefined,
): GatewayPlan['bound'][number] {
  const services = new Map<string, ResourceReference[]>()
  for (const { route, services: names } of bound?.all ?? []) {
    for (const service of names) {
      const routes = services.get(service)
      if (routes) routes.push(referenceTo(route))
      else services.set(service, [referenceTo(route)])
    }
  }
  return {
    Name: boundName,
    Listeners: (gateway.Listeners ?? []).map(({ Name, TLS }) => {
      const routes = bound?.byListener.get(Name)?.map(({ route }) => referenceTo(route)) ?? []
      const certificates =
        TLS.Certificates?.filter(certificate => missing.get(Name)?.includes(certificate) !== true) ?? []
      return {
        Name,
        Routes: routes.length > 0 ? routes : null,
        Certificates: certificates.length > 0 ? certificates : null,
      }
    }),
    Services: Object.fromEntries(services),
  }
}
