import type { ConfigEntry } from '../model/rows.ts'
import type { ApiListener } from './config-entries/api-gateway.ts'
import type { BoundApiGateway } from './config-entries/bound-api-gateway.ts'
import type { Condition, ResourceReference } from './config-entries/conditions.ts'
import { entriesOf, getEntry, protocolOf } from './config-entries/read.ts'
import { keyOf } from './schema.ts'
import type { View } from './view.ts'

/** A condition before it is known since when it holds. */
export type NewCondition = Omit<Condition, 'LastTransitionTime'>

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

type Gateway = ReturnType<typeof entriesOf<'api-gateway'>>[number]
type StoredHttpRoute = ReturnType<typeof entriesOf<'http-route'>>[number]
type Route = StoredHttpRoute | ReturnType<typeof entriesOf<'tcp-route'>>[number]

const isHttp = (route: Route): route is StoredHttpRoute => route.Kind === 'http-route'

export function planGateways(view: View): GatewayPlan {
  const gateways = entriesOf(view, 'api-gateway')
  // in the order in which they were made
  const routes: Route[] = [...entriesOf(view, 'http-route'), ...entriesOf(view, 'tcp-route')].sort(
    (a, b) => a.CreateIndex - b.CreateIndex,
  )
  const bindings = routes.map(route => bind(view, route))
  return {
    statuses: [
      ...gateways.map(gateway => ({ entry: gateway, conditions: gatewayConditions(view, gateway, bindings) })),
      ...bindings.map(({ route, conditions }) => ({ entry: route, conditions })),
    ],
    bound: gateways.map(gateway => boundOf(view, gateway, bindings)),
  }
}

interface Binding {
  readonly route: Route
  readonly conditions: readonly NewCondition[]
  /** The listeners that take it: gateway and name. */
  readonly listeners: readonly { readonly gateway: string; readonly listener: string }[]
}

const NONE: ResourceReference = { Kind: '', Name: '', SectionName: '' }

const condition = (Type: string, Status: boolean, Reason: string, Message: string, Resource = NONE): NewCondition => ({
  Type,
  Status: Status ? 'True' : 'False',
  Reason,
  Message,
  Resource,
})

function bind(view: View, route: Route): Binding {
  const accepted = acceptance(view, route)
  const conditions = [accepted]
  const listeners: { gateway: string; listener: string }[] = []
  for (const parent of route.Parents ?? []) {
    const taken = bindTo(view, route, accepted.Status === 'True', parent)
    if (typeof taken === 'string') {
      const reason = taken === NOT_FOUND ? 'GatewayNotFound' : 'FailedToBind'
      conditions.push(condition('Bound', false, reason, taken, parent))
    } else {
      conditions.push(condition('Bound', true, 'Bound', 'successfully bound route', parent))
      listeners.push(...taken.map(({ Name }) => ({ gateway: parent.Name, listener: Name })))
    }
  }
  return { route, conditions, listeners }
}

function acceptance(view: View, route: Route): NewCondition {
  const services = servicesOf(route)
  if (services.length === 0) {
    const why = 'route must target at least one upstream service'
    return condition('Accepted', false, 'NoUpstreamServicesTargeted', why)
  }
  const speaksHttp = (service: string): boolean => HTTP.has(protocolOf(view, service))
  if (services.some(service => speaksHttp(service) !== isHttp(route))) {
    const why = 'route protocol does not match targeted service protocol'
    return condition('Accepted', false, 'InvalidDiscoveryChain', why)
  }
  return condition('Accepted', true, 'Accepted', 'route is valid')
}

const HTTP: ReadonlySet<string> = new Set(['http', 'http2', 'grpc'])
const NOT_FOUND = 'gateway was not found'

function servicesOf(route: Route): readonly string[] {
  const services = isHttp(route) ? (route.Rules ?? []).flatMap(rule => rule.Services ?? []) : (route.Services ?? [])
  return [...new Set(services.map(({ Name }) => Name))]
}

/** The listeners of a parent that take a route, or why none does. */
function bindTo(
  view: View,
  route: Route,
  accepted: boolean,
  parent: ResourceReference,
): readonly ApiListener[] | string {
  const gateway = getEntry(view, 'api-gateway', parent.Name)
  if (!gateway) return NOT_FOUND
  const named = (gateway.Listeners ?? []).filter(({ Name }) => parent.SectionName === '' || Name === parent.SectionName)
  const to = `to gateway ${gateway.Name}`
  if (named.length === 0) return `failed to bind route ${route.Name} ${to} with listener '${parent.SectionName}'`
  if (missingCertificates(view, gateway).size > 0) return `failed to bind route ${to}: gateway has not been accepted`
  if (!accepted) return `failed to bind route ${to}: route has not been accepted`
  const refusals = named.map(listener => refusalOf(route, listener))
  const taking = named.filter((_, i) => refusals[i] === undefined)
  return taking.length > 0 ? taking : `failed to bind route ${refusals[0]?.(route.Name, to) ?? ''}`
}

