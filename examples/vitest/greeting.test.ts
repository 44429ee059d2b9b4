// npm install --save-dev vitest miniconsul && npx vitest run
import { test } from 'miniconsul/vitest'

/** The program under test: waits until its greeting changes. */
async function nextGreeting(consul: string): Promise<string> {
  const url = `${consul}/v1/kv/app/greeting?raw`
  const index = (await fetch(url)).headers.get('x-consul-index')
  return (await fetch(`${url}&index=${index}`)).text()
}

test('sees a greeting that changes', async ({ consul, expect }) => {
  consul.kv.put('app/greeting', 'hello')
  const greeting = nextGreeting(consul.http.url)
  await consul.untilBlocked({ key: 'app/greeting' })
  consul.kv.put('app/greeting', 'good morning')
  expect(await greeting).toBe('good morning')
})

const manual = test.extend({
  consulOptions: { clock: 'manual', seed: { services: [{ name: 'web', check: { ttl: '30s' } }] } },
})

manual('an instance that is silent for too long is not passing', async ({ consul, expect }) => {
  consul.agent.pass('service:web')
  expect(consul.health.service('web', { passing: true })).toHaveLength(1)
  await consul.clock.advance('31s')
  expect(consul.health.service('web', { passing: true })).toHaveLength(0)
})
