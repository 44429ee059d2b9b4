import { decodeText, encodeText, toBase64 } from '../lib/bytes.ts'
import { partsOf } from '../lib/parts.ts'
import { runToEnd, type Sliceable } from '../lib/slices.ts'
import { TextParts } from '../lib/text-parts.ts'
import type { Rows, TableName } from './schema.ts'
import type { StateSnapshot } from './store.ts'

/** More of a value than this is not shown. */
const LONGEST = 160
/** Rows between two yields. */
const SLICE = 1000

/** Names that stand for the IDs of sessions, which differ from run to run. */
type SessionNames = ReadonlyMap<string, string>

type Lines = { readonly [T in TableName]?: (row: Rows[T], sessions: SessionNames) => string }

/** How a row of each table is shown; the others tell a reader nothing. */
const rowTexts: Lines = {
  kv: (row, sessions) =>
    `${keyText(row.Key)} = ${valueText(row.Value)}${details({
      flags: row.Flags === 0 ? '' : row.Flags,
      held: sessions.get(row.Session) ?? row.Session,
    })}`,
  nodes: row => `${row.Node} ${row.Address}${details({ meta: mapText(userMeta(row.Meta)) })}`,
  services: row =>
    `${row.Node}/${row.ID} ${row.Service}${hostPort(row)}${details({
      kind: row.Kind,
      tags: (row.Tags ?? []).join(' '),
      meta: row.ID === 'consul' ? '' : mapText(row.Meta),
    })}`,
  checks: row =>
    `${row.Node}/${row.CheckID} ${row.Status}${details({ service: row.ServiceID, output: quoted(row.Output) })}`,
  sessions: (row, sessions) =>
    `${sessions.get(row.ID) ?? row.ID}${details({ name: row.Name, node: row.Node, ttl: row.TTL, behavior: row.Behavior })}`,
  queries: row => `${row.Name || '(no name)'} -> ${row.Service.Service}`,
}

/**
 * The state as sorted text, one row a line, made for reading and for snapshot tests: nothing in it differs from run to run
 * (no indexes, no IDs), and long values are cut.
 */
export const dumpState = (snapshot: StateSnapshot): string => String(runToEnd(dumpSlices(snapshot)))

/** The same in slices; as bytes where it is large. */
export function* dumpSlices({ tables }: StateSnapshot): Sliceable<string | Buffer> {
  const sessions = nameSessions(tables.sessions)
  const out = new TextParts()
  for (const name of Object.keys(rowTexts) as TableName[]) {
    const line = rowTexts[name] as (row: unknown, sessions: SessionNames) => string
    const shown: string[] = []
    for (const part of partsOf(tables[name] as readonly unknown[], SLICE)) {
      for (const row of part) shown.push(line(row, sessions))
      yield
    }
    if (shown.length > 0) out.add(`${name}\n`)
    for (const text of shown.sort()) {
      out.add(`  ${text}\n`)
      if (out.pack()) yield
    }
  }
  return yield* out.joined()
}

/** In the order in which they were made. */
function nameSessions(sessions: readonly Rows['sessions'][]): SessionNames {
  const ordered = [...sessions].sort((a, b) => a.CreateIndex - b.CreateIndex)
  return new Map(ordered.map(({ ID }, at) => [ID, `session-${at + 1}`]))
}

function details(fields: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(fields).filter(([, value]) => value !== '')
  return given.length === 0 ? '' : ` (${given.map(([name, value]) => `${name}: ${String(value)}`).join(', ')})`
}

const keyText = (key: string): string => JSON.stringify(decodeText(key)).slice(1, -1)

/** Text where it is text, else base64. */
function valueText(value: string): string {
  const text = decodeText(value)
  if (encodeText(text) === value) return quoted(text) || '""'
  const bytes = toBase64(value)
  return `base64 ${bytes.length > LONGEST ? `${bytes.slice(0, LONGEST)}... (${value.length} bytes)` : bytes}`
}

function quoted(text: string): string {
  if (text === '') return ''
  return text.length > LONGEST
    ? `${JSON.stringify(text.slice(0, LONGEST))}... (${text.length} characters)`
    : JSON.stringify(text)
}

function hostPort({ Address, Port }: Rows['services']): string {
  return Address === '' && Port === 0 ? '' : ` ${Address}:${Port}`
}

function mapText(map: Readonly<Record<string, string>> | null): string {
  return Object.entries(map ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(' ')
}

/** Without what the agent itself writes there. */
function userMeta(meta: Rows['nodes']['Meta']): Rows['nodes']['Meta'] {
  return Object.fromEntries(Object.entries(meta ?? {}).filter(([name]) => !name.startsWith('consul-')))
}
