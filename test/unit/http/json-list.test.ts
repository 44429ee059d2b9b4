import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type RowList, writeList as listSlices, type WrittenList } from '../../../src/http/json-list.ts'
import { toJson } from '../../../src/go/json.ts'
import { recordOf } from '../../../src/go/record.ts'
import { parts, string } from '../../../src/go/record-fields.ts'
import { runToEnd } from '../../../src/lib/slices.ts'

const writeList = <T>(...args: Parameters<typeof listSlices<T>>): WrittenList => runToEnd(listSlices(...args))

interface Row {
  readonly name: string
  readonly tags: readonly number[]
}

const rows = fc.array(
  fc.record({ name: fc.string({ unit: 'grapheme' }), tags: fc.array(fc.nat(9), { maxLength: 3 }) }),
  {
    minLength: 8,
    maxLength: 8,
  },
)
const order = fc.array(fc.nat(7), { maxLength: 12 })
const render = (row: Row): object => ({ Name: row.name, Tags: row.tags, Empty: {} })

it.each([true, false])('writes a list like toJson, whatever list it is made from (indented: %s)', indent => {
  fc.assert(
    fc.property(rows, fc.array(order, { maxLength: 6 }), (all, orders) => {
      let before: WrittenList | undefined
      for (const places of orders) {
        const list: RowList<Row> = { rows: places.map(place => all[place] as Row), element: render }
        before = writeList(list, indent, before)
        expect(before.bytes.toString()).toBe(toJson(list.rows.map(render), indent))
      }
    }),
  )
})

it('renders only the rows that are new', () => {
  const all = Array.from({ length: 100 }, (_, i) => ({ name: `n${i}`, tags: [i] }))
  const before = writeList({ rows: all, element: render }, true)
  const rendered: string[] = []
  const count = (row: Row): object => {
    rendered.push(row.name)
    return render(row)
  }
  const changed = all.with(50, { name: 'changed', tags: [] })
  writeList({ rows: changed, element: count }, true, before)
  writeList({ rows: all.toSpliced(20, 0, { name: 'added', tags: [] }), element: count }, true, before)
  writeList({ rows: all.toSpliced(70, 1), element: count }, true, before)
  expect(rendered).toEqual(['changed', 'added'])
})

it('takes joined rows for the same that are made of the same', () => {
  const parts = [{ id: 1 }, { id: 2 }]
  const joined = (): { part: object }[] => parts.map(part => ({ part }))
  const before = writeList({ rows: joined(), element: row => row }, false)
  const never = (): never => {
    throw new Error('rendered again')
  }
  const after = writeList({ rows: joined(), element: never, same: (a, b) => a.part === b.part }, false, before)
  expect(after.bytes.toString()).toBe('[{"part":{"id":1}},{"part":{"id":2}}]')
})

it.each([true, false])('writes a row of thousands of parts in slices (indented: %s)', indent => {
  const checks = Array.from({ length: 5_000 }, (_, i) => ({ id: `c${i}`.padEnd(100) }))
  const record = recordOf([
    parts('Checks', (row: typeof checks) => row, recordOf([string('ID', ({ id }: { id: string }) => id)])),
  ])
  for (const element of [record, record.object]) {
    const work = listSlices({ rows: [checks, checks.slice(0, 3)], element }, indent)
    let slices = 0
    let step = work.next()
    for (; step.done !== true; step = work.next()) slices++
    expect(slices).toBeGreaterThan(5)
    expect(step.value.bytes.toString()).toBe(toJson([checks, checks.slice(0, 3)].map(record.object), indent))
  }
})

it.each([true, false])('makes a row once, also one that is written in slices (indented: %s)', indent => {
  const row = { name: 'large', tags: Array.from({ length: 20_000 }, (_, i) => i) }
  let made = 0
  const element = (row: Row): object => {
    made++
    return render(row)
  }
  const { bytes } = writeList({ rows: [row], element }, indent)
  expect(bytes.toString()).toBe(toJson([render(row)], indent))
  expect(made).toBe(1)
})
