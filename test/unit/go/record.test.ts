import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toJson } from '../../../src/go/json.ts'
import { runToEnd } from '../../../src/lib/slices.ts'
import { TextParts } from '../../../src/lib/text-parts.ts'
import { recordOf, remembered, rememberedJoin } from '../../../src/go/record.ts'
import { any, members, part, parts, scalar, string } from '../../../src/go/record-fields.ts'

interface Row {
  readonly name: string
  readonly port: number | bigint | undefined
  readonly on: boolean
  readonly meta: unknown
  readonly node: Node
  readonly checks: readonly Node[] | null
  readonly parent: Node | undefined
  readonly others: readonly Node[] | undefined
  readonly byName: ReadonlyMap<string, Node>
  readonly owner: Owner
}

interface Owner {
  readonly nodes: ReadonlyMap<string, Node>
}

interface Node {
  readonly id: string | undefined
}

const text = fc.string({ unit: 'binary' })
const node = fc.record({ id: fc.option(text, { nil: undefined }) })
// keys that are numbers stand before others in an object
const byName = fc
  .array(
    fc.tuple(
      text.map(key => `-${key}`),
      node,
    ),
    { maxLength: 3 },
  )
  .map(entries => new Map(entries))
const row: fc.Arbitrary<Row> = fc.record({
  name: text,
  port: fc.oneof(fc.integer(), fc.bigInt(), fc.constant(undefined)),
  on: fc.boolean(),
  meta: fc.option(fc.oneof(fc.dictionary(text, text), fc.array(text), fc.jsonValue()), { nil: undefined }),
  node,
  checks: fc.option(fc.array(node, { maxLength: 3 })),
  parent: fc.option(node, { nil: undefined }),
  others: fc.option(fc.array(node, { maxLength: 3 }), { nil: undefined }),
  byName,
  owner: fc.record({ nodes: byName }),
})

const nodeRecord = recordOf<Node>([string('ID', ({ id }) => id)])
const record = recordOf<Row>([
  part('Node', ({ node }) => node, nodeRecord),
  string('Name', ({ name }) => name),
  scalar('Port', ({ port }) => port),
  scalar('On', ({ on }) => on),
  any('Meta', ({ meta }) => meta),
  parts('Checks', ({ checks }) => checks, nodeRecord),
  part('Parent', ({ parent }) => parent, nodeRecord),
  parts('Others', ({ others }) => others, nodeRecord),
  members('ByName', ({ byName }) => byName, nodeRecord),
  part('Owner', ({ owner }) => owner, recordOf([members('Nodes', ({ nodes }: Owner) => nodes, nodeRecord)])),
])

it('writes a record as toJson writes its object', () => {
  fc.assert(
    fc.property(row, given => {
      expect(record.text(given, undefined)).toBe(toJson(record.object(given)))
      expect(record.text(given, 1)).toBe(toJson(record.object(given), true))
      expect(`[\n    ${record.text(given, 2)}\n]`).toBe(toJson([record.object(given)], true))
    }),
  )
})

it('makes a member when it is looked at, and no other', () => {
  fc.assert(
    fc.property(row, given => {
      const fields = record.fields(given) as Record<string, unknown>
      const object = record.object(given) as Record<string, unknown>
      for (const key of ['Node', 'Name', 'Port', 'On', 'Meta', 'Checks', 'Parent', 'Others', 'ByName', 'Owner'])
        expect(fields[key]).toEqual(object[key])
    }),
  )
  const { record: counted, written } = counting()
  const fields = counted.fields({ id: 'a' }) as { readonly ID: string }
  expect(written()).toBe(0)
  expect([fields.ID, written()]).toEqual(['a', 1])
})

it('writes a record in slices as it writes it in one go', () => {
  fc.assert(
    fc.property(row, fc.constantFrom(undefined, 1, 2), (given, depth) => {
      const out = new TextParts()
      runToEnd(record.slices(given, depth, out))
      expect(String(runToEnd(out.joined()))).toBe(record.text(given, depth))
    }),
  )
})

