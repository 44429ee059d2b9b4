import { expect, it } from 'vitest'
import { type Random, seededRandom } from '../../../../src/lib/random.ts'
import { bothWays, start } from '../../../support/both-ways.ts'
import { RawClient, talk } from '../../../support/raw-client.ts'
import { bare, get, put, withBody } from '../../../support/raw-requests.ts'

/** One at a time, and none that waits: node:http forgets what it has not answered when broken bytes follow. */
const READS = [
  get('/v1/kv/a'),
  get('/v1/kv/a?raw&dc=dc1', 'Accept-Encoding: gzip\r\n'),
  get('/v1/health/service/web?passing=1', 'X-Consul-Token: t\r\nConnection: keep-alive\r\n'),
  get('/v1/catalog/nodes'),
  bare('DELETE', '/v1/kv/a'),
]
const OTHERS = [
  get('/v1/kv/a?index=9&wait=10s') + get('/v1/kv/a%20b?recurse'),
  put('/v1/kv/a', 'value'),
  put('/v1/kv/a', 'value') + put('/v1/kv/b', 'x'.repeat(300)),
  put('/v1/txn', JSON.stringify([{ KV: { Verb: 'get', Key: 'a' } }]), 'Content-Type: application/json\r\n'),
  withBody('POST', '/v1/kv/a', 'body'),
  `${bare('PUT', '/v1/kv/a', 'Transfer-Encoding: chunked\r\n')}3\r\nabc\r\n0\r\n\r\n`,
]
const BITS = [
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  ' ',
  '\t',
  ':',
  '\0',
  '\xff',
  '%',
  '/',
  '?',
  '0',
  '9',
  '-',
  ', ',
  'Host: x\r\n',
  'TE: x\r\n',
]

/** Changes a few bytes of a text. */
function mutated(text: string, random: Random): string {
  let result = text
  for (let changes = 1 + random.int(3); changes > 0; changes--) {
    const at = random.int(result.length + 1)
    const end = Math.min(at + random.int(12), result.length)
    const [before, part, after] = [result.slice(0, at), result.slice(at, end), result.slice(end)]
    const ways = [
      () => before + after,
      () => before + part + part + after,
      () => before + (BITS[random.int(BITS.length)] ?? '') + part + after,
      () => before + (BITS[random.int(BITS.length)] ?? '') + after,
      () => before + String.fromCharCode(random.int(256)) + result.slice(at + 1),
      () => before + part.toUpperCase() + after,
    ]
    result = ways[random.int(ways.length)]?.() ?? ''
  }
  return result
}

/** Refusals by Node's parser: it looks for the method at the start of what came together, not of the request. */
const REFUSAL = /HTTP\/1\.1 40[05] [^\r]*\r\n(?:(?!Date: )[^\r]*\r\n)*Connection: close\r\n\r\n[^]*(?=<)/

it.each([1, 2, 3])('answers damaged requests as node:http does (seed %i)', async seed => {
  const both = await bothWays()
  const random = seededRandom(seed)
  for (let i = 0; i < 250; i++) {
    const request = mutated(READS[random.int(READS.length)] ?? '', random)
    const [fast, node] = await both.talk([get('/v1/status/leader'), request])
    expect(fast.replace(REFUSAL, 'refused'), `damaged: ${JSON.stringify(request)}`).toBe(
      node.replace(REFUSAL, 'refused'),
    )
  }
  expect(both.fast.dump()).toBe(both.node.dump())
})

it('survives whatever comes, in whatever pieces', async () => {
  const consul = await start()
  const random = seededRandom(4)
  const all = [...READS, ...OTHERS]
  const one = async (): Promise<void> => {
    const requests = Array.from({ length: 1 + random.int(3) }, () => mutated(all[random.int(all.length)] ?? '', random))
    const text = requests.join('')
    const at = random.int(text.length + 1)
    const client = await RawClient.open(consul.http.port)
    await client.sendPieces([text.slice(0, at), text.slice(at)].filter(piece => piece !== ''))
    if (random.int(3) === 0) client.socket.resetAndDestroy()
    else client.end()
    await client.closed()
  }
  for (let round = 0; round < 60; round++) await Promise.all(Array.from({ length: 25 }, one))
  expect(consul.blocked).toEqual([])
  const answer = await talk(consul.http.port, [put('/v1/kv/good', 'v'), get('/v1/kv/good?raw')])
  expect(answer).toMatch(/\r\n\r\ntrueHTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nv<end>$/)
})
