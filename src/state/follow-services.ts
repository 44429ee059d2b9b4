import { equal } from '../lib/equal.ts'
import type { ConfigEntry, Service } from '../model/rows.ts'
import { getEntry } from './config-entries/read.ts'
import { WILDCARD } from './config-entries/service-intentions.ts'
import {
  type Behind,
  type GatewayKind,
  ingressRows,
  isInMesh,
  isOutside,
  isPlain,
  isPlainInstance,
  putRow,
  rebuildServices,
  removeRow,
  rowsBefore,
  type Row,
  serviceKind,
  terminatingRows,
} from './gateway-services.ts'
import { connectName, fold, keyOf, schema } from './schema.ts'
import type { Tx } from './store.ts'
import { followAddresses } from './terminating-addresses.ts'
import type { View } from './view.ts'

/*
 * How the services of gateways follow what is written: as in Consul, which looks at what comes and goes, not at what is there.
 * So a wildcard keeps the former name of a renamed instance, and takes the place of a name that its gateway has beside it.
 */

/** An instance came, or changed: wildcards take its service in, for what it is and for what it was. What it was before stays. */
export function serviceInstanceCame(tx: Tx, service: Service, old: Service | undefined): void {
  const { Kind } = service
  const name = connectName(service) ?? (Kind === '' ? service.Service : undefined)
  const gateways = name === undefined ? [] : wildcards(tx)
  if (name !== undefined && gateways.length > 0) {
    const behind = { Service: name, ServiceKind: 'service' }
    const others = tx.by('services', 'name', fold(name)).filter(row => row !== service)
    const was = old ? [...others, old].filter(row => fold(row.Service) === fold(name)) : others
    // a proxy by itself makes its service no plain one
    if ((Kind === '' ? [...was, service] : was).some(isPlainInstance)) takeInPlain(tx, gateways, behind)
    if (isInMesh(tx, name) || (old && connectName(old) === name)) takeInMesh(tx, gateways, behind)
  }
  if (Kind === '') setFirst(tx, service.Service, 'service')
}

/** An instance went: wildcards let go what has no other that they stand for. */
export function serviceInstanceWent(tx: Tx, service: Service): void {
  const { Service: name } = service
  letGo(tx, name, isPlain(tx, name) || isOutside(tx, name))
  const behind = connectName(service)
  const wasLast = behind !== undefined && behind !== name && !isInMesh(tx, behind)
  // to what a proxy led, which was the last to do so, an instance of any kind is enough
  if (wasLast) letGo(tx, behind, serviceKind(tx, behind) !== '')
  for (const left of wasLast ? [name, behind] : [name]) {
    // each row that names it passes its spelling on; where wildcards alone have a service, these keep what they know of it
    const rows = tx.by('gatewayServices', 'service', fold(left)).filter(({ FromWildcard }) => !FromWildcard)
    for (const row of rows) setFirst(tx, row.Service, serviceKind(tx, left))
  }
}

/** Follows a change of an entry: of a gateway itself, or of what lies outside. `old`: what was there before. */
export function refreshGatewayServices(tx: Tx, { Kind, Name }: ConfigEntry, old: ConfigEntry | undefined): void {
  if (Kind === 'service-defaults') return followDestination(tx, Name, old)
  if (!isGatewayKind(Kind) || !rebuildServices(tx, Kind, Name, old) || Kind !== 'terminating-gateway') return
  const now = tx.get('configEntries', keyOf(Kind, Name))
  if (now) followAddresses(tx, now, old)
}

/** The same for an entry that comes back from a snapshot, where instances have their addresses. */
export function restoreGatewayServices(tx: Tx, { Kind, Name }: ConfigEntry): void {
  if (Kind === 'service-defaults') followDestination(tx, Name, undefined)
  else if (isGatewayKind(Kind)) rebuildServices(tx, Kind, Name, undefined)
}

const isGatewayKind = (kind: string): kind is GatewayKind =>
  kind === 'ingress-gateway' || kind === 'terminating-gateway'

function followDestination(tx: Tx, Name: string, old: ConfigEntry | undefined): void {
  const now = getEntry(tx, 'service-defaults', Name)
  // one that says no more that a service lies outside changes nothing, but for one that is deleted
  if (!(now ?? old)?.['Destination']) return
  const kind = serviceKind(tx, Name)
  if (isPlain(tx, Name) || kind === 'destination') {
    takeInPlain(tx, wildcards(tx), { Service: Name, ServiceKind: kind })
  } else if (!now) letGo(tx, Name, isPlain(tx, Name))
  const behind = { Service: Name, ServiceKind: kind }
  if (now && isInMesh(tx, Name)) takeInMesh(tx, wildcards(tx), behind)
  else followReachable(tx, behind, now !== undefined)
  setFirst(tx, Name, kind, kind === '')
}

/** What wildcards of ingress gateways have of a service that lies outside, or has done so: one of the mesh stays. */
function followReachable(tx: Tx, { Service, ServiceKind }: Behind, isThere: boolean): void {
  const stays = isThere || isInMesh(tx, Service)
  for (const row of rowsBefore(tx, Service, 'ingress-gateway')) {
    if (!row.FromWildcard || (stays && row.ServiceKind === ServiceKind)) continue
    if (stays) putRow(tx, { ...row, ServiceKind, ModifyIndex: tx.index })
    else removeRow(tx, row)
  }
}

const wildcards = (view: View): readonly ConfigEntry[] => view.by('configEntries', 'reference', `gateway.${WILDCARD}`)

function takeInPlain(tx: Tx, gateways: readonly ConfigEntry[], behind: Behind): void {
  for (const { Kind, Name } of gateways) {
    if (Kind === 'terminating-gateway') putRows(tx, terminatingRows(tx, Name, behind))
  }
}

function takeInMesh(tx: Tx, gateways: readonly ConfigEntry[], behind: Behind): void {
  for (const { Kind, Name } of gateways) {
    if (Kind === 'ingress-gateway') putRows(tx, ingressRows(tx, Name, behind))
  }
}

function putRows(tx: Tx, rows: readonly Row[]): void {
  for (const row of rows) {
    const known = tx.get('gatewayServices', schema.gatewayServices.key({ ...row, CreateIndex: 0, ModifyIndex: 0 }))
    if (known && equal({ ...known, ...row }, known)) continue
    putRow(tx, { ...row, CreateIndex: known?.CreateIndex ?? tx.index, ModifyIndex: tx.index })
  }
}

/** `stays`: terminating gateways keep it. */
function letGo(tx: Tx, service: string, stays: boolean): void {
  const rows = [...tx.by('gatewayServices', 'service', fold(service))].filter(({ FromWildcard }) => FromWildcard)
  if (rows.length === 0) return
  const keeps = { 'ingress-gateway': isInMesh(tx, service), 'terminating-gateway': stays }
  for (const row of rows) {
    if (!keeps[row.GatewayKind as keyof typeof keeps]) removeRow(tx, row)
  }
}

/** The first row of a service, be it of a wildcard, tells how it is spelled by now and of what kind it is; Consul looks no further. */
function setFirst(tx: Tx, service: string, kind: string, always = false): void {
  const first = tx.first('gatewayServices', 'service', fold(service))
  if (!first || (first.ServiceKind === kind && first.Service === service && !always)) return
  putRow(tx, { ...first, Service: service, ServiceKind: kind, ModifyIndex: tx.index })
}
