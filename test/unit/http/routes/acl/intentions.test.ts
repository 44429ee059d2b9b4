import { expect, test } from 'vitest'
import { aclAgent } from './acl-agent.ts'

test('a token that is unknown is refused before the ID of an intention is judged', async () => {
  const { as } = aclAgent()
  const read = (token: string): Promise<unknown> => as(token)('GET', '/v1/connect/intentions/bad')
  expect(await read('unknown')).toMatchObject({ status: 403, text: 'ACL not found' })
  expect(await read('')).toMatchObject({
    status: 400,
    text: 'failed config entry lookup: index error: UUID must be 36 characters',
  })
})
