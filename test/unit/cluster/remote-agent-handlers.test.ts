import { expect, it } from 'vitest'
import { Agent } from '../../../src/agent/agent.ts'
import { RemoteAgentHandlers } from '../../../src/cluster/peers/remote-agent-handlers.ts'
import { Dispatcher } from '../../../src/http/dispatch.ts'
import { Router } from '../../../src/http/router.ts'
import { routes } from '../../../src/http/routes/index.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { decode, encode } from '../dns/support.ts'

it('leaves nothing that watches the state behind', () => {
  const clock = new MovableClock({ manual: true, start: 0 })
  const agent = new Agent(defaultSettings, { clock, random: seededRandom(1) })
  const { store } = agent
  const handlers = new RemoteAgentHandlers(agent, agent => {
    const dispatcher = new Dispatcher(agent, new Router(routes))
    return { handle: () => undefined, close: () => dispatcher.close() }
  })
  const answer = handlers.dns.answer(encode({ name: 'node1.node.consul' }), 'udp') as Buffer
  expect(decode(answer).answer).toEqual(['node1.node.consul. A 0 127.0.0.1'])
  expect(store.watchSetCount).toBe(1)
  handlers.close()
  expect(store.watchSetCount).toBe(0)
})
