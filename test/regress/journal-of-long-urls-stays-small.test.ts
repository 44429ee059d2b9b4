import { expect, it } from 'vitest'
import { Journal } from '../../src/control/journal.ts'
import { RecordedRequest } from '../../src/control/recorded-request.ts'
import { Ring } from '../../src/lib/ring.ts'

const MEGABYTE = 1 << 20

it('forgets requests with URLs of a megabyte before there are a thousand of them', () => {
  const journal = new Journal()
  const url = `/v1/kv/${'a'.repeat(MEGABYTE - 100)}`
  for (let i = 0; i < 100; i++) journal.add(new RecordedRequest('GET', `${url}${i}`, {}, i))
  const remaining = journal.entries.map(({ id }) => id)
  expect(remaining).toEqual([93, 94, 95, 96, 97, 98, 99, 100])
})

it('keeps a thousand of the usual kind', () => {
  const journal = new Journal()
  for (let i = 0; i < 2500; i++) journal.add(new RecordedRequest('GET', `/v1/kv/${i}`, {}, i))
  expect(journal.entries.map(({ at }) => at)).toEqual(Array.from({ length: 1000 }, (_, i) => 1500 + i))
})

it('keeps the last one however heavy it is', () => {
  const ring = new Ring<number>({ size: 3, weight: 10, weigh: Number })
  for (const item of [5, 5, 5, 100]) ring.add(item)
  expect(ring.toArray()).toEqual([100])
  for (const item of [1, 2, 3, 4]) ring.add(item)
  expect(ring.toArray()).toEqual([2, 3, 4])
})
