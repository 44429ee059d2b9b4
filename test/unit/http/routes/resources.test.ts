import { describe, expect, it, test } from 'vitest'
import { defaultSettings } from '../../../../src/model/settings.ts'
import { httpAgent } from '../../../support/http.ts'

const TEXT = 'text/plain; charset=utf-8'
const JSON_OF_NONE = '{\n  "resources": []\n}'
const badName = (field: string, name: string): string =>
  `rpc error: code = InvalidArgument desc = ${field} invalid: a resource name must consist of lower case alphanumeric characters or '-', ` +
  `must start and end with an alphanumeric character and be less than 64 characters, got: "${name}"`

describe('Resources of the second API', () => {
  it.each([
    ['GET', '/api/demo/v2/artist', undefined, 200, JSON_OF_NONE],
    ['GET', '/api/multicluster/v2/exportedservices?namespace=x', undefined, 200, JSON_OF_NONE],
    ['GET', '/api/demo/v2/artist/x', undefined, 404, 'rpc error: code = NotFound desc = resource not found'],
    ['GET', '/api/demo/v1/album/x?ns=y', undefined, 404, 'rpc error: code = NotFound desc = namespace not found: y'],
    ['GET', '/api/demo/v2/artist/', undefined, 400, badName('id.name', '')],
    ['GET', '/api/demo/v2/artist/Upper', undefined, 400, badName('id.name', 'Upper')],
    ['GET', '/api/demo/v2/Artist', undefined, 404, '404 page not found\n'],
    ['GET', '/api/demo/v2', undefined, 404, '404 page not found\n'],
    ['PUT', '/api/catalog/v2beta1/service/x', '{}', 404, '404 page not found\n'],
    ['GET', '/api/demo/v2/%61rtist/x', undefined, 404, '404 page not found\n'],
    ['GET', '/api/demo/v2/artist%2fx', undefined, 404, '404 page not found\n'],
    ['GET', '/%61pi/demo/v2/artist/x', undefined, 404, '404 page not found\n'],
    ['GET', '/api/demo/v2/artist/a/B/', undefined, 400, badName('id.name', 'B')],
    ['GET', '/api/demo/v2/artist/a%2fB', undefined, 400, badName('id.name', 'B')],
    ['GET', '/api/demo/v2/artist/a%80', undefined, 400, badName('id.name', String.raw`a\x80`)],
    ['GET', '/api/demo/v2/artist?x=%zz', undefined, 200, JSON_OF_NONE],
    ['OPTIONS', '/api/demo/v2/artist', undefined, 405, ''],
    ['PATCH', '/api/demo/v2/artist/x', undefined, 405, ''],
    ['PATCH', '/api/x', undefined, 404, '404 page not found\n'],
    ['DELETE', '/api/demo/v2/artist/x', undefined, 204, ''],
    ['DELETE', '/api/demo/v2/artist', undefined, 405, ''],
    ['POST', '/api/demo/v2/artist/x', '{}', 405, ''],
    ['PUT', '/api/demo/v2/artist/x', 'x', 400, 'Request body format is invalid'],
    ['PUT', '/api/demo/v2/artist/x', '{"data":[]}', 400, "Request body didn't follow the resource schema"],
    ['PUT', '/api/demo/v2/artist/X', '{"data":{"name":"x"}}', 400, badName('resource.id.name', 'X')],
    [
      'PUT',
      '/api/demo/v2/artist/x',
      '{"data":{}}',
      400,
      'rpc error: code = InvalidArgument desc = artist.name required',
    ],
  ] as const)('%s %s %s answers as Consul does that has none', async (method, path, body, status, text) => {
    expect(await httpAgent().send(method, path, body)).toMatchObject({ status, text })
  })

  it.each([
    ['GET', '/api/x', { 'content-type': TEXT, 'x-content-type-options': 'nosniff', 'content-length': '19' }],
    ['GET', '/api/demo/v2/artist', { 'content-type': TEXT, 'content-length': '21' }],
    ['GET', '/api/demo/v2/artist/X', { 'content-type': TEXT, 'content-length': '223' }],
    ['PUT', '/api/demo/v2/artist', { 'content-length': '0' }],
    ['DELETE', '/api/demo/v2/artist/x', {}],
  ])('%s %s has none of the headers and checks of the other API', async (method, path, headers) => {
    const http = {
      ...defaultSettings.http,
      responseHeaders: { 'X-Foo': 'bar' },
      blockEndpoints: ['/api'],
      allowWriteFrom: ['10.0.0.0/8'],
    }
    const { headers: sent } = await httpAgent({ http }).send(method, path)
    const { connection, date, ...own } = sent
    expect([connection, own]).toEqual([undefined, headers])
    expect(date).toBeDefined()
  })

  it('are not stored, and a right write says so', async () => {
    const answer = await httpAgent().send('PUT', '/api/demo/v2/artist/x?y=z', '{"data":{"name":"x"}}')
    expect(answer.status).toBe(501)
    expect(answer.text).toBe(
      'miniconsul does not implement /api/demo/v2/artist/x: resources of the second API are not stored.',
    )
  })
})

test('ACLs are off, whatever else is wrong', async () => {
  const { send } = httpAgent()
  expect(await send('PUT', '/v1/acl/policy?ns=x&dc=zz', '{')).toMatchObject({
    status: 401,
    text: 'ACL support disabled',
  })
  expect((await send('OPTIONS', '/v1/acl/token/x/clone')).headers['allow']).toBe('OPTIONS,GET,PUT,DELETE')
})
