import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { readBody } from '../../../src/http/body.ts'
import type { Request } from '../../../src/http/request.ts'
import { createConsul } from '../../../src/index.ts'
import { ByteBudget } from '../../../src/lib/byte-budget.ts'
import { turns } from '../../../src/lib/defer.ts'

test.each<[string, string, (text: string) => object]>([
  [
    '/v1/catalog/register',
    'true',
    text => ({ Node: 'n', Address: 'a', Check: { CheckID: 'c', Name: 'c', Output: text } }),
  ],
  ['/v1/agent/service/register', '', text => ({ Name: 'web', Check: { TTL: '1h', Notes: text } })],
  ['/v1/agent/check/register', '', text => ({ Name: 'c', TTL: '1h', Notes: text })],
])('%s takes long texts, as Consul does', async (path, body, make) => {
  const consul = createConsul()
  const answer = await consul.inject('PUT', path, make('a, "b": '.repeat(128 * 1024)))
  expect([answer.statusCode, answer.body.trim()]).toEqual([200, body])
  const long = await consul.inject('PUT', path, make('x'.repeat(8 * 1024 * 1024)))
  expect([long.statusCode, long.body.trim()]).toEqual([200, body])
  const longer = await consul.inject('PUT', path, make('x'.repeat(9 * 1024 * 1024)))
  expect([longer.statusCode, longer.body]).toEqual([
    413,
    expect.stringMatching(
      /^Request body\(94\d{5} bytes\) too large: miniconsul takes 8454144 bytes, since it holds the whole of a body in memory$/,
    ),
  ])
})

test('a body of many parts that is beyond their limit is not decoded, and the answer names the limit', async () => {
  const consul = createConsul()
  const tags = Array.from({ length: 200_000 }, () => 'a')
  const answer = await consul.inject('PUT', '/v1/agent/service/register', { Name: 'web', Tags: tags })
  expect([answer.statusCode, answer.body]).toEqual([
    413,
    'Request body of 200000 members too large: where it has more than 524288 bytes, miniconsul takes 20000 members, since it writes them in one go',
  ])
  expect(consul.agent.services()).toEqual({})
})

test('bodies that are being received have a bound for all of them, and give their part back however they end', async () => {
  const budget = new ByteBudget(10)
  const receive = () => {
    const stream = new PassThrough()
    const read: (string | undefined)[] = []
    const setBody = (body: Buffer | Error): void =>
      void read.push(body instanceof Error ? body.message : body.toString())
    const req = { raw: { stream, resume: () => stream.resume() }, contentLength: undefined, setBody }
    readBody(req as unknown as Request, { limit: undefined, budget }, () => read.push(undefined))
    return { stream, read }
  }
  const [one, two, three] = [receive(), receive(), receive()]
  one.stream.write('123456')
  two.stream.write('1234')
  three.stream.write('1')
  await turns(2)
  expect(three.read).toEqual([expect.stringMatching(/^Too many request bodies at once: /), undefined])
  one.stream.destroy()
  two.stream.end()
  await turns(2)
  expect([one.read, two.read]).toEqual([[], ['1234', undefined]])
  const four = receive()
  four.stream.end('1234567890')
  await turns(2)
  expect(four.read).toEqual(['1234567890', undefined])
})
