import { expect, test } from 'vitest'
import { aclAgent } from './acl-agent.ts'

const KINDS = ['token', 'policy', 'role', 'auth-method', 'binding-rule'] as const

test.each(KINDS)('a token that is not known is told that there is no %s to delete, whatever there is', async kind => {
  const { as } = aclAgent()
  const path = `/v1/acl/${kind}/00000000-0000-0000-0000-000000000001`
  const what = kind.replace('-', ' ')
  expect(await as('nobody')('DELETE', path)).toMatchObject({ status: 404, text: `Cannot find ${what} to delete` })
  expect((await as('')('DELETE', path)).text).toMatch(
    /^Permission denied: anonymous token lacks permission 'acl:write'/,
  )
})
