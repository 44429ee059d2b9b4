import { expect, test } from 'vitest'
import { unimplementedRoutes } from '../../../../src/http/routes/unimplemented.ts'
import { httpAgent } from '../../../support/http.ts'

test('says what is not built and why', async () => {
  const answer = await httpAgent().get('/api/x?y=z')
  expect(answer.status).toBe(501)
  expect(answer.text).toBe('miniconsul does not implement /api/x: resources of the second API are not built.')
})

test('never answers 200', async () => {
  const { send } = httpAgent()
  for (const { path, methods, fidelity } of unimplementedRoutes) {
    for (const method of Object.keys(methods)) {
      const { status } = await send(method, path.replace(/:\w+/, 'x'), method === 'GET' ? undefined : '{"Kind":"x"}')
      expect([method, path, status]).toEqual([method, path, fidelity === 'none' ? 501 : 401])
    }
  }
})

test('ACLs are off, whatever else is wrong', async () => {
  const { send } = httpAgent()
  expect(await send('PUT', '/v1/acl/policy?ns=x&dc=zz', '{')).toMatchObject({
    status: 401,
    text: 'ACL support disabled',
  })
  expect((await send('OPTIONS', '/v1/acl/token/x/clone')).headers['allow']).toBe('OPTIONS,GET,PUT,DELETE')
})
