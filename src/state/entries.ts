import { connectName, fold, prefixOf } from './schema.ts'
import type { Tx } from './store.ts'
import type { View } from './view.ts'
import type { GatewayService, Service } from '../model/rows.ts'

/**
 * Index entries: when something last changed. Tables have one each (`kv`, `nodes`, …); these are the finer ones.
 * What moves them was found out by asking a real agent, write by write.
 */
export const entry = {
  /** Moves with instances of the service, their nodes and all their checks; there while an instance is. */
  service: (name: string): string => `service.${fold(name)}`,
  /** Moves with instances of the service, neither with their nodes nor with checks. */
  rows: (name: string): string => `rows.${fold(name)}`,
  /** Moves with instances of the service and their nodes, not with checks: what `/catalog/service` waits for. */
  instances: (name: string): string => `instances.${fold(name)}`,
  /** The same for what stands behind a service in the mesh. */
  connect: (name: string): string => `connect.${fold(name)}`,
  /** The same with its checks: of this, and not of others that share a proxy's name, a stream is told. */
  connectHealth: (name: string): string => `connect_health.${fold(name)}`,
  /** Moves when an instance left it for another name: the service's own index does not. */
  left: (name: string): string => `left.${fold(name)}`,
  /** Moves when an instance gets another name, or one does that begins like this. Nobody is woken by that, as in Consul, but what was read under the name is stale. */
  stale: (name: string): string => `stale.${fold(name)}`,
  /** Moves with the node and its services, not with checks; there while the node is. */
  node: (name: string): string => `node.${fold(name)}`,
  /** When an instance came, changed or went: the index of services moves when a check of a node goes, too. */
  usage: 'usage',
  /** When the last instance of any service went. */
  serviceExtinction: 'service_last_extinction',
  /** When a name came to those of a kind, or left them: see kind-names.ts. */
  kindNames: (kind: string): string => `kind_service_names.${kind}`,
  /** When a proxy that names upstreams came, changed or went, or a service did behind an ingress gateway. */
  meshTopology: 'mesh_topology',
  /** When a node went. */
  nodeExtinction: 'node_last_extinction',
} as const

/** An instance came, changed or went. */
export function bumpInstance(tx: Tx, service: Service): void {
  tx.bump(entry.rows(service.Service))
  bumpUnder(tx, service)
}

/** The same where the instance stays as it is: its node changed, or a session that speaks for it. */
export function bumpUnder(tx: Tx, service: Service): void {
  tx.bump(entry.service(service.Service), entry.instances(service.Service))
  const connect = connectName(service)
  if (connect !== undefined) tx.bump(entry.connect(connect))
  bumpConnectHealth(tx, service)
  // an index finds this name by what stands before a null byte, too
  for (let at = service.Service.indexOf('\0'); at >= 0; at = service.Service.indexOf('\0', at + 1)) {
    tx.bump(entry.stale(service.Service.slice(0, at)))
  }
}

/** A check of an instance changed. */
export function bumpHealth(tx: Tx, service: Service): void {
  tx.bump(entry.service(service.Service))
  bumpConnectHealth(tx, service)
}

/** What an instance stands before in the mesh changes with it: all that a terminating gateway has. */
function bumpConnectHealth(tx: Tx, service: Service): void {
  const connect = connectName(service)
  if (connect !== undefined) tx.bump(entry.connectHealth(connect))
  else if (service.Kind === 'terminating-gateway') {
    for (const { Service } of tx.scan('gatewayServices', prefixOf(service.Service)))
      tx.bump(entry.connectHealth(Service))
  }
}

/** What moves besides the entries of an instance when it comes, changes or goes. */
export const bumpServices = (tx: Tx, node: string): void => tx.bump('services', entry.usage, 'nodes', entry.node(node))

/** A service came behind a gateway, or went from there: told by streams where instances stand before it. */
export function bumpAtGateway(tx: Tx, { Gateway, GatewayKind, Service }: GatewayService): void {
  if (GatewayKind === 'ingress-gateway') tx.bump(entry.meshTopology)
  if (GatewayKind === 'terminating-gateway' && tx.first('services', 'name', fold(Gateway)) !== undefined) {
    tx.bump(entry.connectHealth(Service))
  }
}

/**
 * The index of a service. Where nothing was found it is that of the last extinction of any, if there was one: also where the
 * service itself is there, but nothing stands before it in the mesh. `tables` are those that the read looks into.
 */
export function serviceIndex(view: View, name: string, found: boolean, ...tables: readonly string[]): number {
  const extinction = found ? 0 : view.max(entry.serviceExtinction)
  return extinction || view.max(entry.service(name)) || view.max(...tables)
}
