import { describe, expect, it } from 'vitest'
import { bothWays } from '../../../support/both-ways.ts'
import { readAnswers } from '../../../support/raw-client.ts'
import { get, put } from '../../../support/raw-requests.ts'

const configured = (name: string, value: string): object => ({
  config: { http_config: { response_headers: { [name]: value } } },
})

describe('configured headers', () => {
  it.each([
    ['X-A', 'a b'],
    ['x-a', ''],
    ['X-A', 'caf\u00e9'],
    ['X-A', 'a\tb'],
    ['Date', 'today'],
    ['date', ''],
    ['Vary', 'Origin'],
    ['Content-Type', 'text/x'],
    ['Content-Length', '3'],
    ['Connection', 'close'],
    ['connection', 'Close, x'],
    ['Connection', 'keep-alive'],
    ['Connection', 'Upgrade'],
    ['Keep-Alive', 'timeout=5'],
    ['Server', 'x'],
  ])('are sent as node:http sends them: %s: %s', async (name, value) => {
    const both = await bothWays(configured(name, value))
    const requests = [put('/v1/kv/a', 'v'), get('/v1/kv/a'), get('/v1/nope'), get('/v1/kv/%zz'), get('/v1/kv/a')]
    for (const pieces of [requests, requests.slice(1), requests.slice(2), requests.slice(3)]) {
      const [fast, node] = await both.talk(pieces)
      expect(fast).toBe(node)
    }
  })

  it.each([
    ['X-A', 'a\u2026b', 'X-A: a\u00e2\u0080\u00a6b'],
    ['X-A', 'a\r\nX-B: c', 'X-A: a  X-B: c'],
    ['X-A', ' h ', 'X-A: h'],
    // the real one sends the control character, which Node does not let pass
    ['X-A', 'a\0b', 'X-A: ab'],
    ['X A', 'b', undefined],
    ['', 'b', undefined],
    ['X-A:', 'b', undefined],
  ])('that cannot be sent as they are go as Consul sends them: %j: %j', async (name, value, line) => {
    const both = await bothWays(configured(name, value))
    const requests = [
      put('/v1/kv/a', 'v'),
      get('/v1/kv/a'),
      get('/v1/kv/a?index=1'),
      get('/v1/nope'),
      get('/v1/kv/%zz'),
    ]
    const [fast, node] = await both.talk(requests)
    expect(fast).toBe(node)
    expect(readAnswers(fast)).toHaveLength(5)
    const lines = fast.split('\r\n')
    expect(lines.filter(text => text.startsWith('X-A') || text.startsWith('X A') || text.startsWith(': '))).toEqual(
      line === undefined ? [] : Array.from({ length: 4 }, () => line),
    )
  })
})

describe('the head of an answer', () => {
  const head = async (piece: string, options: object = {}): Promise<string[]> => {
    const both = await bothWays(options)
    const [fast, node] = await both.talk([piece])
    expect(fast).toBe(node)
    return (readAnswers(fast)[0]?.head ?? '')
      .split('\r\n')
      .map(line => line.replace(/^(Date|Content-Length): .*/, '$1'))
  }

  it('tells the type of a text that Go looks into behind its length', async () => {
    const wanted = ['HTTP/1.1 404 Not Found', 'Date', 'Content-Length', 'Content-Type: text/plain; charset=utf-8']
    expect((await head(get('/v1/nope'))).filter(line => line !== '')).toEqual(wanted)
  })

  it('names statuses as Go does', async () => {
    const limits = { config: { limits: { kv_max_value_size: 1 } } }
    expect((await head(put('/v1/kv/a', 'value'), limits))[0]).toBe('HTTP/1.1 413 Request Entity Too Large')
  })
})
