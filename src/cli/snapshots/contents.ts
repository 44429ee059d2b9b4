import { JsonError, parseJson, toJson } from '../../go/json.ts'
import { isObject } from '../../lib/equal.ts'
import { MsgpackReader } from '../../lib/msgpack.ts'
import { type KvRow, kvSize } from './kv-size.ts'

/** One thing in a snapshot. */
export interface SnapshotRecord {
  readonly type: string
  readonly size: number
  /** Of an entry of the key-value store. */
  readonly key?: string
}

/** Everything in the state of a snapshot, ours or Consul's own. */
export function recordsOf(state: Uint8Array): SnapshotRecord[] {
  return state[0] === OPEN_BRACE ? ownRecords(state) : consulRecords(state)
}

const OPEN_BRACE = 0x7b

/** What each kind of record is called, as far as it was seen. */
const TYPES: Readonly<Record<number, string>> = {
  0: 'Register',
  2: 'KVS',
  3: 'Session',
  5: 'Tombstone',
  6: 'CoordinateBatchUpdate',
  7: 'PreparedQuery',
  9: 'Autopilot',
  13: 'ConnectCA',
  14: 'ConnectCAProviderState',
  15: 'ConnectCAConfig',
  16: 'Index',
  17: 'ACLToken',
  19: 'ACLPolicy',
  22: 'ConfigEntry',
  23: 'ACLRole',
  25: 'ACLBindingRule',
  27: 'ACLAuthMethod',
  29: 'ChunkingState',
  30: 'FederationState',
  31: 'SystemMetadata',
  32: 'ServiceVirtualIP',
  33: 'FreeVirtualIP',
  35: 'Peering',
  40: 'PeeringSecret',
}

/** A head, then for each record a byte with its kind and a value. The first record is charged for the head, too. */
function consulRecords(state: Uint8Array): SnapshotRecord[] {
  const reader = new MsgpackReader(state)
  const records: SnapshotRecord[] = []
  let start = 0
  reader.value()
  while (!reader.ended) {
    const kind = reader.byte()
    const value = reader.value()
    const type = TYPES[kind] ?? `Unknown (${kind})`
    const key = type === 'KVS' && value instanceof Map ? (value.get('Key') as unknown) : undefined
    records.push({ type, size: reader.at - start, ...(typeof key === 'string' && { key }) })
    start = reader.at
  }
  return records
}

/** The tables of our own form under the names of Consul's records; what is derived from others has none there. */
const TABLES: Readonly<Record<string, string | undefined>> = {
  kv: 'KVS',
  tombstones: 'Tombstone',
  sessions: 'Session',
  nodes: 'Register',
  services: 'Register',
  checks: 'Register',
  importedNodes: 'Register',
  importedServices: 'Register',
  importedChecks: 'Register',
  coordinates: 'CoordinateBatchUpdate',
  queries: 'PreparedQuery',
  virtualIps: 'ServiceVirtualIP',
  freeVirtualIps: 'FreeVirtualIP',
  kindServiceNames: undefined,
  meshPairs: undefined,
  gatewayServices: undefined,
  autopilot: 'Autopilot',
  caConfig: 'ConnectCAConfig',
  caRoots: 'ConnectCA',
  federationStates: 'FederationState',
  configEntries: 'ConfigEntry',
  aclTokens: 'ACLToken',
  aclPolicies: 'ACLPolicy',
  aclRoles: 'ACLRole',
  aclAuthMethods: 'ACLAuthMethod',
  aclBindingRules: 'ACLBindingRule',
  aclBootstrap: undefined,
  peerings: 'Peering',
  peeringSecrets: 'PeeringSecret',
}

/** A line for what holds for all, then one for each row. */
function ownRecords(state: Uint8Array): SnapshotRecord[] {
  const [head = '', ...lines] = Buffer.from(state).toString().split('\n').slice(0, -1)
  const rows = lines.flatMap(line => recordOf(...parseJsonLine(line)))
  return [...rows, ...impliedBy(head, rows)]
}

function recordOf(name: string, row: unknown): SnapshotRecord | readonly [] {
  if (name === 'kv') return { type: 'KVS', size: kvSize(row as KvRow), key: (row as KvRow).Key }
  const type = Object.hasOwn(TABLES, name) ? TABLES[name] : name
  return type === undefined ? [] : { type, size: Buffer.byteLength(toJson(row)) }
}

/** Records of Consul for which the head stands here, or, of a CA that nobody has asked for a certificate yet, its configuration. */
function impliedBy(head: string, rows: readonly SnapshotRecord[]): readonly SnapshotRecord[] {
  const indexes = entriesOf(head).map(name => ({ type: 'Index', size: Buffer.byteLength(name) }))
  const has = (type: string): boolean => rows.some(row => row.type === type)
  const one = (type: string): SnapshotRecord => ({ type, size: 0 })
  const ca = has('ConnectCAConfig')
    ? [...(has('ConnectCA') ? [] : [one('ConnectCA')]), one('ConnectCAProviderState')]
    : []
  return [
    ...indexes,
    one('ChunkingState'),
    ...Array.from({ length: SYSTEM_METADATA }, () => one('SystemMetadata')),
    ...ca,
  ]
}

/** What Consul keeps of how far its state was brought up to newer versions. */
const SYSTEM_METADATA = 4

function entriesOf(head: string): readonly string[] {
  const [, parsed] = parseJsonLine(head)
  const entries = isObject(parsed) ? parsed['entries'] : undefined
  return isObject(entries) ? Object.keys(entries) : []
}

function parseJsonLine(line: string): readonly [string, unknown] {
  try {
    const row = parseJson(line)
    return Array.isArray(row) ? [String(row[0]), row[1]] : ['Unknown', row]
  } catch (error) {
    if (error instanceof JsonError) return ['Unknown', line]
    throw error
  }
}
