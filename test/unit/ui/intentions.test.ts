import { expect, test } from 'vitest'
import { decisive, effectOf, type Intention, intentionId, sourceText } from '../../../ui/lib/intentions.ts'

const intention = (SourceName: string, DestinationName: string, rest: Partial<Intention> = {}): Intention => ({
  SourceName,
  SourceNS: 'default',
  DestinationName,
  DestinationNS: 'default',
  Action: 'allow',
  Precedence: 9,
  ...rest,
})

test("an intention has the name of Consul's own page", () => {
  expect(intentionId(intention('web', 'db'))).toBe('default:default:web:default:default:db')
  expect(intentionId(intention('web', 'db', { SourcePeer: 'east' }))).toContain('peer:east:')
})

test('what an intention does is its action, or up to its permissions', () => {
  expect(effectOf(intention('a', 'b'))).toBe('allow')
  expect(effectOf(intention('a', 'b', { Action: 'deny' }))).toBe('deny')
  expect(effectOf(intention('a', 'b', { Action: '', Permissions: [{}] }))).toBe('permissions')
})

test('the one with the highest precedence decides', () => {
  const all = intention('*', '*', { Precedence: 5, Action: 'deny' })
  const toDb = intention('*', 'db', { Precedence: 8, Action: 'deny' })
  const exact = intention('web', 'db')
  const known = [all, toDb, exact]
  expect(decisive(known, 'web', 'db')).toBe(exact)
  expect(decisive(known, 'api', 'db')).toBe(toDb)
  expect(decisive(known, 'web', 'api')).toBe(all)
  expect(decisive([exact], 'api', 'db')).toBeUndefined()
})

test('intentions about a peer decide nothing about services of this cluster', () => {
  expect(decisive([intention('web', 'db', { SourcePeer: 'east' })], 'web', 'db')).toBeUndefined()
  expect(sourceText(intention('web', 'db', { SourcePeer: 'east' }))).toBe('web of east')
})
