import type { BoundApiGateway } from '../config-entries/bound-api-gateway.ts'
import type { ResourceReference } from '../config-entries/conditions.ts'
import { fold } from '../schema.ts'
import type { Binding } from './bind-route.ts'
import type { Route, RouteChanges } from './route-changes.ts'

export type BoundListeners = Pick<BoundApiGateway, 'Name' | 'Listeners' | 'Services'>

/** A listener with what it takes now. */
interface Listener {
  readonly Name: string
  readonly taken: readonly Binding[]
  readonly Certificates: BoundListenerOf['Certificates']
}

type BoundListenerOf = NonNullable<BoundApiGateway['Listeners']>[number]

/**
 * What the listeners of a gateway are bound to next. As in Consul that has a memory: the listeners of a gateway that was written are
 * bound anew, others lose and gain routes at the end. The services that a route leads to are told of when a listener takes it, and
 * again no sooner; they are forgotten when it is deleted while a listener has it, not when it goes elsewhere.
 */
export function nextBound(
  name: string,
  listeners: readonly Listener[],
  before: BoundApiGateway | undefined,
  { gateways, gone }: RouteChanges,
): BoundListeners {
  const had = before?.Listeners ?? []
  const isAnew = gateways.has(fold(name))
  const routesOf = new Map(had.map(({ Name, Routes }) => [Name, Routes]))
  const bound = listeners.map(({ Name, taken, Certificates }) => {
    const kept = isAnew ? undefined : routesOf.get(Name)
    const takenNow = new Set(taken.map(({ route }) => keyOfRoute(route)))
    const stays = kept?.filter(route => takenNow.has(keyOfRoute(route))) ?? []
    const stayed = new Set(stays.map(keyOfRoute))
    const comes = taken.filter(({ route }) => !stayed.has(keyOfRoute(route)))
    const Routes = [...stays, ...comes.map(({ route }) => referenceTo(route))]
    return { comes, listener: { Name, Routes: Routes.length > 0 ? Routes : kept ? [] : null, Certificates } }
  })
  const hadRoutes = new Set(gone.length === 0 ? [] : had.flatMap(({ Routes }) => Routes?.map(keyOfRoute) ?? []))
  const ended = new Set(gone.map(keyOfRoute).filter(key => hadRoutes.has(key)))
  const services = withoutRoutes(before?.Services ?? {}, ended)
  for (const { comes } of bound) for (const binding of comes) addServices(services, binding)
  return { Name: name, Listeners: bound.map(({ listener }) => listener), Services: references(services) }
}

const keyOfRoute = ({ Kind, Name }: Route): string => `${Kind}/${Name}`

const referenceTo = ({ Kind, Name }: Route): ResourceReference => ({ Kind, Name, SectionName: '' })

/** The routes that lead to each service, by what they are. */
type Services = Map<string, Map<string, ResourceReference>>

function withoutRoutes(services: NonNullable<BoundApiGateway['Services']>, ended: ReadonlySet<string>): Services {
  const left = Object.entries(services).map(([service, routes]) => {
    const stay = (routes ?? []).filter(route => !ended.has(keyOfRoute(route)))
    return [service, new Map(stay.map(route => [keyOfRoute(route), route]))] as const
  })
  return new Map(left.filter(([, routes]) => routes.size > 0))
}

function addServices(services: Services, { route, services: names }: Binding): void {
  for (const service of names) {
    const routes = services.get(service) ?? new Map<string, ResourceReference>()
    services.set(service, routes)
    if (!routes.has(keyOfRoute(route))) routes.set(keyOfRoute(route), referenceTo(route))
  }
}

const references = (services: Services): BoundListeners['Services'] =>
  Object.fromEntries([...services].map(([service, routes]) => [service, [...routes.values()]]))
