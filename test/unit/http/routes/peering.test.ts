import { expect, test } from 'vitest'
import { httpAgent } from '../../../support/http.ts'
import { certificate } from '../../agent/checks/certificate.ts'

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
  [token({ ...whole, CA: [certificate.cert], ServerName: '' }), 'peering token server name value is empty'],
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

/** Asked of the real agent, whose own message of so many bytes it names. */
test.each<[string, (text: string) => object, number, string]>([
  [
    'token',
    Meta => ({ PeerName: 'a', Meta: { a: Meta } }),
    2 ** 23,
    'trying to send message larger than max (8388624 vs. 8388608)',
  ],
  [
    'token',
    a => ({ PeerName: 'abc', Meta: { a, bb: '', c: 'é' }, ServerExternalAddresses: ['1.2.3.4:5', ''] }),
    2 ** 23,
    'trying to send message larger than max (8388656 vs. 8388608)',
  ],
  [
    'establish',
    PeeringToken => ({ PeerName: 'abc', PeeringToken }),
    2 ** 23 - 9,
    'trying to send message larger than max (8388609 vs. 8388608)',
  ],
  [
    'establish',
    PeeringToken => ({ PeerName: 'abc', PeeringToken }),
    2 ** 23 - 10,
    'grpc: received message larger than max (8388608 vs. 4194304)',
  ],
])('a request to %s that makes too large a message is refused as by gRPC (%#)', async (path, make, length, text) => {
  const { send } = httpAgent()
  const body = JSON.stringify(make('x'.repeat(length)))
  const answer = await send('POST', `/v1/peering/${path}`, body)
  expect(answer).toMatchObject({ status: 429, text })
})
