import { compareBytes } from '../../lib/compare-bytes.ts'
import type { ApiListener } from '../config-entries/api-gateway.ts'
import type { ResourceReference } from '../config-entries/conditions.ts'
import { type entriesOf, protocolOf } from '../config-entries/read.ts'
import type { View } from '../view.ts'
import { condition, type NewCondition } from './condition.ts'
import type { GatewayFacts, Parents } from './gateway-facts.ts'
import { MAX_COMPARED, RouteHosts } from './route-hosts.ts'

type StoredHttpRoute = ReturnType<typeof entriesOf<'http-route'>>[number]
export type Route = StoredHttpRoute | ReturnType<typeof entriesOf<'tcp-route'>>[number]

const isHttp = (route: Route): route is StoredHttpRoute => route.Kind === 'http-route'

/** What became of a route. */
export interface Binding {
  readonly route: Route
  readonly services: readonly string[]
  readonly conditions: readonly NewCondition[]
  /** The listeners that take it: gateway and name. */
  readonly listeners: readonly { readonly gateway: string; readonly listener: string }[]
}

export function bindRoute(view: View, route: Route, parents: Parents): Binding {
  const services = servicesOf(route)
  const accepted = acceptance(view, route, services)
  const hosts = new RouteHosts(isHttp(route) ? (route.Hostnames ?? []) : [])
  const conditions = [accepted]
  const listeners: { gateway: string; listener: string }[] = []
  for (const parent of inOrder(route.Parents ?? [])) {
    const taken = bindTo(parents.named(parent.Name), { route, hosts, accepted: accepted.Status === 'True', parent })
    if (typeof taken === 'string') {
      const reason = taken === NOT_FOUND ? 'GatewayNotFound' : 'FailedToBind'
      conditions.push(condition('Bound', false, reason, taken, parent))
    } else {
      conditions.push(condition('Bound', true, 'Bound', 'successfully bound route', parent))
      listeners.push(...taken.map(({ Name }) => ({ gateway: parent.Name, listener: Name })))
    }
  }
  return { route, services, conditions, listeners }
}

/** By name and section, as Consul tells of them whatever their order is in the route. */
const inOrder = (parents: readonly ResourceReference[]): readonly ResourceReference[] =>
  parents.toSorted((a, b) => compareBytes(a.Name, b.Name) || compareBytes(a.SectionName, b.SectionName))

function acceptance(view: View, route: Route, services: readonly string[]): NewCondition {
  if (services.length === 0) {
    const why = 'route must target at least one upstream service'
    return condition('Accepted', false, 'NoUpstreamServicesTargeted', why)
  }
  if (services.includes('')) return condition('Accepted', false, 'InvalidDiscoveryChain', 'serviceName is required')
  const wanted = isHttp(route) ? 'http' : 'tcp'
  if (services.some(service => protocolOf(view, service) !== wanted)) {
    const why = 'route protocol does not match targeted service protocol'
    return condition('Accepted', false, 'InvalidDiscoveryChain', why)
  }
  return condition('Accepted', true, 'Accepted', 'route is valid')
}

const NOT_FOUND = 'gateway was not found'

function servicesOf(route: Route): readonly string[] {
  const services = isHttp(route) ? (route.Rules ?? []).flatMap(rule => rule.Services ?? []) : (route.Services ?? [])
  return [...new Set(services.map(({ Name }) => Name))]
}

interface Attempt {
  readonly route: Route
  readonly hosts: RouteHosts
  readonly accepted: boolean
  readonly parent: ResourceReference
}

/** The listeners of a parent that take a route, or why none does. */
function bindTo(
  facts: GatewayFacts | undefined,
  { route, hosts, accepted, parent: { SectionName } }: Attempt,
): readonly ApiListener[] | string {
  if (!facts) return NOT_FOUND
  const { gateway, listeners, missing } = facts
  const one = listeners.get(SectionName)
  const named = SectionName === '' ? (gateway.Listeners ?? []) : one ? [one] : []
  const to = `to gateway ${gateway.Name}`
  if (named.length === 0) return `failed to bind route ${route.Name} ${to} with listener '${SectionName}'`
  if (missing.size > 0) return `failed to bind route ${to}: gateway has not been accepted`
  if (!accepted) return `failed to bind route ${to}: route has not been accepted`
  const refusals = named.map(listener => refusalOf(route, hosts, listener))
  const taking = named.filter((_, i) => refusals[i] === undefined)
  return taking.length > 0 ? taking : `failed to bind route ${refusals[0]?.(route.Name, to) ?? ''}`
}

type Why = (route: string, to: string) => string

function refusalOf(route: Route, hosts: RouteHosts, { Name, Protocol, Hostname }: ApiListener): Why | undefined {
  const protocol = isHttp(route) ? 'http' : 'tcp'
  if (Protocol !== protocol) return (name, to) => `${name} ${to}: listener ${Name} is not a ${protocol} listener`
  const fit = hosts.fit(Hostname)
  if (fit === 'yes') return undefined
  if (fit === 'too many') return (_name, to) => `${to}: more than the limit of ${MAX_COMPARED} characters to compare`
  return (_name, to) => `${to}: listener ${Name} is does not have any hostnames that match the route`
}
