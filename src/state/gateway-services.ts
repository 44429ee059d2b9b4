import { equal } from '../lib/equal.ts'
import type { ConfigEntry, GatewayService, Service } from '../model/rows.ts'
import { entriesOf, getEntry, protocolOf } from './config-entries/read.ts'
import { WILDCARD } from './config-entries/service-intentions.ts'
import { followAddresses } from './terminating-addresses.ts'
import type { Read } from './kv.ts'
import { connectName, fold, keyOf, prefixOf, schema } from './schema.ts'
import type { Tx } from './store.ts'
import type { View } from './view.ts'

/** The index entry that moves with the services of gateways. */
export const GATEWAY_SERVICES = 'gateway-services'

type Row = Omit<GatewayService, 'CreateIndex' | 'ModifyIndex'>

/** The services behind a gateway, by name. */
export function gatewayServices(view: View, gateway: string): Read<readonly GatewayService[]> {
  const value = view.scan('gatewayServices', prefixOf(gateway)).filter(row => isServed(view, row))
  return { index: view.max(GATEWAY_SERVICES), value }
}

/** The gateways in front of a service. */
export function gatewaysOf(view: View, service: string, kind: string): readonly GatewayService[] {
  return view
    .by('gatewayServices', 'service', fold(service))
    .filter(row => row.GatewayKind === kind && isServed(view, row))
}

/** A wildcard listener serves the services of the mesh that speak its protocol. */
function isServed(view: View, { FromWildcard, GatewayKind, Protocol, Service }: GatewayService): boolean {
  return !FromWildcard || GatewayKind !== 'ingress-gateway' || protocolOf(view, Service) === Protocol
}

/** Follows a change of an entry: of a gateway itself, or of what a wildcard takes in. `old`: what was there before. */
export function refreshGatewayServices(tx: Tx, { Kind, Name }: ConfigEntry, old: ConfigEntry | undefined): void {
  if (Kind === 'ingress-gateway' || Kind === 'terminating-gateway') return rebuild(tx, Kind, Name, old)
  if (Kind !== 'service-defaults') return
  serviceChanged(tx, Name)
  const isOutside = getEntry(tx, 'service-defaults', Name)?.Destination != null
  const [from, to] = isOutside ? (['', 'destination'] as const) : (['destination', ''] as const)
  setServiceKind(tx, Name, to, from)
}

/** An instance came or went: wildcards take its service in, or let it go. */
export function serviceInstanceChanged(tx: Tx, service: Service): void {
  serviceChanged(tx, service.Service)
  const behind = connectName(service)
  if (behind !== undefined && behind !== service.Service) serviceChanged(tx, behind)
}

/** Rows of a service that an entry names tell of what kind it is when its first plain instance comes, and when the last one goes. */
export function plainServiceChanged(tx: Tx, service: string, isThere: boolean): void {
  setServiceKind(tx, service, isThere ? 'service' : '')
}

/** `from`: what the rows say so far; any kind where it is not given. */
function setServiceKind(tx: Tx, service: string, kind: string, from?: string): void {
  const rows = tx.by('gatewayServices', 'service', fold(service))
  const concerns = ({ FromWildcard, ServiceKind }: GatewayService): boolean =>
    !FromWildcard && ServiceKind !== kind && (from === undefined || ServiceKind === from)
  for (const row of rows.filter(concerns)) {
    tx.put('gatewayServices', { ...row, ServiceKind: kind, ModifyIndex: tx.index })
    tx.bump(GATEWAY_SERVICES)
  }
}

function wildcards(view: View): readonly ConfigEntry[] {
  return view.by('configEntries', 'reference', `gateway.${WILDCARD}`)
}

function serviceChanged(tx: Tx, service: string): void {
  const gateways = wildcards(tx)
  if (gateways.length === 0) return
  for (const { Kind, Name } of gateways) updateService(tx, Kind, Name, service)
}

/** Makes all rows of a gateway anew, unless its entry says of services what it said before. */
function rebuild(tx: Tx, kind: GatewayKind, gateway: string, old: ConfigEntry | undefined): void {
  const now = tx.get('configEntries', keyOf(kind, gateway))
  if (now && old && equal(now[SERVED[kind]], old[SERVED[kind]])) return
  for (const row of tx.scan('gatewayServices', prefixOf(gateway))) {
    tx.delete('gatewayServices', schema.gatewayServices.key(row))
  }
  for (const row of rowsOf(tx, kind, gateway)) put(tx, row)
  tx.bump(GATEWAY_SERVICES)
  if (kind === 'terminating-gateway' && now) followAddresses(tx, now, old)
}

type GatewayKind = 'ingress-gateway' | 'terminating-gateway'

/** Where the entry of a gateway names services. */
const SERVED: Readonly<Record<GatewayKind, string>> = {
  'ingress-gateway': 'Listeners',
  'terminating-gateway': 'Services',
}

