import { describe, expect, it } from 'vitest'
import { bothWays } from '../../../support/both-ways.ts'
import { RawClient, readAnswers, undated } from '../../../support/raw-client.ts'
import { get, put } from '../../../support/raw-requests.ts'

const BODY = 'one\r\n\r\n'
const PUT = put('/v1/kv/a', BODY, 'X-Consul-Token: t\r\n')
const AT_BODY = PUT.length - BODY.length
// one that does not tell an index: node:http serves what comes in one piece before the PUT, whose body it gives out later
const THEN = get('/v1/status/leader')

const cut = (text: string, at: number): string[] => [text.slice(0, at), text.slice(at)].filter(part => part !== '')

describe('requests in pieces', () => {
  it('are the same wherever they are cut in two', async () => {
    const both = await bothWays()
    const text = PUT + THEN
    const [, whole] = await both.talk([PUT, THEN])
    expect(readAnswers(whole)).toMatchObject([{ status: 200, body: 'true' }, { status: 200 }])
    for (let at = 0; at < text.length; at++) {
      const [fast, node] = await both.talk(cut(text, at))
      expect([fast, node], `cut at ${at}`).toEqual([whole, whole])
    }
    expect(both.fast.dump()).toBe(both.node.dump())
  })

  it('are the same byte by byte', async () => {
    const both = await bothWays()
    const [fast, node] = await both.talk([...`${PUT}${get('/v1/kv/a')}`])
    expect(fast).toBe(node)
    expect(both.fast.kv.getText('a')).toBe(BODY)
  })

  it('may bring their bodies byte by byte', async () => {
    const both = await bothWays()
    const [fast, node] = await both.talk([PUT.slice(0, AT_BODY), ...BODY, get('/v1/kv/a')])
    expect(fast).toBe(node)
    expect(readAnswers(fast)).toHaveLength(2)
  })

  it.each([10_000, 200_000, 524_288, 524_289, 1_048_576, 1_048_577, 3_000_000])('may have %i bytes', async size => {
    const body = 'x'.repeat(size)
    const limit = 1_048_577
    for (const config of [{}, { limits: { kv_max_value_size: limit } }]) {
      const both = await bothWays({ config })
      const texts: string[] = []
      await both.each(async consul => {
        const client = await RawClient.open(consul.http.port)
        for (const request of [put('/v1/kv/a', body), get('/v1/kv/b'), get('/v1/kv/a?raw')]) await client.ask(request)
        texts.push(undated(client.text))
        const stored = size <= (config.limits?.kv_max_value_size ?? 524_288)
        expect(consul.kv.getText('a') === (stored ? body : undefined)).toBe(true)
      })
      expect(texts[0] === texts[1]).toBe(true)
    }
  })
})

describe('a request that ends too early', () => {
  it.each([1, 20, AT_BODY, AT_BODY + 1, PUT.length - 1])('is none, after %i bytes', async at => {
    const both = await bothWays()
    const [fast, node] = await both.talk([THEN, PUT.slice(0, at)])
    expect(fast).toBe(node)
    expect(fast).toMatch(at < AT_BODY ? /400 Bad Request<end>$/ : /500 Internal[^]*unexpected EOF<end>$/)
    expect(both.fast.kv.getText('a')).toBeUndefined()
  })

  it('is answered before its body came where that means nothing', async () => {
    const both = await bothWays()
    const [fast, node] = await both.talk(['GET /v1/kv/a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab'])
    expect(fast).toBe(node)
    expect(readAnswers(fast)).toMatchObject([{ status: 404 }])
  })
})
