import { parseDuration } from '../go/duration.ts'
import { isObject } from '../lib/equal.ts'
import { danglingIn } from './dangling-rows.ts'
import { contentProblem } from './row-contents.ts'
import { type Rows, schema, type TableName, tableNames } from './schema.ts'
import { SERVICE_SCALARS } from '../model/rows.ts'

/** Whether a member of a row is what all that reads it takes it for. */
type Shape = (value: unknown) => boolean

const text: Shape = value => typeof value === 'string'
const number: Shape = value => Number.isFinite(value)
const integer: Shape = value => typeof value === 'bigint' || Number.isInteger(value)
const flag: Shape = value => typeof value === 'boolean'
const orNull =
  (shape: Shape): Shape =>
  value =>
    value === null || shape(value)
const listOf =
  (shape: Shape): Shape =>
  value =>
    Array.isArray(value) && value.every(shape)
const mapOf =
  (shape: Shape): Shape =>
  value =>
    isObject(value) && Object.values(value).every(shape)
const members =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  value =>
    isObject(value) && Object.entries(shapes).every(([name, shape]) => shape(value[name]))
const object = members({})
/** The shapes of what has these types. */
const shapesLike = (scalars: Readonly<Record<string, string | number | boolean>>): Readonly<Record<string, Shape>> =>
  Object.fromEntries(
    Object.entries(scalars).map(([name, value]) => [
      name,
      typeof value === 'string' ? text : typeof value === 'number' ? integer : flag,
    ]),
  )
const texts = orNull(listOf(text))
const meta = orNull(mapOf(text))

const duration: Shape = value => {
  try {
    return value === '' || parseDuration(value as string) >= 0
  } catch {
    return false
  }
}

const strings = listOf(text)
const links = {
  Policies: strings,
  ServiceIdentities: listOf(members({ ServiceName: text, Datacenters: strings })),
  NodeIdentities: listOf(members({ NodeName: text, Datacenter: text })),
  TemplatedPolicies: listOf(members({ TemplateName: text, Datacenters: strings })),
}

const indexed = { CreateIndex: integer, ModifyIndex: integer }
const address = members({ Address: text, Port: integer })

const node = { ID: text, Node: text, Address: text, Datacenter: text, TaggedAddresses: meta, Meta: meta, ...indexed }
const service = {
  Node: text,
  ...shapesLike(SERVICE_SCALARS),
  Tags: texts,
  TaggedAddresses: orNull(mapOf(address)),
  Meta: meta,
  Weights: members({ Passing: number, Warning: number }),
  Proxy: object,
  Connect: object,
  ...indexed,
}
const check = {
  Node: text,
  CheckID: text,
  Name: text,
  Status: text,
  Notes: text,
  Output: text,
  ServiceID: text,
  ServiceName: text,
  ServiceTags: texts,
  Type: text,
  Definition: object,
  ...indexed,
}