function updateService(tx: Tx, kind: string, gateway: string, service: string): void {
  const old = tx.by('gatewayServices', 'service', fold(service)).filter(row => fold(row.Gateway) === fold(gateway))
  const rows = rowsOf(tx, kind, gateway, service)
  const keys = new Set(rows.map(row => schema.gatewayServices.key({ ...row, CreateIndex: 0, ModifyIndex: 0 })))
  const known = new Map(old.map(row => [schema.gatewayServices.key(row), row]))
  const gone = old.filter(row => !keys.has(schema.gatewayServices.key(row)))
  const come = rows.filter(row => !known.has(schema.gatewayServices.key({ ...row, CreateIndex: 0, ModifyIndex: 0 })))
  if (gone.length === 0 && come.length === 0) return
  for (const row of gone) tx.delete('gatewayServices', schema.gatewayServices.key(row))
  for (const row of come) put(tx, row)
  tx.bump(GATEWAY_SERVICES)
}

function put(tx: Tx, row: Row): void {
  tx.put('gatewayServices', { ...row, CreateIndex: tx.index, ModifyIndex: tx.index })
}

/** What the entry of a gateway comes to; for one service alone, if it is given. */
function rowsOf(view: View, kind: string, gateway: string, only?: string): readonly Row[] {
  return kind === 'ingress-gateway' ? ingressRows(view, gateway, only) : terminatingRows(view, gateway, only)
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

function ingressRows(view: View, gateway: string, only?: string): readonly Row[] {
  const entry = getEntry(view, 'ingress-gateway', gateway)
  const rows: Row[] = []
  for (const { Port, Protocol, Services } of entry?.Listeners ?? []) {
    for (const { Name, Hosts } of Services ?? []) {
      const isWildcard = Name === WILDCARD
      for (const service of isWildcard ? meshServices(view, only) : named(Name, only)) {
        rows.push({
          ...EMPTY,
          Gateway: entry?.Name ?? gateway,
          Service: service,
          GatewayKind: 'ingress-gateway',
          Port,
          Protocol,
          Hosts: Hosts && Hosts.length > 0 ? Hosts : null,
          FromWildcard: isWildcard,
          ServiceKind: isWildcard && only !== undefined ? serviceKind(view, service) : '',
        })
      }
    }
  }
  return rows
}

function terminatingRows(view: View, gateway: string, only?: string): readonly Row[] {
  const entry = getEntry(view, 'terminating-gateway', gateway)
  const services = entry?.Services ?? []
  const ownNames = new Set(services.map(({ Name }) => fold(Name)))
  return services.flatMap(({ Name, CAFile, CertFile, KeyFile, SNI, DisableAutoHostRewrite }) => {
    const isWildcard = Name === WILDCARD
    const names = isWildcard ? plainServices(view, only).filter(name => !ownNames.has(fold(name))) : named(Name, only)
    return names.map(service => ({
      ...EMPTY,
      Gateway: entry?.Name ?? gateway,
      Service: service,
      GatewayKind: 'terminating-gateway',
      CAFile,
      CertFile,
      KeyFile,
      SNI,
      FromWildcard: isWildcard,
      ServiceKind: knownKind(view, service, isWildcard && only === undefined),
      AutoHostRewrite: !DisableAutoHostRewrite,
    }))
  })
}

const named = (name: string, only: string | undefined): readonly string[] =>
  only === undefined || fold(only) === fold(name) ? [name] : []

/** A wildcard that was just written knows of those outside alone. */
function knownKind(view: View, service: string, isNewWildcard: boolean): string {
  const kind = serviceKind(view, service)
  return isNewWildcard && kind === 'service' ? '' : kind
}

/** `destination` for one outside, `service` for one with instances. */
function serviceKind(view: View, service: string): string {
  if (getEntry(view, 'service-defaults', service)?.Destination) return 'destination'
  return isInMesh(view, service) || isPlain(view, service) ? 'service' : ''
}

const isInMesh = (view: View, service: string): boolean =>
  view.first('services', 'connect', fold(service)) !== undefined

/** Whether it has instances that are neither proxies nor gateways. */
function isPlain(view: View, service: string): boolean {
  return view.by('services', 'name', fold(service)).some(({ Kind }) => Kind === '')
}

/** The services of the mesh: a wildcard of an ingress gateway stands for those. */
function meshServices(view: View, only?: string): readonly string[] {
  return spelled(view, only === undefined ? [...view.indexKeys('services', 'connect')] : [only], 'connect')
}

/** A wildcard of a terminating gateway stands for all that is no proxy, in the mesh or not, and for what lies outside. */
function plainServices(view: View, only?: string): readonly string[] {
  const names = only === undefined ? [...view.indexKeys('services', 'name')] : [fold(only)]
  const plain = spelled(view, names, 'name').filter(name => isPlain(view, name) && fold(name) !== 'consul')
  const outside = entriesOf(view, 'service-defaults')
    .filter(({ Destination, Name }) => Destination !== null && named(Name, only).length > 0)
    .map(({ Name }) => Name)
  return [...new Set([...plain, ...outside])]
}

/** Names as instances spell them, in order. */
function spelled(view: View, keys: readonly string[], index: 'name' | 'connect'): readonly string[] {
  return [...keys].sort().flatMap(key => {
    const service = view.first('services', index, fold(key))
    if (!service) return []
    return [index === 'name' ? service.Service : (connectName(service) ?? service.Service)]
  })
}