it('tells which rows have long lists, and leaves off while it writes them', () => {
  const none = { parent: undefined, others: undefined, byName: new Map(), owner: { nodes: new Map() } }
  const given = { name: '', port: 1, on: true, meta: {}, node: { id: 'n' }, ...none }
  const checks = Array.from({ length: 5_000 }, () => ({ id: 'c'.repeat(100) }))
  expect(record.isLong({ ...given, checks: checks.slice(0, 100) })).toBe(false)
  expect(record.isLong({ ...given, checks: null })).toBe(false)
  expect(record.isLong({ ...given, checks })).toBe(true)
  expect([...record.slices({ ...given, checks }, 1, new TextParts())].length).toBeGreaterThan(5)
  const nodes = new Map(checks.map((check, i) => [`n${i}`, check]))
  const within = { ...given, checks: null, owner: { nodes } }
  expect(record.isLong(within)).toBe(true)
  expect([...record.slices(within, 1, new TextParts())].length).toBeGreaterThan(5)
})

/** A record that counts how often it is written. */
function counting() {
  let written = 0
  const id = string<Node>('ID', ({ id }) => {
    written++
    return id
  })
  return { record: remembered(recordOf([id])), written: () => written }
}

it('writes a remembered row once for each depth, and the same text each time', () => {
  const { record: counted, written } = counting()
  const rows = ['a', 'b'].map(id => ({ id }))
  const texts = (): string[] => rows.flatMap(one => [undefined, 1, 2].map(depth => counted.text(one, depth)))
  const first = texts()
  expect(first).toEqual(
    rows
      .flatMap(one => [toJson(one), toJson(one, true), toJson([one], true).slice(6, -2)])
      .map(text => text.replaceAll('"id"', '"ID"')),
  )
  expect(texts()).toEqual(first)
  expect(written()).toBe(6)
})

it('lets go of what it remembers beyond its bound', () => {
  const { record: counted, written } = counting()
  const large = Array.from({ length: 5 }, (_, i) => ({ id: String(i).repeat(1024 * 1024) }))
  for (const one of large) counted.text(one, undefined)
  counted.text(large[4] as Node, undefined)
  expect(written()).toBe(5)
  counted.text(large[0] as Node, undefined)
  expect(written()).toBe(6)
})

/** A joined row of the same parts is known again; one with another part, under the same key, is written anew. */
it('writes a remembered join once for as long as its parts are the same', () => {
  interface Pair {
    left: Node
    right: Node
  }
  let written = 0
  const left = string<Pair>('Left', pair => {
    written++
    return pair.left.id
  })
  const pairs = rememberedJoin(recordOf([left, string<Pair>('Right', pair => pair.right.id)]), {
    key: pair => pair.left,
    same: (a, b) => a.left === b.left && a.right === b.right,
  })
  const [a, b, c] = ['a', 'b', 'c'].map(id => ({ id })) as [Node, Node, Node]
  expect(pairs.part({ left: a, right: b }, undefined)).toBe('{"Left":"a","Right":"b"}')
  expect(pairs.part({ left: a, right: b }, undefined)).toBe('{"Left":"a","Right":"b"}')
  expect(written).toBe(1)
  expect(pairs.part({ left: a, right: c }, undefined)).toBe('{"Left":"a","Right":"c"}')
  expect(pairs.part({ left: a, right: b }, 1)).toBe('{\n    "Left": "a",\n    "Right": "b"\n}')
  expect(pairs.part({ left: a, right: b }, undefined)).toBe('{"Left":"a","Right":"b"}')
  expect(written).toBe(4)
})

it('gives ASCII as it is for an answer, and anything else as bytes', () => {
  const named = recordOf([string<Node>('ID', ({ id }) => id)])
  expect(named.part({ id: 'a' }, undefined)).toBe('{"ID":"a"}')
  expect(named.part({ id: 'ä' }, undefined)).toEqual(Buffer.from('{"ID":"ä"}'))
  expect(remembered(named).part({ id: 'ä' }, undefined)).toEqual(Buffer.from('{"ID":"ä"}'))
})
