import { expect, it } from 'vitest'
import { readHints } from '../../../src/http/hints.ts'

const NONE = { gzip: false, body: false, plainRead: true }

it.each([
  [[], NONE],
  [['Host', 'a', 'User-Agent', 'b', 'X-Consul-Token', 't'], NONE],
  [['ACCEPT-ENCODING', 'deflate, gzip'], { ...NONE, gzip: true }],
  [['Accept-Encoding', 'br'], NONE],
  [['accept-encoding', 'br', 'accept-encoding', 'gzip'], { ...NONE, gzip: true }],
  [['content-length', '3'], { ...NONE, body: true }],
  [['Transfer-Encoding', 'chunked', 'Accept-Encoding', 'gzip'], { ...NONE, body: true, gzip: true }],
  [['Cache-Control', 'no-cache'], { ...NONE, plainRead: false }],
  [['x-consul-namespace', 'default', 'Content-Length', '0'], { gzip: false, body: true, plainRead: false }],
])('reads %j', (headers, hints) => {
  expect(readHints(headers)).toEqual(hints)
})
