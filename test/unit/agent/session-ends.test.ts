import { expect, test } from 'vitest'
import { httpAgent } from '../../support/http.ts'

test('the end of a session is known, moves when it is renewed, and each of that is news', async () => {
  const { agent, clock, send } = httpAgent()
  const { sessionTtls } = agent
  const { ID } = (await send('PUT', '/v1/session/create', { TTL: '10s' })).json
  const without = (await send('PUT', '/v1/session/create', {})).json.ID
  expect(sessionTtls.endOf(ID)).toBe(clock.now() + 20_000)
  expect(sessionTtls.endOf(without)).toBeUndefined()

  let news = 0
  const stop = sessionTtls.onChange(() => news++)
  const before = sessionTtls.changes
  await clock.advance(5000)
  await send('PUT', `/v1/session/renew/${ID}`)
  expect(sessionTtls.endOf(ID)).toBe(clock.now() + 20_000)
  expect([news, sessionTtls.changes - before]).toEqual([1, 1])

  await clock.advance(20_000)
  expect(sessionTtls.endOf(ID)).toBeUndefined()
  expect(news).toBe(2)
  stop()
  await send('PUT', '/v1/session/create', { TTL: '10s' })
  expect(news).toBe(2)
})
