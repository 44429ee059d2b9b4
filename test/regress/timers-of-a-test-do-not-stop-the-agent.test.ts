import { afterEach, expect, it, vi } from 'vitest'
import { type Consul, startConsul } from '../../src/index.ts'
import { RawClient } from '../support/raw-client.ts'
import { get, put } from '../support/raw-requests.ts'

let consul: Consul | undefined

afterEach(async () => {
  vi.useRealTimers()
  await consul?.close()
})

// setImmediate was looked up at each turn, and vi.useFakeTimers() puts one in its place that never comes
it('answers while a test has the timers of the machine replaced', async () => {
  consul = await startConsul()
  const [writer, reader] = [await RawClient.open(consul.http.port), await RawClient.open(consul.http.port)]
  await writer.ask(put('/v1/kv/a', '1'))
  const read = reader.ask(get(`/v1/kv/a?index=${consul.index}&wait=1m`))
  await consul.untilBlocked({ path: '/v1/kv/a' })
  vi.useFakeTimers()
  expect(await writer.ask(put('/v1/kv/a', '2'))).toMatchObject({ status: 200, body: 'true' })
  expect(await read).toMatchObject({ status: 200 })
})
