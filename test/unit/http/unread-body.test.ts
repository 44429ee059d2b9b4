import { expect, it } from 'vitest'
import { bothWays, start, startByNode } from '../../support/both-ways.ts'
import { RawClient } from '../../support/raw-client.ts'
import { bare, get, withBody } from '../../support/raw-requests.ts'

const MAX = 256 * 1024
const chunked = (method: string, path: string, size: number): string =>
  `${bare(method, path, 'Transfer-Encoding: chunked\r\n')}${size.toString(16)}\r\n${'x'.repeat(size)}\r\n0\r\n\r\n`

/** Whether each way ends the connection with the answer, which says so, instead of going on with the next request. */
async function ends(request: string): Promise<readonly boolean[]> {
  const both = await bothWays()
  const answers = await both.talk([request, get('/v1/status/leader')])
  return answers.map(text => {
    const [, first = '', ...more] = text.split(/HTTP\/1\.1 (?=\d)/)
    const [head = ''] = first.split('\r\n\r\n')
    expect(head.includes('\r\nConnection: close')).toBe(more.length === 0)
    return more.length === 0
  })
}

it.each([
  ['a wrong method', 'POST', '/v1/kv/a'],
  ['a path that is none', 'PUT', '/v2/a'],
  ['a redirect', 'PUT', '/v1/kv//a'],
  ['a read', 'GET', '/v1/kv/a'],
  ['OPTIONS', 'OPTIONS', '/v1/kv/a'],
  ['a path that cannot be printed', 'PUT', '/v1/kv/%00'],
  ['a handler that takes no body', 'PUT', '/v1/session/destroy/x'],
  ['a path beside the API', 'DELETE', '/api/x'],
])('%s ends the connection where more than 256 KiB of a body are unread', async (_, method, path) => {
  expect(await ends(withBody(method, path, 'x'.repeat(MAX - 1)))).toEqual([false, false])
  expect(await ends(withBody(method, path, 'x'.repeat(MAX)))).toEqual([true, true])
  // the length of chunks is known when they were read
  expect(await ends(chunked(method, path, MAX))).toEqual([false, false])
  expect(await ends(chunked(method, path, MAX + 1))).toEqual([true, true])
})

it('a value that is too large ends the connection, one that is read does not', async () => {
  expect(await ends(withBody('PUT', '/v1/kv/a', 'x'.repeat(512 * 1024 + 1)))).toEqual([true, true])
  expect(await ends(withBody('PUT', '/v1/kv/a', 'x'.repeat(512 * 1024)))).toEqual([false, false])
})

it.each([
  ['by the fast path', start],
  ['by node:http', startByNode],
])('what is more is not waited for, and may come when the answer has left: %s', async (_, open) => {
  const client = await RawClient.open((await open()).http.port)
  client.send(bare('POST', '/v1/kv/a', `Content-Length: ${MAX}\r\n`))
  await client.until(() => client.text.endsWith('method POST not allowed'))
  client.send('x'.repeat(MAX))
  await client.until(() => client.ending !== undefined)
  expect(client.ending).toBe('end')
})

it('what is less is waited for before the answer', async () => {
  const client = await RawClient.open((await start()).http.port)
  client.send(bare('POST', '/v1/kv/a', 'Content-Length: 2\r\nTE: trailers\r\n'))
  client.send('x')
  const other = await RawClient.open(client.socket.remotePort as number)
  await other.ask(get('/v1/status/leader'))
  expect(client.text).toBe('')
  client.send('x')
  await client.until(() => client.text.endsWith('method POST not allowed'))
})

it('a client that waits with its body is asked for it by the handler that reads it, and by no other', async () => {
  const consul = await start()
  const expecting = (method: string, size: number): string =>
    bare(method, '/v1/kv/a', `Content-Length: ${size}\r\nExpect: 100-continue\r\n`)
  const refused = await RawClient.open(consul.http.port)
  refused.send(expecting('POST', 2))
  await refused.until(() => refused.ending !== undefined)
  expect(refused.text).toMatch(/^HTTP\/1.1 405 [^]*\r\nConnection: close\r\n\r\nmethod POST not allowed$/)
  const tooLarge = await RawClient.open(consul.http.port)
  tooLarge.send(expecting('PUT', 600_000))
  await tooLarge.until(() => tooLarge.ending !== undefined)
  expect(tooLarge.text).toMatch(/^HTTP\/1.1 413 [^]*\r\nConnection: close\r\n\r\n/)
  const read = await RawClient.open(consul.http.port)
  read.send(expecting('PUT', 2))
  await read.until(() => read.text === 'HTTP/1.1 100 Continue\r\n\r\n')
  read.send('ok')
  await read.until(() => read.text.endsWith('\r\n\r\ntrue'))
})
