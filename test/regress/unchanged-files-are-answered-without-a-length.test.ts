import { expect, it } from 'vitest'
import { prepareReply } from '../../src/http/reply.ts'
import { servePage } from '../../src/page/serve.ts'

const etag = 'W/"1"'
const page = { bytes: Buffer.from('<p>'), contentType: 'text/html; charset=utf-8', etag, immutable: false }

it.each([
  [etag, 304, false],
  ['"another"', 200, true],
])('to one who has %s: %i', (known, status, hasLength) => {
  const reply = servePage(new Map([['index.html', page]]), '', known)
  const { headers, ...answer } = prepareReply(reply, [], [], { indent: false, newline: false })
  expect([answer.status, headers.includes('Content-Length')]).toEqual([status, hasLength])
})
