import { expect, it } from 'vitest'
import { MINUTE, registerService, startAgent } from './harness.ts'

const critical = (after: string): object => ({
  name: 'web',
  check: { id: 'c', ttl: '10h', deregister_critical_service_after: after },
})

it.each([
  ['1s', 1],
  ['3m', 3],
])('deregisters a service that was critical for %s, but never before a minute', async (after, minutes) => {
  const { agent, clock } = startAgent()
  registerService(agent, critical(after))
  await clock.advance(minutes * MINUTE - 1)
  expect(agent.local.state.service('web')).toBeDefined()
  await clock.advance(1)
  expect(agent.local.state.service('web')).toBeUndefined()
  expect(agent.local.state.check('c')).toBeUndefined()
})

it('begins to count anew after the service was well', async () => {
  const { agent, clock } = startAgent()
  registerService(agent, critical('1m'))
  await clock.advance(MINUTE - 1)
  agent.local.updateCheck('c', 'warning', '')
  agent.local.updateCheck('c', 'critical', '')
  await clock.advance(MINUTE)
  expect(agent.local.state.service('web')).toBeDefined()
  await clock.advance(MINUTE / 2)
  expect(agent.local.state.service('web')).toBeUndefined()
})

it('lets services be that did not ask for it', async () => {
  const { agent, clock } = startAgent()
  registerService(agent, { name: 'web', check: { ttl: '10h' } })
  await clock.advance(60 * MINUTE)
  expect(agent.local.state.service('web')).toBeDefined()
})
