import type { AclAuthMethod, AclBindingRule, AclBootstrap, AclPolicy, AclRole, AclToken } from '../model/acl-rows.ts'
import type { Imported, Peering, PeeringSecret } from '../model/peering-rows.ts'
import type {
  AutopilotConfig,
  CaConfig,
  CaRoot,
  Check,
  ConfigEntry,
  Coordinate,
  FederationState,
  FreeVirtualIp,
  GatewayService,
  KindServiceName,
  KvEntry,
  MeshPair,
  Node,
  PreparedQuery,
  Service,
  Session,
  Tombstone,
  VirtualIp,
} from '../model/rows.ts'

import { linksOf, referencesOf, sourcesOf } from './config-entries/references.ts'

/** Separates the parts of a composed key; it can stand in no name. */
export const SEP = '\u0000'

/** Names of nodes, services and checks ignore case, so their keys are lower case. */
export const fold = (name: string): string => name.toLowerCase()
export const keyOf = (first: string, second: string): string => fold(first) + SEP + fold(second)
/** The beginning of all keys whose first part this is. */
export const prefixOf = (first: string): string => fold(first) + SEP

/** The key of what was imported by a peering, on a node of the cluster over there. */
export const importedKey = (peer: string, node: string, id: string): string => keyOf(peer, node) + SEP + fold(id)

/** The key of the address that stands for a service: of this cluster, or of a peer's. */
export const virtualIpKey = (service: string, peer: string | undefined): string =>
  peer === undefined ? fold(service) : keyOf(service, peer)

/** The key of the row of a table that has just one. */
export const ONLY = 'only'

/** What the tables hold. */
export interface Rows {
  kv: KvEntry
  tombstones: Tombstone
  sessions: Session
  nodes: Node
  services: Service
  checks: Check
  coordinates: Coordinate
  queries: PreparedQuery
  virtualIps: VirtualIp
  freeVirtualIps: FreeVirtualIp
  kindServiceNames: KindServiceName
  meshPairs: MeshPair
  configEntries: ConfigEntry
  gatewayServices: GatewayService
  autopilot: AutopilotConfig
  caConfig: CaConfig
  caRoots: CaRoot
  federationStates: FederationState
  aclTokens: AclToken
  aclPolicies: AclPolicy
  aclRoles: AclRole
  aclAuthMethods: AclAuthMethod
  aclBindingRules: AclBindingRule
  aclBootstrap: AclBootstrap
  peerings: Peering
  peeringSecrets: PeeringSecret
  importedNodes: Imported<Node>
  importedServices: Imported<Service>
  importedChecks: Imported<Check>
}
export type TableName = keyof Rows

/**
 * The keys of an index that a value is found under: as Consul looks there for what begins with a value and the byte that ends it,
 * a name with that byte inside is found by its beginning as well. `from`: where the last part of the key begins.
 */
function foundUnder(key: string, from = 0): readonly string[] {
  let end = key.indexOf(SEP, from)
  if (end < 0) return [key]
  const keys = [key]
  for (; end >= 0; end = key.indexOf(SEP, end + 1)) keys.push(key.slice(0, end))
  return keys
}

interface TableSchema<R> {
  /** The key of a row: unique, and the order of listings. */
  readonly key: (row: R) => string
  /** Further ways to find rows: the keys under which an index lists a row. */
  readonly indexes: Readonly<Record<string, (row: R) => readonly string[]>>
}

const NONE: readonly string[] = []
const NOTHING: Readonly<Record<string, string>> = {}

/** The key under which nodes are found by a member of their metadata. */
export const metaKey = (name: string, value: string): string => name + SEP + value

/** Consul's word for the kind of plain services. */
export const TYPICAL = 'typical'

/** What stands for a kind in the keys of its names: nothing for plain services, as in Consul, where that decides who waits for which. */
export const kindInKeys = (kind: string): string => (kind === TYPICAL ? '' : kind)

