import { expect, test } from 'vitest'
import { createConsul } from '../../../src/index.ts'

test.each<[string, string, (text: string) => object]>([
  [
    '/v1/catalog/register',
    'true',
    text => ({ Node: 'n', Address: 'a', Check: { CheckID: 'c', Name: 'c', Output: text } }),
  ],
  ['/v1/agent/service/register', '', text => ({ Name: 'web', Check: { TTL: '1h', Notes: text } })],
  ['/v1/agent/check/register', '', text => ({ Name: 'c', TTL: '1h', Notes: text })],
])('%s takes long texts, as Consul does', async (path, body, make) => {
  const consul = createConsul()
  const answer = await consul.inject('PUT', path, make('a, "b": '.repeat(128 * 1024)))
  expect([answer.statusCode, answer.body.trim()]).toEqual([200, body])
  const larger = await consul.inject('PUT', path, make('x'.repeat(2 * 1024 * 1024)))
  expect([larger.statusCode, larger.body]).toEqual([413, expect.stringContaining('too large, max size: 2097152 bytes')])
})

test('a body of many parts that is beyond their limit is not decoded, and the answer names the limit', async () => {
  const consul = createConsul()
  const tags = Array.from({ length: 200_000 }, () => 'a')
  const answer = await consul.inject('PUT', '/v1/agent/service/register', { Name: 'web', Tags: tags })
  expect([answer.statusCode, answer.body]).toEqual([
    413,
    'Request body(800023 bytes) too large, max size: 524288 bytes. ' +
      'See https://developer.hashicorp.com/docs/agent/config/config-files#limits.',
  ])
  expect(consul.agent.services()).toEqual({})
})
