import { expect, it } from 'vitest'
import { Table } from '../../../src/state/table.ts'

const splitter = (names: readonly string[]) => ({
  Kind: 'service-splitter',
  Name: 'web',
  CreateIndex: 1,
  ModifyIndex: 1,
  Hash: 0n,
  Splits: names.map(Service => ({ Service })),
})
const names = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `s${from + i}`)

it.each([4, 20_000])('a row that names %i others is found by those it names now, and by no others', count => {
  const table = new Table('configEntries')
  table.replace('a', splitter(names(0, count)))
  table.replace('a', splitter(names(1, count + 1)))
  const found = (name: string): number => table.by('link', name).length
  expect([found('s0'), found('s1'), found(`s${count - 1}`), found(`s${count}`)]).toEqual([0, 1, 1, 1])
  table.replace('a', undefined)
  expect([...table.indexKeys('link')]).toEqual([])
})

it.each([[[]], [['b']], [['a', 'b', 'c', 'd']], [['b', 'nowhere']]])(
  'when all but %j are deleted, they are nowhere',
  kept => {
    const table = new Table('configEntries')
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      const entry = { ...splitter([key, 'all']), Name: key }
      table.replace(table.keyOf(entry), entry)
    }
    const { version } = table
    const rows = table.scan().filter(({ Name }) => kept.includes(Name))
    const gone = table.scan().filter(row => !rows.includes(row))
    table.deleteAll(gone)
    expect(table.size).toBe(rows.length)
    expect(table.scan()).toEqual(rows)
    expect(table.keys()).toEqual(rows.map(table.keyOf))
    expect(table.by('link', 'all')).toEqual(rows)
    expect(gone.flatMap(({ Name }) => table.by('link', Name))).toEqual([])
    expect(table.version).not.toBe(version)
  },
)
