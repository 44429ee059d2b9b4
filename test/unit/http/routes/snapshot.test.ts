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

test('a snapshot with an intention of the old API is restored, with its ID', async () => {
  const consul = createConsul({ clock: 'manual' })
  const intention = { SourceName: 'web', DestinationName: 'db', Action: 'allow', Meta: { team: 'a' } }
  const { ID } = (await consul.inject('POST', '/v1/connect/intentions', intention)).json() as { ID: string }
  const { bytes } = await consul.inject('GET', '/v1/snapshot')
  await consul.inject('DELETE', `/v1/connect/intentions/${ID}`)
  expect(await consul.inject('PUT', '/v1/snapshot', bytes)).toMatchObject({ statusCode: 200 })
  expect((await consul.inject('GET', `/v1/connect/intentions/${ID}`)).json()).toMatchObject({ ID, ...intention })
  await consul.close()
})
