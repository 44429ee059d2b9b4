import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SortedKeys } from '../../../src/lib/sorted-keys.ts'

const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '\u00ff'), maxLength: 6 })
const step = fc.tuple(fc.constantFrom('add', 'delete'), key)

it('holds the same keys in the same order as a plain set that is sorted', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), key, (steps, prefix) => {
      const keys = new SortedKeys()
      const plain = new Set<string>()
      for (const [what, k] of steps) {
        if (what === 'add') {
          expect(keys.add(k)).toBe(!plain.has(k))
          plain.add(k)
        } else {
          expect(keys.delete(k)).toBe(plain.has(k))
          plain.delete(k)
        }
      }
      const sorted = [...plain].sort((a, b) => (a < b ? -1 : 1))
      expect([...keys.withPrefix('')]).toEqual(sorted)
      expect([...keys.withPrefix(prefix)]).toEqual(sorted.filter(k => k.startsWith(prefix)))
      expect(keys.ceiling(prefix)).toBe(sorted.find(k => k >= prefix))
      expect(keys.ceiling(prefix, true)).toBe(sorted.find(k => k > prefix))
      expect(keys.size).toBe(plain.size)
    }),
  )
})

it('stays in order when chunks are split and emptied again', () => {
  const keys = new SortedKeys()
  const names = Array.from({ length: 5000 }, (_, i) => String((i * 7919) % 5000).padStart(4, '0'))
  for (const name of names) keys.add(name)
  expect([...keys.withPrefix('')]).toEqual([...names].sort())
  expect([...keys.withPrefix('123')]).toEqual([
    '1230',
    '1231',
    '1232',
    '1233',
    '1234',
    '1235',
    '1236',
    '1237',
    '1238',
    '1239',
  ])
  for (const name of names) expect(keys.delete(name)).toBe(true)
  expect([...keys.withPrefix('')]).toEqual([])
})
