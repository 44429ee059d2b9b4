import { describe, expect, it } from 'vitest'
import type { Consul } from '../../../../src/index.ts'
import { seededRandom } from '../../../../src/lib/random.ts'
import { bothWays, converse, start, startByNode } from '../../../support/both-ways.ts'
import { RawClient, readAnswers, talk, undated } from '../../../support/raw-client.ts'
import { bare, BY_NODE, get, put, withBody } from '../../../support/raw-requests.ts'

const PLAIN: readonly ((i: number) => string)[] = [
  i => get(`/v1/kv/big-${i - 6}?raw`),
  () => get('/v1/kv/a'),
  i => put('/v1/kv/a', `value ${i}`),
  () => get('/v1/kv/a?raw'),
  i => put(`/v1/kv/big-${i}`, 'x'.repeat(5000)),
  () => bare('DELETE', '/v1/kv/a'),
  () => withBody('POST', '/v1/kv/a', 'body'),
]

/** What does not change with the writes around it, for node:http serves it before them. */
const UNCHANGING: readonly (() => string)[] = [
  () => get('/v1/status/leader'),
  () => get('/v1/nope'),
  () => put('/v1/kv/a', 'value'),
  () => put('/v1/kv/b', 'x'.repeat(9000)),
  () => get('/v1/kv//b'),
  () => withBody('POST', '/v1/kv/a', 'body'),
]
const ODD: readonly (() => string)[] = [
  () => get('/v1/status/leader', BY_NODE),
  () => `${bare('PUT', '/v1/kv/a', 'Transfer-Encoding: chunked\r\n')}3\r\nabc\r\n0\r\n\r\n`,
  () => get('/v1/status/leader').replace('\r\n', '\r\nX: 1\r\nX: 2\r\n'),
]

/** What is recorded, with the times at which it came from a clock that stands still. */
const rows = (consul: Consul): string => `${consul.index}\n${consul.dump()}`

describe('requests that do not wait for answers', () => {
  it.each([2, 3, 5, 8, 13, 20])('are answered one after the other, %i of them', async count => {
    const [fast, node] = [await start(), await startByNode()]
    const requests = Array.from({ length: count }, (_, i) => PLAIN[i % PLAIN.length]?.(i) ?? '')
    const text = await talk(fast.http.port, [requests.join('')])
    expect(text).toBe(await talk(node.http.port, requests))
    expect(readAnswers(text)).toHaveLength(count)
    expect(rows(fast)).toBe(rows(node))
  })

  it('may be out of the ordinary anywhere, and cut anywhere', async () => {
    const [fast, node] = [await start(), await startByNode()]
    const random = seededRandom(7)
    for (let round = 0; round < 100; round++) {
      const requests = Array.from({ length: 2 + random.int(12) }, () => {
        const from = random.int(6) === 0 ? ODD : UNCHANGING
        return from[random.int(from.length)]?.() ?? ''
      })
      const text = requests.join('')
      const at = random.int(text.length)
      const heard = await converse(fast, [text.slice(0, at), text.slice(at)])
      expect(heard).toBe(await converse(node, requests))
      expect(readAnswers(heard)).toHaveLength(requests.length + 1)
    }
    expect(rows(fast)).toBe(rows(node))
  })

  it('are answered to a client that says at once that it sends no more', async () => {
    const both = await bothWays()
    const plain = [get('/v1/nope'), put('/v1/kv/a', 'v'), get('/v1/status/leader'), put('/v1/kv/b', 'v')]
    for (const requests of [
      plain,
      [...plain, ...plain],
      [get('/v1/nope'), get('/v1/nope', BY_NODE), get('/v1/nope')],
    ]) {
      const texts: string[] = []
      await both.each(async ({ http }) => {
        const client = await RawClient.open(http.port)
        client.send(requests.join(''))
        client.end()
        expect(await client.closed()).toBe('end')
        texts.push(undated(client.text))
      })
      expect(readAnswers(texts[0] ?? '')).toHaveLength(requests.length)
      expect(texts[0]).toBe(texts[1])
    }
  })

  it('are answered behind one that waits', async () => {
    const both = await bothWays()
    await both.each(async consul => {
      consul.kv.put('a', '1')
      const client = await RawClient.open(consul.http.port)
      const waiting = get(`/v1/kv/a?raw&index=${consul.index}`)
      await client.sendPieces([waiting, get('/v1/nope'), get('/v1/kv//a') + get('/v1/nope', BY_NODE)])
      await client.sendPieces([put('/v1/kv/c', 'v') + bare('POST', '/v1/kv/c')])
      await consul.untilBlocked()
      expect(client.text).toBe('')
      consul.kv.put('a', '2')
      expect((await client.answers(6)).map(({ status }) => status)).toEqual([200, 404, 301, 404, 200, 405])
      expect(client.text).toContain('\r\n\r\n2HTTP/1.1 404')
    })
  })

  it('are all answered, however many come at once', async () => {
    const both = await bothWays()
    await both.each(async consul => {
      consul.kv.put('a', 'x'.repeat(3000))
      const client = await RawClient.open(consul.http.port)
      client.send(get(`/v1/kv/a?index=${consul.index}`))
      await consul.untilBlocked()
      const count = 990
      client.send(Array.from({ length: count }, (_, i) => get(`/v1/kv/a?i=${i}`, i === 700 ? BY_NODE : '')).join(''))
      consul.kv.put('a', 'y'.repeat(3000))
      client.send(get('/v1/kv/the-end', 'Connection: close\r\n'))
      expect(await client.closed()).toBe('end')
      expect(readAnswers(client.text)).toHaveLength(count + 2)
      const urls = consul.requests.map(({ url }) => url)
      expect(urls.slice(1, -1)).toEqual(Array.from({ length: count }, (_, i) => `/v1/kv/a?i=${i}`))
    })
  })

  it('are not served behind an answer that closes the connection', async () => {
    const consul = await start()
    const client = await RawClient.open(consul.http.port)
    client.send(get('/v1/kv/%zz') + put('/v1/kv/a', 'v'))
    expect(await client.closed()).toBe('end')
    expect(readAnswers(client.text)).toMatchObject([{ status: 400 }])
    expect(consul.kv.getText('a')).toBeUndefined()
  })
})
