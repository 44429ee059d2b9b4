import { expect, test } from 'vitest'
import { createConsul } from '../../../src/index.ts'

test('a body beyond the limit is not read, and the answer names the limit', async () => {
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
