import { expect, test } from 'vitest'
import { httpAgent } from '../../../support/http.ts'

test.each([
  ['', 'EOF'],
  ['{', 'unexpected EOF'],
  ['null', 'Payload does not contain a kind/Kind key at the top level'],
  ['{"KIND":"a"}', 'Payload does not contain a kind/Kind key at the top level'],
  ['{"Kind":1}', 'Kind value in payload is not a string'],
  ['[]', "'' expected a map, got 'slice'"],
  ['"x"', "'' expected a map, got 'string'"],
])('the config entry %j is refused as such', async (body, reason) => {
  const answer = await httpAgent().send('PUT', '/v1/config?ns=x', body)
  expect(answer).toMatchObject({ status: 400, text: `Request decoding failed: ${reason}` })
})

test.each([
  [
    { Kind: 'service-resolver', Name: 'a', ConnectTimeout: '3s', DefaultSubset: '', Meta: { x: 'y' } },
    ['ConnectTimeout', 'Kind', 'Name', 'Meta', 'Hash', 'CreateIndex', 'ModifyIndex'],
  ],
  [
    { Kind: 'tcp-route', Name: 'a', Meta: { x: 'y' } },
    ['Kind', 'Name', 'Parents', 'Services', 'Meta', 'Status', 'Hash', 'CreateIndex', 'ModifyIndex'],
  ],
])('the members of %j come in the order of Go', async (entry, members) => {
  const agent = httpAgent()
  await agent.send('PUT', '/v1/config', JSON.stringify(entry))
  const { text } = await agent.send('GET', `/v1/config/${entry.Kind}/a`)
  expect(Object.keys(JSON.parse(text) as object)).toEqual(members)
})
