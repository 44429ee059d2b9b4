import { expect, test } from 'vitest'
import { httpAgent } from '../../../support/http.ts'

const token = (parts: object): string => Buffer.from(JSON.stringify(parts)).toString('base64')
const whole = { ServerAddresses: ['127.0.0.1:1'], ServerName: 'server.dc2.peering.x.consul', PeerID: 'x' }

test.each([
  ['!!!', 'failed to decode token: illegal base64 data at input byte 0'],
  ['W10=', 'json: cannot unmarshal array into Go value of type structs.PeeringToken'],
  ['bm90IGpzb24=', "invalid character 'o' in literal null (expecting 'u')"],
  [token({}), 'peering token server addresses value is empty'],
  [token({ ...whole, CA: ['junk'] }), 'peering token invalid CA: no PEM-encoded data found'],
  [token({ ...whole, ServerAddresses: ['x:y'] }), 'x:y is not a valid peering server address'],
  [token({ ...whole, ServerAddresses: ['1.2.3.4:99999'] }), '1.2.3.4:99999 is not a valid peering server address'],
  [token({ ...whole, ManualServerAddresses: ['q'] }), 'q is not a valid peering server address'],
  [token({ ...whole, ServerName: '' }), 'peering token server name value is empty'],
  [token({ ...whole, PeerID: '' }), 'peering token peer ID value is empty'],
])('the token %s is refused, and no peering is made', async (PeeringToken, text) => {
  const { send, get } = httpAgent()
  const body = JSON.stringify({ PeerName: 'near', PeeringToken })
  expect(await send('POST', '/v1/peering/establish', body)).toMatchObject({ status: 500, text })
  expect((await get('/v1/peering/near')).status).toBe(404)
})

test('partitions are refused, namespaces and datacenters mean nothing', async () => {
  const { get } = httpAgent()
  expect(await get('/v1/peerings?partition=default')).toMatchObject({
    status: 400,
    text: 'Invalid query parameter: "partition" - Partitions are a Consul Enterprise feature',
  })
  expect((await get('/v1/peerings?ns=x&dc=nowhere')).status).toBe(200)
})

test.each(['Not OK', '-a', 'a-', 'a.b', 'a'.repeat(64)])('%s is no name of a peering', async PeerName => {
  const { send } = httpAgent()
  const answer = await send('POST', '/v1/peering/token', JSON.stringify({ PeerName }))
  expect(answer.status).toBe(500)
  expect(answer.text).toMatch(/^.* is not a valid peer name: /)
})

test('what is wrong with metadata is told as of metadata', async () => {
  const { send } = httpAgent()
  expect(await send('POST', '/v1/peering/token', JSON.stringify({ PeerName: 'x', Meta: { '': 'y' } }))).toMatchObject({
    status: 500,
    text: "meta tags failed validation: Couldn't load metadata pair ('', 'y'): Key cannot be blank",
  })
})