type Why = (route: string, to: string) => string

function refusalOf(route: Route, { Name, Protocol, Hostname }: ApiListener): Why | undefined {
  const protocol = isHttp(route) ? 'http' : 'tcp'
  if (Protocol !== protocol) return (name, to) => `${name} ${to}: listener ${Name} is not a ${protocol} listener`
  const hosts = isHttp(route) ? (route.Hostnames ?? []) : []
  if (hosts.length === 0 || hosts.some(host => hostFits(host, Hostname))) return undefined
  return (_name, to) => `${to}: listener ${Name} is does not have any hostnames that match the route`
}

function hostFits(host: string, listener: string): boolean {
  if (listener === '' || listener === '*' || host === listener || host === '*') return true
  if (listener.startsWith('*.')) return host.endsWith(listener.slice(1))
  return host.startsWith('*.') && listener.endsWith(host.slice(1))
}

/** The last certificate of each listener that is not there. */
function missingCertificates(view: View, { Listeners }: Gateway): ReadonlyMap<string, string> {
  const missing = new Map<string, string>()
  for (const { Name, TLS } of Listeners ?? []) {
    for (const certificate of TLS.Certificates ?? []) {
      if (!view.get('configEntries', keyOf(certificate.Kind, certificate.Name))) missing.set(Name, certificate.Name)
    }
  }
  return missing
}

function gatewayConditions(view: View, gateway: Gateway, bindings: readonly Binding[]): readonly NewCondition[] {
  const missing = missingCertificates(view, gateway)
  const accepted =
    missing.size > 0
      ? condition('Accepted', false, 'InvalidCertificates', 'gateway references invalid certificates')
      : condition('Accepted', true, 'Accepted', 'gateway is valid')
  const listeners = [...(gateway.Listeners ?? [])].sort((a, b) => (a.Name < b.Name ? -1 : 1))
  const resource = (listener: string): ResourceReference => ({
    Kind: 'api-gateway',
    Name: gateway.Name,
    SectionName: listener,
  })
  return [
    accepted,
    ...listeners.map(({ Name, Protocol }) =>
      Protocol === 'tcp' && routesOf(gateway, Name, bindings).length > 1
        ? condition('Conflicted', true, 'RouteConflict', ONE_ROUTE, resource(Name))
        : condition('Conflicted', false, 'NoConflict', 'listener has no route conflicts', resource(Name)),
    ),
    ...listeners.map(({ Name }) => {
      const certificate = missing.get(Name)
      if (certificate === undefined)
        return condition('ResolvedRefs', true, 'ResolvedRefs', 'resolved refs', resource(Name))
      const why = `certificate ${JSON.stringify(certificate)} not found`
      return condition('ResolvedRefs', false, 'InvalidCertificateRef', why, resource(Name))
    }),
  ]
}

const ONE_ROUTE = 'TCP-based listeners currently only support binding a single route'

const referenceTo = ({ Kind, Name }: ConfigEntry): ResourceReference => ({ Kind, Name, SectionName: '' })

function routesOf(gateway: Gateway, listener: string, bindings: readonly Binding[]): readonly Binding[] {
  return bindings.filter(({ listeners }) =>
    listeners.some(bound => bound.gateway === gateway.Name && bound.listener === listener),
  )
}

function boundOf(view: View, gateway: Gateway, bindings: readonly Binding[]): GatewayPlan['bound'][number] {
  const accepted = missingCertificates(view, gateway).size === 0
  const services: Record<string, ResourceReference[]> = {}
  for (const { route, listeners } of bindings) {
    if (!listeners.some(bound => bound.gateway === gateway.Name)) continue
    for (const service of servicesOf(route)) (services[service] ??= []).push(referenceTo(route))
  }
  return {
    Name: gateway.Name,
    Listeners: (gateway.Listeners ?? []).map(({ Name, TLS }) => {
      const routes = routesOf(gateway, Name, bindings).map(({ route }) => referenceTo(route))
      const certificates = accepted ? (TLS.Certificates ?? []) : []
      return {
        Name,
        Routes: routes.length > 0 ? routes : null,
        Certificates: certificates.length > 0 ? certificates : null,
      }
    }),
    Services: services,
  }
}

/** Conditions with the time since when they hold: that of the same one before, where there is one. */
export function timed(
  conditions: readonly NewCondition[],
  before: readonly Condition[],
  now: string,
): readonly Condition[] {
  return conditions.map(next => {
    const same = before.find(old => CONTENT.every(name => old[name] === next[name]) && sameResource(old, next))
    return { ...next, LastTransitionTime: same?.LastTransitionTime ?? now }
  })
}

const CONTENT = ['Type', 'Status', 'Reason', 'Message'] as const

function sameResource(a: NewCondition, b: NewCondition): boolean {
  return (['Kind', 'Name', 'SectionName'] as const).every(name => a.Resource[name] === b.Resource[name])
}
