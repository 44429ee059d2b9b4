import { equal } from '../lib/equal.ts'
import type { ConfigEntry, GatewayService, Service } from '../model/rows.ts'
import { CONFIG_ENTRY, entriesOf, getEntry, globalDefaults, protocolOf } from './config-entries/read.ts'
import { WILDCARD } from './config-entries/service-intentions.ts'
import { bumpAtGateway } from './entries.ts'
import type { Read } from './kv.ts'
import { fold, keyOf, prefixOf, schema } from './schema.ts'
import type { Tx } from './store.ts'
import type { View } from './view.ts'
import { watchRows } from './watched-prefix.ts'

/** The index entry that moves with the services of gateways. */
export const GATEWAY_SERVICES = 'gateway-services'

export type Row = Omit<GatewayService, 'CreateIndex' | 'ModifyIndex'>
/** A service behind a gateway, and of what kind that knows it to be. */
export type Behind = Pick<Row, 'Service' | 'ServiceKind'>

/** The services behind a gateway, by name. */
export function gatewayServices(view: View, gateway: string): Read<readonly GatewayService[]> {
  const rows = rowsOf(view, gateway)
  const index = view.max(GATEWAY_SERVICES, ...(looksAtEntries(rows) ? [CONFIG_ENTRY] : []))
  return { index, value: rows.filter(row => isServed(view, row)) }
}

/** The same, and those that do not speak what the wildcard listener does that took them in. What comes near them wakes a reader, too. */
export function rowsOf(view: View, gateway: string): readonly GatewayService[] {
  watchRows(view, 'gatewayServices', prefixOf(gateway))
  return view.scan('gatewayServices', prefixOf(gateway)).filter(({ Service }) => Service !== WILDCARD)
}

/** Whether what services speak matters for some of these: to know it, Consul looks at all entries. */
export const looksAtEntries = (rows: readonly GatewayService[]): boolean =>
  rows.some(({ FromWildcard, GatewayKind }) => FromWildcard && GatewayKind === 'ingress-gateway')

/** The services behind all gateways. */
export const servedRows = (view: View): readonly GatewayService[] =>
  view.scan('gatewayServices').filter(row => row.Service !== WILDCARD && isServed(view, row))

/** The gateways in front of a service. */
export const gatewaysOf = (view: View, service: string, kind: string): readonly GatewayService[] =>
  rowsBefore(view, service, kind).filter(row => isServed(view, row))

/** The same, and those that would be if the service spoke what a wildcard listener does. */
export const rowsBefore = (view: View, service: string, kind: string): readonly GatewayService[] =>
  view.by('gatewayServices', 'service', fold(service)).filter(row => row.GatewayKind === kind)

/** A wildcard listener serves the services of the mesh that speak its protocol. As in Consul the defaults of all are looked at, too, where a service has its own. */
function isServed(view: View, { FromWildcard, GatewayKind, Protocol, Service }: GatewayService): boolean {
  if (!FromWildcard || GatewayKind !== 'ingress-gateway') return true
  getEntry(view, 'service-defaults', Service)
  globalDefaults(view)
  return protocolOf(view.peek, Service) === Protocol
}

/** Makes all rows of a gateway anew, unless its entry says of services what it said before: tells whether it says something else. */
export function rebuildServices(tx: Tx, kind: GatewayKind, gateway: string, old: ConfigEntry | undefined): boolean {
  const now = tx.get('configEntries', keyOf(kind, gateway))
  if (now && old && equal(now[SERVED[kind]], old[SERVED[kind]])) return false
  for (const row of tx.scan('gatewayServices', prefixOf(gateway))) {
    removeRow(tx, row)
  }
  const rows = kind === 'ingress-gateway' ? ingressRows(tx, gateway) : terminatingRows(tx, gateway)
  for (const row of rows) putRow(tx, { ...row, CreateIndex: tx.index, ModifyIndex: tx.index })
  tx.bump(GATEWAY_SERVICES)
  return true
}

export function putRow(tx: Tx, row: GatewayService): void {
  tx.put('gatewayServices', row)
  bumpAtGateway(tx, row)
  tx.bump(GATEWAY_SERVICES)
}

export function removeRow(tx: Tx, row: GatewayService): void {
  tx.delete('gatewayServices', schema.gatewayServices.key(row))
  bumpAtGateway(tx, row)
  tx.bump(GATEWAY_SERVICES)
}

export type GatewayKind = 'ingress-gateway' | 'terminating-gateway'

/** Where the entry of a gateway names services. */
const SERVED: Readonly<Record<GatewayKind, string>> = {
  'ingress-gateway': 'Listeners',
  'terminating-gateway': 'Services',
}

const EMPTY = {
  Port: 0,
  Protocol: '',
  Hosts: null,
  CAFile: '',
  CertFile: '',
  KeyFile: '',
  SNI: '',
  AutoHostRewrite: false,
} as const

