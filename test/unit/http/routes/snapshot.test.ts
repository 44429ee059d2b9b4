import { expect, test } from 'vitest'
import { createConsul } from '../../../../src/index.ts'

test('a snapshot comes with the headers of reads', async () => {
  const consul = createConsul({ clock: 'manual' })
  consul.kv.put('a', '1')
  const { statusCode, headers } = await consul.inject('GET', '/v1/snapshot')
  expect({ statusCode, ...headers }).toMatchObject({
    statusCode: 200,
    'content-type': 'application/x-gzip',
    'x-consul-index': String(consul.index),
    'x-consul-knownleader': 'true',
    'x-consul-lastcontact': '0',
    'x-consul-query-backend': 'blocking-query',
  })
  await consul.close()
})
