import { JsonError, parseJson, toJson } from '../../go/json.ts'
import { MsgpackReader } from '../../lib/msgpack.ts'

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
  22: 'ConfigEntry',
  29: 'ChunkingState',
  30: 'FederationState',
  31: 'SystemMetadata',
  32: 'ServiceVirtualIP',
  33: 'FreeVirtualIP',
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

/** The tables of our own form under the names of Consul's records. */
const TABLES: Readonly<Record<string, string>> = {
  kv: 'KVS',
  tombstones: 'Tombstone',
  sessions: 'Session',
  nodes: 'Register',
  services: 'Register',
  checks: 'Register',
  coordinates: 'CoordinateBatchUpdate',
  queries: 'PreparedQuery',
  virtualIps: 'ServiceVirtualIP',
  autopilot: 'Autopilot',
  caConfig: 'ConnectCAConfig',
  caRoots: 'ConnectCA',
  configEntries: 'ConfigEntry',
  aclTokens: 'ACLToken',
  aclPolicies: 'ACLPolicy',
  aclRoles: 'ACLRole',
  aclAuthMethods: 'ACLAuthMethod',
  aclBindingRules: 'ACLBindingRule',
}

/** A line for what holds for all, then one for each row. */
function ownRecords(state: Uint8Array): SnapshotRecord[] {
  const lines = Buffer.from(state).toString().split('\n').slice(1, -1)
  return lines.map(parseJsonLine).map(([name, row]) => {
    const size = Buffer.byteLength(toJson(row))
    const key = name === 'kv' ? (row as { Key?: unknown }).Key : undefined
    return { type: TABLES[name] ?? name, size, ...(typeof key === 'string' && { key }) }
  })
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