/** What the members are like that the state, the agent or an adapter looks into; the others are handed on as they are. */
const shapes: { readonly [T in TableName]: Partial<Record<keyof Rows[T], Shape>> } = {
  kv: { Key: text, Value: text, Flags: integer, LockIndex: integer, Session: text, ...indexed },
  tombstones: { Key: text, Index: integer, IsTree: value => value === undefined || flag(value) },
  sessions: {
    ID: text,
    Name: text,
    Node: text,
    LockDelay: number,
    Behavior: value => value === 'release' || value === 'delete',
    TTL: value => text(value) && duration(value),
    NodeChecks: texts,
    ServiceChecks: orNull(listOf(members({ ID: text }))),
    Checks: value => value === undefined || texts(value),
    ...indexed,
  },
  nodes: node,
  services: service,
  checks: check,
  coordinates: {
    Node: text,
    Segment: text,
    Coord: members({ Vec: listOf(number), Error: number, Adjustment: number, Height: number }),
  },
  queries: {
    ID: text,
    Name: text,
    Session: text,
    Token: text,
    Template: members({ Type: text, Regexp: text, RemoveEmptyTags: flag }),
    Service: members({
      Service: text,
      Failover: members({
        NearestN: integer,
        Datacenters: texts,
        Targets: orNull(listOf(members({ Peer: text, Datacenter: text }))),
      }),
      OnlyPassing: flag,
      Connect: flag,
      Peer: text,
      IgnoreCheckIDs: texts,
      Near: text,
      Tags: texts,
      NodeMeta: meta,
      ServiceMeta: meta,
    }),
    DNS: members({ TTL: text }),
    ...indexed,
  },
  virtualIps: {
    Service: text,
    PeerName: value => value === undefined || text(value),
    Address: text,
    ManualIPs: value => value === undefined || listOf(text)(value),
  },
  freeVirtualIps: { Address: text, IsCounter: value => value === undefined || flag(value) },
  kindServiceNames: { Kind: text, Service: text },
  meshPairs: { Upstream: text, Downstream: text, NamedBy: text },
  configEntries: { Kind: text, Name: text, Hash: integer, ...indexed },
  gatewayServices: {
    Gateway: text,
    Service: text,
    GatewayKind: text,
    Port: integer,
    Protocol: text,
    Hosts: texts,
    FromWildcard: flag,
    ...indexed,
  },
  autopilot: indexed,
  caConfig: { Config: orNull(object), ClusterID: value => value === undefined || text(value), ...indexed },
  caRoots: {
    ID: text,
    KeyID: text,
    Subject: text,
    SerialNumber: integer,
    NotBefore: integer,
    NotAfter: integer,
    RootCert: text,
    CrossSigned: value => value === undefined || text(value),
    PrivateKey: text,
    PrivateKeyType: text,
    PrivateKeyBits: integer,
    KeyGiven: flag,
    Active: flag,
    ...indexed,
  },
  federationStates: {
    Datacenter: text,
    MeshGateways: listOf(members({ node: members(node), service: members(service), checks: listOf(members(check)) })),
    UpdatedAt: integer,
    ...indexed,
  },
  aclTokens: {
    AccessorID: text,
    SecretID: text,
    Description: text,
    ...links,
    Roles: strings,
    Local: flag,
    AuthMethod: text,
    ExpirationTime: text,
    CreateTime: text,
    Hash: text,
    ...indexed,
  },
  aclPolicies: { ID: text, Name: text, Description: text, Rules: text, Datacenters: strings, Hash: text, ...indexed },
  aclRoles: { ID: text, Name: text, Description: text, ...links, Hash: text, ...indexed },
  aclAuthMethods: { Name: text, Type: text, MaxTokenTTL: number, TokenLocality: text, Config: object, ...indexed },
  aclBindingRules: { ID: text, AuthMethod: text, Selector: text, BindType: text, BindName: text, ...indexed },
  aclBootstrap: { ResetIndex: integer },
  peerings: {
    ID: text,
    Name: text,
    Meta: meta,
    State: text,
    PeerID: text,
    PeerCAPems: strings,
    PeerServerName: text,
    PeerServerAddresses: strings,
    ManualServerAddresses: strings,
    Remote: members({ Partition: text, Datacenter: text }),
    ...indexed,
  },
  peeringSecrets: { ID: text, Establishment: text, Stream: text },
  importedNodes: { ...node, PeerName: text },
  importedServices: { ...service, PeerName: text },
  importedChecks: { ...check, PeerName: text },
}

/** Indexes rise further from a snapshot's: there has to be room. */
const MAX = 2 ** 52
const index = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0 && (value as number) < MAX

/** What in a state as plain values would make its readers fail, in words; undefined for a valid one. */
export function invalidState(state: Readonly<Record<string, unknown>>): string | undefined {
  const { tables } = state
  const problem = invalidHead(state)
  if (problem !== undefined) return problem
  if (!isObject(tables)) return 'it has no tables'
  for (const name of tableNames) {
    const rows: unknown = tables[name] ?? []
    if (!Array.isArray(rows)) return `it has an invalid table ${name}`
    for (const row of rows as unknown[]) {
      const wrong = invalidRow(name, row)
      if (wrong !== undefined) return wrong
    }
  }
  return danglingRow(tables as Tables)
}

/** The same of what a state has besides its tables. */
export function invalidHead({ index: last, entries }: Readonly<Record<string, unknown>>): string | undefined {
  if (!index(last)) return 'it has an invalid index'
  return isObject(entries) && Object.values(entries).every(index) ? undefined : 'it has invalid index entries'
}

/** The same of one row by itself. */
export function invalidRow(table: TableName, row: unknown): string | undefined {
  const wrong = wrongIn(row, shapes[table] as Readonly<Record<string, Shape>>) ?? contentProblem(table, row as never)
  return wrong === undefined ? undefined : `it has an invalid table ${table}: ${wrong}`
}

type Tables = { readonly [T in TableName]?: readonly Rows[T][] }

function danglingRow(tables: Tables): string | undefined {
  const keys = new Map<TableName, ReadonlySet<string>>()
  const has = (table: TableName, key: string): boolean => {
    const known = keys.get(table) ?? new Set(tables[table]?.map(schema[table].key as (row: unknown) => string))
    keys.set(table, known)
    return known.has(key)
  }
  for (const name of tableNames) {
    for (const row of tables[name] ?? []) {
      const missing = danglingIn(name, row, has)
      if (missing !== undefined) return missing
    }
  }
  return undefined
}

function wrongIn(row: unknown, shape: Readonly<Record<string, Shape>>): string | undefined {
  if (!isObject(row)) return 'a row is no object'
  const name = Object.keys(shape).find(member => !shape[member]?.(row[member]))
  return name === undefined ? undefined : `${name} of a row is of another kind`
}
