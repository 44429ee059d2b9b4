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
