import { expect, it } from 'vitest'
import { framedForHead, framedForHttp2 } from '../../../src/http/framing.ts'
import { COMPACT, prepareReply } from '../../../src/http/reply.ts'
import { runToEnd } from '../../../src/lib/slices.ts'
import { bothWays } from '../../support/both-ways.ts'
import { bare, get, put } from '../../support/raw-requests.ts'

/** What stands in an answer from the date on, but for long bodies, by the fast path and by node:http. */
async function ends(request: string, value: string): Promise<readonly (string | undefined)[]> {
  const both = await bothWays()
  const answers = await both.talk([put('/v1/kv/a', value), request])
  return answers.map(text => {
    const [, , second = ''] = text.split(/HTTP\/1\.[01] (?=\d)/)
    return second
      .slice(second.indexOf('\r\nDate'))
      .replace(/v{20,}/, 'v…')
      .replace(/"Value": "[^"]*"/, '…')
  })
}

const both = (text: string): readonly string[] => [text, text]

it.each([
  // a handler that tells the length does so among its own headers
  ['a value', 5000, get('/v1/kv/a?raw'), '\r\nDate: now\r\n\r\nv…<end>'],
  ['a small answer', 10, get('/v1/kv/b'), '\r\nDate: now\r\nContent-Length: 0\r\n\r\n<end>'],
  [
    'a refusal without a type',
    1,
    get('/v1/kv/a?index=x'),
    '\r\nDate: now\r\nContent-Length: 13\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nInvalid index<end>',
  ],
  [
    'a path that is none',
    1,
    bare('HEAD', '/v1/nope'),
    '\r\nDate: now\r\nContent-Length: 53\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n<end>',
  ],
])('%s ends as by the server of Go', async (_, size, request, expected) => {
  expect(await ends(request, 'v'.repeat(size))).toEqual(both(expected))
})

it('an answer of 2048 bytes tells its length, longer ones come in a chunk', async () => {
  const names = (size: number): readonly string[] =>
    runToEnd(prepareReply({ bytes: 'x'.repeat(size), contentType: null }, [], [], COMPACT)).headers
  expect(names(2048)).toEqual(['Content-Length', '2048'])
  expect(names(2049)).toEqual(['Transfer-Encoding', 'chunked'])
  for (const size of [2000, 60_000]) {
    const [fast = '', node] = await ends(get('/v1/kv/a'), 'v'.repeat(size))
    expect(fast).toMatch(/^\r\nDate: now\r\nTransfer-Encoding: chunked\r\n\r\n[0-9a-f]+\r\n\[[^]*\]\r\n0\r\n\r\n<end>$/)
    expect(node).toBe(fast)
  }
})

it('a client that ends its connection is told so before the chunks, and behind a length', async () => {
  const last = get('/v1/kv/a', 'Connection: close\r\n')
  const [long = '', node] = await ends(last, 'v'.repeat(5000))
  expect(long).toMatch(/^\r\nDate: now\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n/)
  expect(node).toBe(long)
  expect((await ends(last, 'v'))[0]).toMatch(/^\r\nDate: now\r\nContent-Length: \d+\r\nConnection: close\r\n\r\n/)
})

it('over HTTP/1.0 what would come in chunks ends with the connection', async () => {
  const old = get('/v1/kv/a', 'Connection: keep-alive\r\n').replace('HTTP/1.1', 'HTTP/1.0')
  const [fast = '', node] = await ends(old, 'v'.repeat(5000))
  expect(fast).toMatch(/^\r\nDate: now\r\n\r\n\[\n/)
  expect(node).toBe(fast)
})

it('HEAD is told a length where the body would have one', () => {
  expect(framedForHead(['Vary', 'a', 'Content-Length', '0'], 0)).toEqual(['Vary', 'a'])
  expect(framedForHead(['Vary', 'a', 'Content-Length', '3'], 3)).toEqual(['Vary', 'a', 'Content-Length', '3'])
  expect(framedForHead(['Vary', 'a', 'Transfer-Encoding', 'chunked'], 3000)).toEqual(['Vary', 'a'])
})

it('over HTTP/2 there are no chunks, and lengths up to 4096', () => {
  const chunked = ['Vary', 'a', 'Transfer-Encoding', 'chunked']
  expect(framedForHttp2(chunked, 4096)).toEqual(['Vary', 'a', 'Content-Length', '4096'])
  expect(framedForHttp2(chunked, 4097)).toEqual(['Vary', 'a'])
  expect(framedForHttp2(['Content-Length', '9000'], 9000)).toEqual(['Content-Length', '9000'])
})
