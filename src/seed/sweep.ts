import { parseJson } from '../go/json.ts'
import { escape, escapeKey, type RemoteRequest, type Undo } from './remote.ts'

type Row = Readonly<Record<string, unknown>>

/** Finds everything at an agent that bears a mark, and how to remove it. */
export async function findMarked(send: RemoteRequest, mark: string): Promise<readonly Undo[]> {
  const read = async (path: string): Promise<readonly Row[]> => {
    const { status, body } = await send('GET', path)
    const rows = status === 200 ? parseJson(body) : []
    return Object.values((rows ?? []) as Row) as readonly Row[]
  }
  const marked = (row: Row, ...names: readonly string[]): boolean =>
    names.some(name => String(row[name] ?? '').endsWith(`-${mark}`))
  const undo: Undo[] = []
  for (const row of await read('/v1/query')) {
    if (marked(row, 'Name')) undo.push(['DELETE', `/v1/query/${String(row['ID'])}`])
  }
  for (const row of await read('/v1/session/list')) {
    if (marked(row, 'Name')) undo.push(['PUT', `/v1/session/destroy/${String(row['ID'])}`])
  }
  for (const row of await read('/v1/agent/services')) {
    if (marked(row, 'ID', 'Service')) undo.push(['PUT', `/v1/agent/service/deregister/${escape(String(row['ID']))}`])
  }
  for (const row of await read('/v1/agent/checks')) {
    if (marked(row, 'CheckID', 'Name') && row['ServiceID'] === '') {
      undo.push(['PUT', `/v1/agent/check/deregister/${escape(String(row['CheckID']))}`])
    }
  }
  for (const row of await read('/v1/catalog/nodes')) {
    if (marked(row, 'Node')) undo.push(['PUT', '/v1/catalog/deregister', { Node: row['Node'] }])
  }
  undo.push(['DELETE', `/v1/kv/${escapeKey(mark)}/?recurse`])
  return undo
}
