import { expect, test } from 'vitest'
import { httpAgent } from '../../support/http.ts'

test('a stream from an unknown datacenter looks for its servers for half a minute', async () => {
  const { agent, clock, get } = httpAgent()
  const answers = [
    get('/v1/health/service/web?cached&dc=nope'),
    get('/v1/health/connect/web?index=1&dc=nope'),
    get('/v1/health/service/web?index=7&wait=10s&dc=nope'),
  ] as const
  while (agent.blocking.size < answers.length) await new Promise(setImmediate)
  await clock.advance(12_000)
  expect(await answers[2]).toMatchObject({ status: 200, text: '[]', headers: { 'x-consul-index': '1' } })
  await clock.advance(20_000)
  for (const answer of [await answers[0], await answers[1]]) {
    expect(answer).toMatchObject({ status: 503, text: 'resolver error: resolver produced no addresses' })
  }
  expect(agent.blocking.size).toBe(0)
})

test('what is wrong with the request is said at once', async () => {
  const { get } = httpAgent()
  expect(await get('/v1/health/service/web?cached&dc=nope&node-meta=:b')).toMatchObject({ status: 500 })
  expect(await get('/v1/health/service/web?cached&dc=nope&sg=x')).toMatchObject({ text: 'No path to datacenter' })
})
