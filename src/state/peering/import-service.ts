import type { Imported } from '../../model/peering-rows.ts'
import type { CheckStatus, Node, Service } from '../../model/rows.ts'
import { fold, importedKey, keyOf } from '../schema.ts'
import type { Tx } from '../store.ts'
import type { View } from '../view.ts'
import {
  deleteImportedCheck,
  deleteImportedNode,
  deleteImportedService,
  putImportedCheck,
  putImportedNode,
  putImportedService,
  servicesOn,
} from './imported-rows.ts'

type Unindexed<R> = Omit<R, 'CreateIndex' | 'ModifyIndex' | 'PeerName'>

/** An instance as another cluster exports it: its checks, and those of its node, in one word. */
export interface ExportedInstance {
  readonly node: Unindexed<Node>
  readonly service: Unindexed<Service>
  readonly status: CheckStatus
}

/** One write of an import: Consul makes each of them an entry of its log. */
export type ImportStep = (tx: Tx) => void

/** What makes the imported instances of a service what a peer says that they are. */
export function importSteps(
  view: View,
  peer: string,
  name: string,
  instances: readonly ExportedInstance[],
): readonly ImportStep[] {
  const present = new Set(instances.map(({ service: { Node, ID } }) => importedKey(peer, Node, ID)))
  const gone = importedOf(view, peer, name).filter(({ Node, ID }) => !present.has(importedKey(peer, Node, ID)))
  return [...instances.flatMap(instance => putSteps(peer, instance)), ...gone.flatMap(row => removeSteps(view, row))]
}

/** Removes all instances of services that are not exported any more. */
export function unexportedSteps(view: View, peer: string, exported: ReadonlySet<string>): readonly ImportStep[] {
  return view
    .scan('importedServices', keyOf(peer, ''))
    .filter(row => !exportNamesOf(row).some(name => exported.has(fold(name))))
    .flatMap(row => removeSteps(view, row))
}

/** Removes all that a peering brought, at once. */
export function deleteImports(tx: Tx, peer: string): void {
  for (const node of [...tx.scan('importedNodes', keyOf(peer, ''))]) deleteImportedNode(tx, node)
}

/** Instances of a service, and of the gateways that stand before it. */
function importedOf(view: View, peer: string, name: string): readonly Imported<Service>[] {
  const own = view.by('importedServices', 'name', keyOf(peer, name))
  return [...own, ...view.by('importedServices', 'connect', keyOf(peer, name)).filter(row => !own.includes(row))]
}

/** The names under which a service may be exported: a proxy comes with what it stands before. */
const exportNamesOf = ({ Service, Proxy }: Imported<Service>): readonly string[] => [
  Service,
  Proxy.DestinationServiceName ?? Service,
]

function putSteps(PeerName: string, { node, service, status }: ExportedInstance): readonly ImportStep[] {
  const CheckID = `${service.ID}:overall-check`
  const check = {
    ...OVERALL,
    PeerName,
    Node: node.Node,
    CheckID,
    Status: status,
    ServiceID: service.ID,
    ServiceName: service.Service,
    ServiceTags: service.Tags,
  }
  return [
    tx => putImportedNode(tx, { ...node, PeerName }),
    tx => putImportedService(tx, { ...service, PeerName }),
    tx => putImportedCheck(tx, check),
  ]
}

const OVERALL = {
  Name: 'overall-check',
  Notes: '',
  Output: '',
  Type: '',
  Interval: '',
  Timeout: '',
  ExposedPort: 0,
  Definition: {},
} as const

function removeSteps(view: View, row: Imported<Service>): readonly ImportStep[] {
  const checks = view.by('importedChecks', 'instance', importedKey(row.PeerName, row.Node, row.ID))
  return [
    ...checks.map(check => (tx: Tx) => deleteImportedCheck(tx, check)),
    tx => deleteImportedService(tx, row),
    tx => {
      const node = tx.get('importedNodes', keyOf(row.PeerName, row.Node))
      if (node && servicesOn(tx, node).length === 0) deleteImportedNode(tx, node)
    },
  ]
}
