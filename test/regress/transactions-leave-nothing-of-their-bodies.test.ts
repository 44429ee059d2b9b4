import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, it } from 'vitest'
import { type Consul, startConsul } from '../../src/index.ts'
import { RawClient } from '../support/raw-client.ts'
import { put } from '../support/raw-requests.ts'

let consul: Consul | undefined
afterEach(() => consul?.close())

setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as () => void

const MEGABYTE = 1 << 20
const FILLER = 'x'.repeat(300_000)
const BODIES = 100

// a key or a session that was cut out of a body held all of it in memory, as long as it stood in a row
it.each([
  [
    'a lock',
    (i: number, session: string) => ({ Verb: 'lock', Key: `held-for-long/${i}`, Value: '', Session: session }),
  ],
  ['a tombstone', (i: number) => ({ Verb: 'delete', Key: `long-gone-by-now/${i}` })],
])('%s keeps no body', async (_what, operation) => {
  consul = await startConsul()
  const client = await RawClient.open(consul.http.port)
  const made = await client.ask(put('/v1/session/create', '{}'))
  const { ID } = JSON.parse(made?.body ?? '') as { ID: string }
  for (let i = 0; i < BODIES; i++) await client.ask(put(`/v1/kv/long-gone-by-now/${i}`, 'v'))
  gc()
  const before = process.memoryUsage().heapUsed
  for (let i = 0; i < BODIES; i++) {
    const big = { KV: { Verb: 'set', Key: 'big', Value: Buffer.from(FILLER + i).toString('base64') } }
    const answer = await client.ask(put('/v1/txn', JSON.stringify([{ KV: operation(i, ID) }, big])))
    expect(answer).toMatchObject({ status: 200 })
  }
  gc()
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(8 * MEGABYTE)
})
