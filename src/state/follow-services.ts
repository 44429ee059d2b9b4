import { equal } from '../lib/equal.ts'
import type { ConfigEntry, GatewayService, Service } from '../model/rows.ts'
import { getEntry } from './config-entries/read.ts'
import { WILDCARD } from './config-entries/service-intentions.ts'
import {
  type Behind,
  GATEWAY_SERVICES,
  ingressRows,
  isInMesh,
  isOutside,
  isPlain,
  isPlainInstance,
  rebuildServices,
  rowsBefore,
  type Row,
  serviceKind,
  terminatingRows,
} from './gateway-services.ts'
import { connectName, fold, schema } from './schema.ts'
import type { Tx } from './store.ts'
import type { View } from './view.ts'

/*
 * How the services of gateways follow what is written: as in Consul, which looks at what comes and goes, not at what is there.
 * So a wildcard keeps the former name of a renamed instance, and takes the place of a name that its gateway has beside it.
 */

/** An instance came, or changed: wildcards take its service in. What it was before stays. */
export function serviceInstanceCame(tx: Tx, service: Service): void {
  const gateways = wildcards(tx)
  if (isPlainInstance(service)) takeInPlain(tx, gateways, { Service: service.Service, ServiceKind: 'service' })
  const behind = connectName(service)
  if (behind !== undefined) {
    for (const { Kind, Name } of gateways) {
      if (Kind === 'ingress-gateway') putRows(tx, ingressRows(tx, Name, { Service: behind, ServiceKind: 'service' }))
    }
  }
  if (service.Kind === '') setNamedKind(tx, service.Service, 'service')
}

/** An instance went: wildcards let go what has no other that they stand for. */
export function serviceInstanceWent(tx: Tx, service: Service): void {
  letGo(tx, service.Service, isOutside(tx, service.Service))
  const behind = connectName(service)
  if (behind !== undefined && behind !== service.Service) letGo(tx, behind, isOutside(tx, behind))
  setNamedKind(tx, service.Service, serviceKind(tx, service.Service))
}

/** Follows a change of an entry: of a gateway itself, or of what lies outside. `old`: what was there before. */
export function refreshGatewayServices(tx: Tx, { Kind, Name }: ConfigEntry, old: ConfigEntry | undefined): void {
  if (Kind === 'ingress-gateway' || Kind === 'terminating-gateway') return rebuildServices(tx, Kind, Name, old)
  if (Kind !== 'service-defaults') return
  const now = getEntry(tx, 'service-defaults', Name)
  // one that says no more that a service lies outside changes nothing, but for one that is deleted
  if (!(now ?? old)?.['Destination']) return
  const kind = serviceKind(tx, Name)
  if (isPlain(tx, Name) || kind === 'destination') {
    takeInPlain(tx, wildcards(tx), { Service: Name, ServiceKind: kind })
  } else if (!now) letGo(tx, Name, false)
  setReachableKind(tx, Name, now !== undefined)
  setNamedKind(tx, Name, kind, kind === '')
}

/** What wildcards of ingress gateways know of a service that lies outside, or has done so: one that proxies lead to stays. */
function setReachableKind(tx: Tx, service: string, isThere: boolean): void {
  const stays = isThere || tx.by('services', 'connect', fold(service)).some(({ Kind }) => Kind === 'connect-proxy')
  for (const row of rowsBefore(tx, service, 'ingress-gateway')) {
    const ServiceKind = isThere ? 'destination' : ''
    if (!row.FromWildcard || (stays && row.ServiceKind === ServiceKind)) continue
    if (stays) put(tx, { ...row, ServiceKind, ModifyIndex: tx.index })
    else remove(tx, row)
  }
}

const wildcards = (view: View): readonly ConfigEntry[] => view.by('configEntries', 'reference', `gateway.${WILDCARD}`)

function takeInPlain(tx: Tx, gateways: readonly ConfigEntry[], behind: Behind): void {
  for (const { Kind, Name } of gateways) {
    if (Kind === 'terminating-gateway') putRows(tx, terminatingRows(tx, Name, behind))
  }
}

function putRows(tx: Tx, rows: readonly Row[]): void {
  for (const row of rows) {
    const known = tx.get('gatewayServices', schema.gatewayServices.key({ ...row, CreateIndex: 0, ModifyIndex: 0 }))
    if (known && equal({ ...known, ...row }, known)) continue
    put(tx, { ...row, CreateIndex: known?.CreateIndex ?? tx.index, ModifyIndex: tx.index })
  }
}

function put(tx: Tx, row: GatewayService): void {
  tx.put('gatewayServices', row)
  tx.bump(GATEWAY_SERVICES)
}

/** `stays`: it lies outside, and so behind terminating gateways. */
function letGo(tx: Tx, service: string, stays: boolean): void {
  const rows = [...tx.by('gatewayServices', 'service', fold(service))].filter(({ FromWildcard }) => FromWildcard)
  if (rows.length === 0) return
  const keeps = { 'ingress-gateway': isInMesh(tx, service), 'terminating-gateway': stays || isPlain(tx, service) }
  for (const row of rows) {
    if (!keeps[row.GatewayKind as keyof typeof keeps]) remove(tx, row)
  }
}

function remove(tx: Tx, row: GatewayService): void {
  tx.delete('gatewayServices', schema.gatewayServices.key(row))
  tx.bump(GATEWAY_SERVICES)
}

/** The first row of a service that an entry names tells of what kind it is; Consul looks no further. */
function setNamedKind(tx: Tx, service: string, kind: string, always = false): void {
  const first = tx.first('gatewayServices', 'service', fold(service))
  if (!first || first.FromWildcard || (first.ServiceKind === kind && !always)) return
  put(tx, { ...first, ServiceKind: kind, ModifyIndex: tx.index })
}
