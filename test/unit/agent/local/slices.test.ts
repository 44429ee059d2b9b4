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

test('a service with thousands of checks is registered, changed and deregistered in parts, each of which the catalog knows', () => {
  const { agent } = startAgent()
  const work = agent.local.registering(service(many(2000)))
  while (counts(agent).own[1] === 0) work.next()
  const { own, told } = counts(agent)
  expect(own).toEqual([1, expect.any(Number)])
  expect(own[1]).toBeLessThan(2000)
  expect(told).toEqual(own)
  const { index } = agent.store
  runToEnd(work)
  expect(counts(agent)).toEqual({ own: [1, 2000], told: [1, 2000] })
  // a part is one commit
  expect(agent.store.index - index).toBeLessThan(20)
  agent.local.registerService(service(many(700, 'other')), { replaceExistingChecks: true })
  expect(counts(agent)).toEqual({ own: [1, 700], told: [1, 700] })
  agent.local.deregisterService('many')
  expect(counts(agent)).toEqual({ own: [0, 0], told: [0, 0] })
})

test('who deregisters a service while its checks are registered has the last word', () => {
  const { agent } = startAgent()
  const work = agent.local.registering(service(many(2000)))
  while (counts(agent).own[1] === 0) work.next()
  agent.local.deregisterService('many')
  runToEnd(work)
  expect(counts(agent)).toEqual({ own: [0, 0], told: [0, 0] })
})

test('a service that another client deregistered meanwhile is no error of who began to deregister it', () => {
  const { agent } = startAgent()
  agent.local.registerService(service(many(2000)))
  const work = agent.local.deregistering('many')
  work.next()
  expect(counts(agent)).toEqual({ own: [1, 1750], told: [1, 1750] })
  agent.local.deregisterService('many')
  expect(() => runToEnd(work)).not.toThrow()
  expect(counts(agent)).toEqual({ own: [0, 0], told: [0, 0] })
})