/** What the entry of an ingress gateway comes to, or its wildcards alone, for one service. */
export function ingressRows(view: View, gateway: string, only?: Behind): readonly Row[] {
  const entry = getEntry(view, 'ingress-gateway', gateway)
  const reachable = (): readonly Behind[] => (only ? [only] : servicesInMesh(view))
  const rows: Row[] = []
  for (const { Port, Protocol, Services } of entry?.Listeners ?? []) {
    const named = new Set((Services ?? []).map(({ Name }) => fold(Name)))
    // what is said of a service by name comes first, until an instance of it comes
    const others = (): readonly Behind[] =>
      reachable().filter(({ Service }) => only !== undefined || !named.has(fold(Service)))
    for (const { Name, Hosts } of Services ?? []) {
      const isWildcard = Name === WILDCARD
      if (only !== undefined && !isWildcard) continue
      for (const behind of isWildcard ? others() : [{ Service: Name, ServiceKind: '' }]) {
        rows.push({
          ...EMPTY,
          ...behind,
          Gateway: entry?.Name ?? gateway,
          GatewayKind: 'ingress-gateway',
          Port,
          Protocol,
          Hosts: Hosts && Hosts.length > 0 ? Hosts : null,
          FromWildcard: isWildcard,
        })
      }
    }
  }
  return rows
}

/** The same of a terminating gateway. */
export function terminatingRows(view: View, gateway: string, only?: Behind): readonly Row[] {
  const entry = getEntry(view, 'terminating-gateway', gateway)
  const services = entry?.Services ?? []
  const ownNames = new Set(services.map(({ Name }) => fold(Name)))
  return services.flatMap(({ Name, CAFile, CertFile, KeyFile, SNI, DisableAutoHostRewrite }) => {
    const FromWildcard = Name === WILDCARD
    const row = (behind: Behind): Row => ({
      ...EMPTY,
      ...behind,
      Gateway: entry?.Name ?? gateway,
      GatewayKind: 'terminating-gateway',
      CAFile,
      CertFile,
      KeyFile,
      SNI,
      FromWildcard,
      AutoHostRewrite: !DisableAutoHostRewrite,
    })
    if (only) return FromWildcard ? [row(only)] : []
    if (!FromWildcard) return [row({ Service: Name, ServiceKind: serviceKind(view, Name) })]
    // besides, what leads to the wildcard itself leads here: no list shows that row
    const all: Behind = { Service: WILDCARD, ServiceKind: '' }
    return [all, ...servicesAround(view).filter(({ Service }) => !ownNames.has(fold(Service)))].map(row)
  })
}

/** `service` for one with instances, whatever their kind, `destination` for one that lies outside. */
export function serviceKind(view: View, service: string): string {
  if (view.first('services', 'name', fold(service)) !== undefined) return 'service'
  return isOutside(view, service) ? 'destination' : ''
}

export const isOutside = (view: View, service: string): boolean =>
  getEntry(view, 'service-defaults', service)?.Destination != null

export const isInMesh = (view: View, service: string): boolean =>
  view.first('services', 'connect', fold(service)) !== undefined

/** Whether it has instances, gateways and proxies too, that are no part of the mesh by themselves. */
export const isPlain = (view: View, service: string): boolean =>
  view.by('services', 'name', fold(service)).some(isPlainInstance)

export const isPlainInstance = ({ Connect }: Service): boolean => Connect['Native'] !== true

/** What a wildcard stands for of names that have an instance of a plain service; spelled as by the first of these, in order. */
function wildcardNames(view: View, stands: (name: string) => boolean): readonly string[] {
  return [...view.indexKeys('services', 'name')].sort().flatMap(key => {
    const typical = view.by('services', 'name', key).find(({ Kind }) => Kind === '')
    return typical && key !== 'consul' && stands(key) ? [typical.Service] : []
  })
}

/** These, of which a wildcard does not know the kind yet, and what else lies outside. */
function withOutside(view: View, names: readonly string[]): readonly Behind[] {
  const known = new Set(names.map(fold))
  return [
    ...names.map(Service => ({ Service, ServiceKind: '' })),
    ...outside(view).filter(({ Service }) => !known.has(fold(Service))),
  ]
}

const outside = (view: View): readonly Behind[] =>
  entriesOf(view, 'service-defaults')
    .filter(({ Destination }) => Destination !== null)
    .map(({ Name }) => ({ Service: Name, ServiceKind: 'destination' }))

/** A wildcard of an ingress gateway stands for the services of the mesh; proxies alone are not enough. */
const servicesInMesh = (view: View): readonly Behind[] =>
  withOutside(
    view,
    wildcardNames(view, name => isInMesh(view, name)),
  )

/** A wildcard of a terminating gateway stands for what is no part of the mesh. */
const servicesAround = (view: View): readonly Behind[] =>
  withOutside(
    view,
    wildcardNames(view, name => isPlain(view, name)),
  )
