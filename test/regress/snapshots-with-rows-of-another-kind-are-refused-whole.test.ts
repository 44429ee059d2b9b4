import { expect, it } from 'vitest'
import { createConsul, type Snapshot } from '../../src/index.ts'

const WRONG: readonly [table: string, member: string, value: unknown][] = [
  ['kv', 'Key', 5],
  ['kv', 'Value', null],
  ['kv', 'Flags', 'x'],
  ['kv', 'ModifyIndex', '7'],
  ['sessions', 'TTL', 'soon'],
  ['sessions', 'TTL', -1],
  ['sessions', 'NodeChecks', undefined],
  ['sessions', 'ServiceChecks', {}],
  ['nodes', 'Node', null],
  ['nodes', 'Meta', 'x'],
  ['services', 'Tags', 1e308],
  ['services', 'Weights', null],
  ['services', 'Connect', undefined],
  ['checks', 'Output', undefined],
  ['checks', 'ServiceName', -1],
  ['queries', 'Service', []],
  ['coordinates', 'Coord', {}],
]

function arranged(): ReturnType<typeof createConsul> {
  const consul = createConsul({ clock: 'manual' })
  consul.kv.acquire('lock', consul.session.create({ ttl: '10s' }), 'me')
  consul.agent.register({ name: 'web', port: 80, tags: ['a'], check: 'passing' })
  consul.query.create({ Name: 'web', Service: { Service: 'web' } })
  return consul
}

/** A copy with one member of each row of a table changed. */
function changed(snapshot: Snapshot, table: string, member: string, value: unknown): Snapshot {
  const copy = structuredClone(snapshot) as unknown as { tables: Record<string, Record<string, unknown>[]> }
  const rows = copy.tables[table] ?? []
  if (rows.length === 0) rows.push({})
  for (const row of rows) row[member] = value
  return copy as unknown as Snapshot
}

it.each(WRONG)('%s with %s %j', (table, member, value) => {
  const consul = arranged()
  const before = consul.snapshot()
  const bad = changed(before, table, member, value)
  expect(() => consul.restore(bad)).toThrow(expect.objectContaining({ code: 'MC_ERR_SNAPSHOT' }))
  expect(consul.snapshot()).toEqual(before)
})

it('takes what is good, rows of every kind among it', () => {
  const consul = arranged()
  const before = consul.snapshot()
  consul.kv.delete('lock')
  consul.restore(JSON.parse(JSON.stringify(before)) as Snapshot)
  expect(consul.diff(before)).toEqual([])
})

it('refuses indexes beyond which no others come', () => {
  const consul = arranged()
  expect(() => consul.restore({ ...consul.snapshot(), index: Number.MAX_SAFE_INTEGER })).toThrow('an invalid index')
})
