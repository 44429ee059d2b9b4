import { expect, test } from 'vitest'
import { aclAgent } from './acl-agent.ts'

test('the name of a policy is escaped twice, since it may contain a slash', async () => {
  const { root } = aclAgent()
  const found = await root('GET', '/v1/acl/policy/name/builtin%252Fglobal-read-only')
  expect(found.json).toMatchObject({ Name: 'builtin/global-read-only' })
})

test.each(['%', '%z', '%zz'])('a name with the broken escape %s is refused', async text => {
  const { root } = aclAgent()
  const answer = await root('GET', `/v1/acl/policy/name/a${encodeURIComponent(text)}`)
  expect(answer).toMatchObject({ status: 500, text: `invalid URL escape "${text}"` })
})
