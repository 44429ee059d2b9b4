import { expect, it } from 'vitest'
import { Agent } from '../../../src/agent/agent.ts'
import { Desk } from '../../../src/cluster/peers/desk.ts'
import { Router } from '../../../src/http/router.ts'
import { routes } from '../../../src/http/routes/index.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { silentLogger } from '../../../src/logger.ts'
import { defaultSettings } from '../../../src/settings.ts'
import { decode, encode } from '../dns/support.ts'

it('leaves nothing that watches the state behind', () => {
  const clock = new MovableClock({ manual: true, start: 0 })
  const agent = new Agent(defaultSettings, { clock, random: seededRandom(1), logger: silentLogger })
  let watching = 0
  const { store } = agent
  const wait = store.wait.bind(store)
  store.wait = (...args) => {
    const end = wait(...args)
    watching++
    return () => {
      watching--
      end()
    }
  }
  const desk = new Desk(agent, new Router(routes))
  const answer = desk.dns.answer(encode({ name: 'node1.node.consul' }), 'udp') as Buffer
  expect(decode(answer).answer).toEqual(['node1.node.consul. A 0 127.0.0.1'])
  expect(watching).toBe(1)
  desk.close()
  expect(watching).toBe(0)
})
