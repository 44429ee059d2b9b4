import { expect, test } from 'vitest'
import { runToEnd } from '../../../../src/lib/slices.ts'
import { service } from '../../../support/definitions.ts'
import { catalog, startAgent } from './harness.ts'

const many = (count: number, prefix = 'c'): object => ({
  name: 'many',
  checks: Array.from({ length: count }, (_, i) => ({ id: `${prefix}${i}`, ttl: '10m' })),
})

/** How many services and checks an agent has, and how many the catalog has of it. */
function counts(agent: ReturnType<typeof startAgent>['agent']) {
  const { services, checks } = catalog(agent)
  const { state } = agent.local
  return { own: [[...state.services()].length, [...state.checks()].length], told: [services.length, checks.length] }
}

/** The indexes of what the catalog has of a service and its checks. */
function indexes(agent: ReturnType<typeof startAgent>['agent']): ReadonlySet<number> {
  const { services, checks } = catalog(agent)
  return new Set([...services, ...checks].map(({ ModifyIndex }) => ModifyIndex))
}

test('a service with thousands of checks is registered, changed and deregistered in slices, and each reaches the catalog in one commit', () => {
  const { agent } = startAgent()
  const before = agent.store.index
  const work = agent.local.registering(service(many(2000)))
  while (counts(agent).own[1] === 0) work.next()
  const { own, told } = counts(agent)
  expect(own).toEqual([1, expect.any(Number)])
  expect(own[1]).toBeLessThan(2000)
  expect(told).toEqual([0, 0])
  runToEnd(work)
  expect(counts(agent)).toEqual({ own: [1, 2000], told: [1, 2000] })
  expect(agent.store.index).toBe(before + 1)
  expect(indexes(agent)).toEqual(new Set([before + 1]))
  agent.local.registerService(service(many(700, 'other')))
  expect(counts(agent)).toEqual({ own: [1, 2700], told: [1, 2700] })
  expect(agent.store.index).toBe(before + 2)
  agent.local.deregisterService('many')
  expect(counts(agent)).toEqual({ own: [0, 0], told: [0, 0] })
  expect(agent.store.index).toBe(before + 3)
})

test('tens of thousands of checks are more than one commit may take', () => {
  const { agent } = startAgent()
  const before = agent.store.index
  const work = agent.local.registering(service(many(25_000)))
  const told = new Set<number>()
  while (work.next().done !== true) told.add(counts(agent).told[1] ?? 0)
  expect([...told]).toEqual([0, 10_000, 20_000])
  expect(counts(agent)).toEqual({ own: [1, 25_000], told: [1, 25_000] })
  expect(agent.store.index).toBe(before + 3)
})

test('checks that a registration does not name go from the catalog, too', () => {
  const { agent } = startAgent()
  agent.local.registerService(service(many(700)))
  agent.local.registerService(service(many(700, 'other')), { replaceExistingChecks: true })
  expect(counts(agent)).toEqual({ own: [1, 700], told: [1, 700] })
})

test('what changes elsewhere while a service is registered reaches the catalog at once', () => {
  const { agent } = startAgent()
  const work = agent.local.registering(service(many(2000)))
  while (counts(agent).own[1] === 0) work.next()
  agent.local.registerService(service({ name: 'other', checks: [{ ttl: '10m' }] }))
  agent.local.compareWithCatalog()
  expect(counts(agent).told).toEqual([1, 1])
  runToEnd(work)
  expect(counts(agent)).toEqual({ own: [2, 2001], told: [2, 2001] })
})

test('a service that is deregistered while its checks are registered stays deregistered', () => {
  const { agent } = startAgent()
  const work = agent.local.registering(service(many(2000)))
  while (counts(agent).own[1] === 0) work.next()
  agent.local.deregisterService('many')
  expect(counts(agent)).toEqual({ own: [0, 0], told: [0, 0] })
  runToEnd(work)
  expect(counts(agent)).toEqual({ own: [0, 0], told: [0, 0] })
})

test('of two registrations of a service at once the one that began last is whole, and neither ends before its turn', () => {
  const { agent } = startAgent()
  const first = agent.local.registering(service(many(2000)))
  while (counts(agent).own[1] === 0) first.next()
  const second = agent.local.registering(service(many(1000, 'other')), { replaceExistingChecks: true })
  for (let ended = false; !ended;) ended = [first.next(), second.next()].every(({ done }) => done === true)
  expect(counts(agent)).toEqual({ own: [1, 1000], told: [1, 1000] })
})

test('a service that another client deregistered meanwhile is no error for the client that began to deregister it', () => {
  const { agent } = startAgent()
  agent.local.registerService(service(many(2000)))
  const work = agent.local.deregistering('many')
  work.next()
  expect(counts(agent)).toEqual({ own: [1, 1750], told: [1, 2000] })
  agent.local.deregisterService('many')
  expect(() => runToEnd(work)).not.toThrow()
  expect(counts(agent)).toEqual({ own: [0, 0], told: [0, 0] })
})