/** Tables as data: snapshot, restore, reset, dump and watches are derived, so that a new table gets them for nothing. */
export const schema: { readonly [T in TableName]: TableSchema<Rows[T]> } = {
  kv: {
    key: row => row.Key,
    indexes: { session: row => (row.Session === '' ? NONE : [row.Session]) },
  },
  tombstones: { key: row => row.Key, indexes: {} },
  sessions: {
    key: row => row.ID,
    indexes: {
      node: row => [fold(row.Node)],
      check: row => [
        ...new Set(
          [...(row.Checks ?? []), ...(row.NodeChecks ?? []), ...(row.ServiceChecks ?? []).map(c => c.ID)].map(id =>
            keyOf(row.Node, id),
          ),
        ),
      ],
    },
  },
  nodes: {
    key: row => fold(row.Node),
    indexes: {
      id: row => (row.ID === '' ? [] : [fold(row.ID)]),
      address: row => [fold(row.Address)],
      meta: row => Object.entries(row.Meta ?? NOTHING).map(([name, value]) => metaKey(name, value)),
    },
  },
  services: {
    key: row => keyOf(row.Node, row.ID),
    indexes: {
      name: row => foundUnder(fold(row.Service)),
      connect: row => {
        const name = connectName(row)
        return name === undefined ? [] : [fold(name)]
      },
      address: row => (row.Address === '' ? [] : [fold(row.Address)]),
      gateway: row => (row.Kind.endsWith('-gateway') ? [row.Kind] : NONE),
    },
  },
  checks: {
    key: row => keyOf(row.Node, row.CheckID),
    indexes: {
      service: row => (row.ServiceName === '' ? [] : foundUnder(fold(row.ServiceName))),
      instance: row => foundUnder(keyOf(row.Node, row.ServiceID), row.Node.length + 1),
      status: row => [fold(row.Status)],
    },
  },
  coordinates: { key: row => keyOf(row.Node, row.Segment), indexes: {} },
  queries: {
    key: row => fold(row.ID),
    indexes: {
      name: row => (row.Name === '' && row.Template.Type === '' ? [] : [fold(row.Name)]),
      template: row => (row.Template.Type === '' ? [] : [fold(row.Name)]),
      session: row => (row.Session === '' ? [] : [row.Session]),
    },
  },
  virtualIps: {
    key: row => virtualIpKey(row.Service, row.PeerName),
    indexes: { manual: row => row.ManualIPs ?? NONE },
  },
  freeVirtualIps: { key: row => (row.IsCounter === true ? 'counter' : 'free'), indexes: {} },
  kindServiceNames: { key: row => keyOf(kindInKeys(row.Kind), row.Service), indexes: {} },
  meshPairs: {
    key: row => keyOf(row.Upstream, row.Downstream),
    indexes: { downstream: row => [fold(row.Downstream)] },
  },
  configEntries: {
    key: row => keyOf(row.Kind, row.Name),
    indexes: {
      name: row => [fold(row.Name)],
      // what it names besides: see config-entries/references.ts
      reference: row => referencesOf(row),
      link: row => linksOf(row),
      source: row => sourcesOf(row),
    },
  },
  gatewayServices: {
    key: row => keyOf(row.Gateway, row.Service) + SEP + String(row.Port).padStart(5, '0'),
    indexes: { service: row => [fold(row.Service)] },
  },
  autopilot: { key: () => ONLY, indexes: {} },
  caConfig: { key: () => ONLY, indexes: {} },
  caRoots: { key: row => row.ID, indexes: {} },
  federationStates: { key: row => fold(row.Datacenter), indexes: {} },
  aclTokens: {
    key: row => row.SecretID,
    indexes: {
      accessor: row => [fold(row.AccessorID)],
      policy: row => row.Policies.map(fold),
      role: row => row.Roles.map(fold),
      service: row => row.ServiceIdentities.map(({ ServiceName }) => fold(ServiceName)),
      authMethod: row => (row.AuthMethod === '' ? NONE : [fold(row.AuthMethod)]),
    },
  },
  aclPolicies: { key: row => fold(row.Name), indexes: { id: row => [fold(row.ID)] } },
  aclRoles: {
    key: row => fold(row.Name),
    indexes: { id: row => [fold(row.ID)], policy: row => row.Policies.map(fold) },
  },
  aclAuthMethods: { key: row => fold(row.Name), indexes: {} },
  aclBindingRules: { key: row => fold(row.ID), indexes: { authMethod: row => [fold(row.AuthMethod)] } },
  aclBootstrap: { key: () => ONLY, indexes: {} },
  peerings: { key: row => fold(row.Name), indexes: { id: row => [fold(row.ID)] } },
  peeringSecrets: { key: row => fold(row.ID), indexes: {} },
  importedNodes: { key: row => keyOf(row.PeerName, row.Node), indexes: { id: row => [keyOf(row.PeerName, row.ID)] } },
  importedServices: {
    key: row => importedKey(row.PeerName, row.Node, row.ID),
    indexes: {
      name: row => [keyOf(row.PeerName, row.Service)],
      connect: row => {
        const name = connectName(row)
        return name === undefined ? NONE : [keyOf(row.PeerName, name)]
      },
    },
  },
  importedChecks: {
    key: row => importedKey(row.PeerName, row.Node, row.CheckID),
    indexes: { instance: row => [importedKey(row.PeerName, row.Node, row.ServiceID)] },
  },
}

export const tableNames = Object.keys(schema) as readonly TableName[]

/** The service that an instance serves inside the mesh: a proxy its destination, a native one itself. */
export function connectName(service: Service): string | undefined {
  if (service.Kind === 'connect-proxy') return service.Proxy.DestinationServiceName
  return service.Connect['Native'] === true ? service.Service : undefined
}
