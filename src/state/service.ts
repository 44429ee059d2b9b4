import { sameRow } from '../lib/equal.ts'
import { deleteCheck } from './check.ts'
import { bumpInstance, bumpServices, entry } from './entries.ts'
import { dropPairs, putPairs } from './mesh-topology.ts'
import { refuse } from './errors.ts'
import { connectName, fold, keyOf } from './schema.ts'
import type { Tx } from './store.ts'
import type { Service, ServiceAddress } from '../model/rows.ts'
import { forgetConnected, forgetKind, rememberKinds } from './kind-names.ts'
import { releaseVirtualIp, virtualIp, withVirtual } from './virtual-ip.ts'
import { withServiceAddresses } from './terminating-addresses.ts'
import { serviceInstanceCame, serviceInstanceWent } from './follow-services.ts'

export type NewService = Omit<Service, 'CreateIndex' | 'ModifyIndex'>

/** Writes an instance of a service on a node that is there. */
export function ensureService(tx: Tx, service: NewService): Service {
  if (!tx.node(service.Node)) throw refuse.missingNode()
  const old = tx.get('services', keyOf(service.Node, service.ID))
  const row: Service = {
    ...service,
    TaggedAddresses: withVirtualAddress(tx, service),
    CreateIndex: old?.CreateIndex ?? tx.index,
    ModifyIndex: tx.index,
  }
  // another path of a socket or another locality alone is no change to Consul
  if (old && sameRow(old, row, ['Node', 'SocketPath', 'Locality'])) {
    // wildcards look at others of its name even so
    serviceInstanceCame(tx, old, old)
    putPairs(tx, old, old)
    return old
  }
  tx.put('services', row)
  rememberKinds(tx, row)
  if (old && fold(old.Service) !== fold(row.Service)) {
    // as in Consul, the index of the name that it had does not move, nor end
    tx.bump(entry.stale(old.Service), entry.left(old.Service))
  }
  if (old) bumpLeft(tx, old, row)
  serviceInstanceCame(tx, row, old)
  bumpInstance(tx, row)
  putPairs(tx, row, old)
  bumpServices(tx, row.Node)
  return row
}

/** Removes an instance with its checks. */
export function deleteService(tx: Tx, node: string, id: string): void {
  const key = keyOf(node, id)
  const service = tx.get('services', key)
  if (!service) return
  for (const check of [...tx.by('checks', 'instance', key)]) {
    // a check of the instance under another spelling of its ID finds it no more
    if (tx.get('services', keyOf(node, check.ServiceID))?.ID !== check.ServiceID) throw refuse.missingService()
    deleteCheck(tx, node, check.CheckID)
  }
  tx.delete('services', key)
  bumpServices(tx, node)
  tx.bump('checks')
  dropPairs(tx, service)
  const name = connectName(service)
  if (name !== undefined && !isConnected(tx, name)) forgetConnected(tx, name)
  // as in Consul, a wildcard that took it in keeps its address: gateways let go of it last
  if (leave(tx, service)) tx.bump(entry.serviceExtinction)
  serviceInstanceWent(tx, service)
}

/** An instance of this name is gone: its index moves, or ends when it was the last. Tells whether it was. */
function leave(tx: Tx, service: Service): boolean {
  bumpInstance(tx, service)
  if (isNamed(tx, service.Service)) return false
  forgetKind(tx, service)
  releaseVirtualIp(tx, service.Service, { withoutProxies: true })
  tx.dropEntry(entry.service(service.Service))
  return true
}

const isNamed = (tx: Tx, name: string): boolean => tx.first('services', 'name', fold(name)) !== undefined
const isConnected = (tx: Tx, name: string): boolean => tx.first('services', 'connect', fold(name)) !== undefined

/** An instance stands behind another service in the mesh, or behind none, from now on. */
function bumpLeft(tx: Tx, old: Service, row: Service): void {
  const name = connectName(old)
  if (name !== undefined && name !== connectName(row)) tx.bump(entry.connect(name), entry.connectHealth(name))
}

/** What stands behind a service in the mesh carries the address that stands for that service. */
function withVirtualAddress(tx: Tx, service: NewService): Service['TaggedAddresses'] {
  if (service.Kind === 'terminating-gateway') return withServiceAddresses(tx, service)
  const name = connectName({ ...service, CreateIndex: 0, ModifyIndex: 0 })
  if (name === undefined) return service.TaggedAddresses
  const virtual: ServiceAddress = { Address: virtualIp(tx, name), Port: service.Port }
  return withVirtual(service.TaggedAddresses, virtual)
}
