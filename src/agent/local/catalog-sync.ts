import { equal } from '../../lib/equal.ts'
import type { Settings } from '../../model/settings.ts'
import { deregister, register } from '../../state/catalog.ts'
import { VIRTUAL_ADDRESS, withVirtual } from '../../state/virtual-ip.ts'
import type { NewCheck } from '../../state/check.ts'
import { keyOf, prefixOf } from '../../state/schema.ts'
import type { NewService } from '../../state/service.ts'
import { instanceProblem } from '../../state/validate-service.ts'
import type { Tx } from '../../state/store.ts'
import type { Check, Service } from '../../model/rows.ts'
import type { View } from '../../state/view.ts'
import { selfNode } from '../self.ts'
import type { LocalCheck, LocalService, LocalState } from './state.ts'

/** Writes a service with those of its checks, or removes it where it is not here any more. */
export function pushService(
  tx: Tx,
  id: string,
  state: LocalState,
  checks: readonly LocalCheck[],
  settings: Settings,
): void {
  const service = state.service(id)
  if (!service) return deregister(tx, { node: settings.nodeName, serviceId: id })
  if (isRefused(service)) return
  register(tx, {
    node: selfNode(settings),
    skipNodeUpdate: true,
    service: catalogService(service),
    checks: checks.map(catalogCheck),
  })
}

/** Writes a check along with its service, or removes it where it is not here any more. */
export function pushCheck(tx: Tx, id: string, state: LocalState, settings: Settings): void {
  const check = state.check(id)
  if (!check) return deregister(tx, { node: settings.nodeName, checkId: id })
  const service = state.service(check.row.ServiceID)
  if (service && isRefused(service)) return
  register(tx, {
    node: selfNode(settings),
    skipNodeUpdate: true,
    service: service && catalogService(service),
    checks: [catalogCheck(check)],
  })
}

function catalogService({ row, central }: LocalService): NewService {
  return central ? { ...row, Proxy: central.catalog } : row
}

/** Completed by what entries say, an instance may be one that the catalog does not take: a gateway with upstreams. What it has of it stays. */
const isRefused = (service: LocalService): boolean =>
  service.central !== undefined && instanceProblem(catalogService(service)) !== undefined

function catalogCheck({ row: { ServiceName: _name, ServiceTags: _tags, ...row } }: LocalCheck): NewCheck {
  return row
}

/** Where the catalog and the agent differ. */
export interface Drift {
  readonly services: readonly string[]
  readonly checks: readonly string[]
  /** What the catalog has the last word of, by the IDs of services: the agent takes it over. */
  readonly adopted: ReadonlyMap<string, Adopted>
}

/** Tags that others may write, and the address that the service has in the mesh. */
export type Adopted = Partial<Pick<Service, 'Tags' | 'TaggedAddresses'>>

/** Its own service and check, which no one registers. */
const OWN_SERVICE = 'consul'
const OWN_CHECK = 'serfHealth'

export function catalogDrift(
  view: View,
  state: LocalState,
  settings: Settings,
  isDeferred: (checkId: string) => boolean,
): Drift {
  const node = settings.nodeName
  const services: string[] = []
  const checks: string[] = []
  const adopted = new Map<string, Adopted>()
  for (const { ID } of view.scan('services', prefixOf(node))) {
    if (ID !== OWN_SERVICE && !state.service(ID)) services.push(ID)
  }
  for (const { CheckID } of view.scan('checks', prefixOf(node))) {
    if (CheckID !== OWN_CHECK && !state.check(CheckID)) checks.push(CheckID)
  }
  for (const { row } of state.services()) {
    const known = view.get('services', keyOf(node, row.ID))
    const there = known && adoptedBy(row, known)
    if (there) adopted.set(row.ID, there)
    services.push(row.ID)
  }
  for (const check of state.checks()) {
    const known = view.get('checks', keyOf(node, check.row.CheckID))
    if (!known || !sameCheck(known, check, isDeferred(check.row.CheckID))) checks.push(check.row.CheckID)
  }
  return { services, checks, adopted }
}

function adoptedBy(row: NewService, known: NewService): Adopted | undefined {
  const tags = row.EnableTagOverride && !equal(known.Tags, row.Tags)
  const virtual = row.TaggedAddresses?.[VIRTUAL_ADDRESS] ? undefined : known.TaggedAddresses?.[VIRTUAL_ADDRESS]
  if (!tags && virtual === undefined) return undefined
  return {
    ...(tags && { Tags: known.Tags }),
    ...(virtual && { TaggedAddresses: withVirtual(row.TaggedAddresses, virtual) }),
  }
}

/** The name and tags of the service do not count: the catalog keeps those of the time when the check was written. */
function sameCheck(known: Check, check: LocalCheck, ignoreOutput: boolean): boolean {
  const { CreateIndex: _c, ModifyIndex: _m, ServiceName: _n, ServiceTags: _t, Node: _node, ...there } = known
  const { Node: _here, ...here } = catalogCheck(check)
  return equal(ignoreOutput ? { ...there, Output: here.Output } : there, here)
}
