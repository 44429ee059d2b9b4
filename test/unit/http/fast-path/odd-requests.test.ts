import { describe, expect, it } from 'vitest'
import { bothWays } from '../../../support/both-ways.ts'
import { RawClient, readAnswers, undated } from '../../../support/raw-client.ts'
import { bare, BY_NODE, get, put } from '../../../support/raw-requests.ts'

const KV = '/v1/kv/a'
const START = `PUT ${KV} HTTP/1.1\r\nHost: x\r\n`
const chunked = (body: string): string => `${START}Transfer-Encoding: chunked\r\n\r\n${body}`

const ODD: Readonly<Record<string, readonly string[]>> = {
  'HTTP/1.0': [get(KV).replace('1.1', '1.0')],
  'HTTP/1.0 that goes on': [get(KV, 'Connection: keep-alive\r\n').replace('1.1', '1.0'), get(KV)],
  'HTTP/2': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  'HTTP/0.9': ['GET /v1/kv/a\r\n'],
  'another version': [get(KV).replace('1.1', '1.2'), get(KV).replace('1.1', '9.9')],
  'no host': ['GET /v1/kv/a HTTP/1.1\r\n\r\n'],
  'an empty host': ['GET /v1/kv/a HTTP/1.1\r\nHost:\r\n\r\n', 'GET /v1/kv/a HTTP/1.1\r\nHost: \r\n\r\n'],
  'two hosts': [get(KV, 'Host: y\r\n')],
  'a name twice': [get(KV, 'X-A: 1\r\nx-a: 2\r\n'), get(KV, 'Cookie: a\r\nCookie: b\r\n')],
  'a token twice': [get(KV, 'X-Consul-Token: a\r\nX-Consul-Token: b\r\n')],
  'connection: close': [get(KV, 'Connection: close\r\n')],
  'connection: CLOSE': [get(KV, 'Connection: CLOSE\r\n')],
  'a list of connections': [get(KV, 'Connection: keep-alive, x\r\n'), get(KV, 'Connection: x, close\r\n')],
  'two connections': [get(KV, 'Connection: keep-alive\r\nConnection: close\r\n')],
  'proxy-connection: close': [get(KV, 'Proxy-Connection: close\r\n')],
  'proxy-connection: keep-alive': [get(KV, 'Proxy-Connection: keep-alive\r\n')],
  'a persistent connection': [get(KV, 'connection: Keep-Alive\r\n'), get(KV)],
  'an upgrade': [get(KV, 'Connection: Upgrade\r\nUpgrade: websocket\r\n'), get(KV, 'Upgrade: h2c\r\n')],
  'a tunnel': ['CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n'],
  'expect: 100-continue': [`${START}Content-Length: 3\r\nExpect: 100-continue\r\n\r\n`, 'abc'],
  'expect: else': [`${START}Content-Length: 3\r\nExpect: x\r\n\r\n`, 'abc'],
  'a body in chunks': [chunked('3\r\nabc\r\n0\r\n\r\n'), get(`${KV}?raw`)],
  'a body in odd chunks': [chunked('3;x=y\r\nabc\r\n00003\r\ndef\r\n0\r\nTrailer: x\r\n\r\n'), get(`${KV}?raw`)],
  'broken chunks': [chunked('zz\r\nabc')],
  'chunks and a length': [`${START}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`],
  'an unknown encoding': [`${START}Transfer-Encoding: gzip\r\n\r\nabc`],
  'encodings that end otherwise': [`${START}Transfer-Encoding: chunked, gzip\r\n\r\nabc`],
  'trailers announced': [get(KV, 'Trailer: x\r\n'), get(KV, BY_NODE)],
  'two lengths': [`${START}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`],
  'two equal lengths': [`${START}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`],
  'a list of lengths': [`${START}Content-Length: 3, 3\r\n\r\nabc`],
  'a negative length': [`${START}Content-Length: -3\r\n\r\nabc`],
  'a length with a sign': [`${START}Content-Length: +3\r\n\r\nabc`],
  'a length in hex': [`${START}Content-Length: 0x3\r\n\r\nabc`],
  'a length with zeros': [`${START}Content-Length: 0000003\r\n\r\nabc`, `${START}Content-Length: 000000003\r\n\r\nabc`],
  'an empty length': [`${START}Content-Length:\r\n\r\nabc`],
  'half a byte': [`${START}Content-Length: 2.5\r\n\r\nabc`],
  'a huge length': [`${START}Content-Length: 99999999999999999999\r\n\r\nabc`],
  'a large length': [`${START}Content-Length: 9007199254740993\r\n\r\nabc`],
  'no body': [`${START}\r\n`, `${START}Content-Length: 0\r\n\r\n`],
  'a folded header': [get(KV, 'X-A: 1\r\n 2\r\n'), get(KV)],
  'a header folded at once': [get(KV, 'X-A:\r\n\t2\r\n')],
  'blanks around values': [get(KV, 'X-A:  \t b \t \r\n'), get(KV, 'X-A:b\r\n'), get(KV, 'X-A: \r\n')],
  'a blank before the colon': [get(KV, 'X-A : b\r\n')],
  'no colon': [get(KV, 'X-A\r\n')],
  'no name': [get(KV, ': b\r\n')],
  'odd names': [get(KV, '__proto__: x\r\nconstructor: y\r\nhasOwnProperty: z\r\n'), get(KV, "!#$%&'*+-.^_`|~9: x\r\n")],
  'a name in quotes': [get(KV, '"x": y\r\n')],
  'bare line feeds': [get(KV).replaceAll('\r\n', '\n')],
  'one bare line feed': [get(KV, 'X-A: b\n')],
  'bare returns': [get(KV, 'X-A: b\r')],
  'empty lines before': ['\r\n\r\n', get(KV), '\n', get(KV)],
  'a NUL in a value': [get(KV, 'X-A: a\0b\r\n')],
  'a NUL in the path': [get('/v1/kv/\0')],
  'a NUL in a name': [get(KV, 'X\0A: b\r\n')],
  '8 bits in a value': [get(KV, 'X-A: caf\u00c3\u00a9\r\n'), get(KV, 'X-Consul-Token: \u00ff\r\n')],
  '8 bits in the path': [get('/v1/kv/caf\u00c3\u00a9')],
  'a DEL': [get('/v1/kv/\x7f'), get(KV, 'X-A: \x7f\r\n')],
  'signs in the path': [get(`/v1/kv/!"$&'()*+,-.:;<=>@[\\]^_\`{|}~`), get('/v1/kv/a#b'), get('/v1/kv/a?x#b#c?d')],
  'blanks in the path': [get('/v1/kv/a b')],
  'two blanks': ['GET  /v1/kv/a HTTP/1.1\r\nHost: x\r\n\r\n'],
  'a blank at the end of the line': ['GET /v1/kv/a HTTP/1.1 \r\nHost: x\r\n\r\n'],
  'an absolute URL': [get('http://localhost/v1/kv/a'), get('HTTP://x:1/v1/kv/a?raw')],
  'a star': ['OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', get('*')],
  'no path': ['GET  HTTP/1.1\r\nHost: x\r\n\r\n'],
  'other paths': [get('/'), get('/ui/'), get('/v1'), get('/v2/kv'), get('//v1/kv/a'), get('/v1/../v1/kv/a')],
  'other methods': ['HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND', 'QUERY'].map(method => bare(method, KV)),
  'an unknown method': [bare('FROB', KV)],
  'an unknown method elsewhere': [bare('FROB', '/v1/nope')],
  'a method in small letters': [bare('get', KV)],
  'a head beyond all bounds': [get(KV, `X-A: ${'a'.repeat(20_000)}\r\n`)],
  'a path beyond all bounds': [get(`/v1/kv/${'a'.repeat(20_000)}`)],
  'a large head': [get(KV, `X-A: ${'a'.repeat(6000)}\r\n`), get(`/v1/kv/${'b'.repeat(5000)}`)],
  'many headers': [get(KV, Array.from({ length: 300 }, (_, i) => `X-${i}: ${i}\r\n`).join(''))],
  'the hello of TLS': ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  'another protocol': ['SSH-2.0-OpenSSH_9.6\r\n', 'EHLO localhost\r\n'],
  garbage: ['garbage\r\n\r\n'],
  'no bytes': [],
}

describe.each([
  ['with large heads', {}],
  ['with small ones', { http_config: { max_header_bytes: 2000 } }],
])('what is out of the ordinary, %s', (_, config) => {
  it.each(Object.entries(ODD))('%s', async (_, pieces) => {
    const both = await bothWays({ config })
    // first on a new connection, then on one that was served by the fast path before
    for (const before of [[], [put('/v1/kv/before', 'v'), get('/v1/kv/before')]]) {
      const [fast, node] = await both.talk([...before, ...pieces, get('/v1/kv/after')])
      expect(fast).toBe(node)
    }
    expect(both.fast.dump()).toBe(both.node.dump())
    const seen = both.node.requests.map(({ method, url, token, body }) => ({ method, url, token, body }))
    expect(both.fast.requests).toMatchObject(seen)
  })
})

it('has a client of "100-continue" wait for it', async () => {
  const both = await bothWays()
  await both.each(async ({ http, kv }) => {
    const client = await RawClient.open(http.port)
    await client.ask(get(KV))
    client.send(`${START}Content-Length: 3\r\nExpect: 100-continue\r\n\r\n`)
    expect((await client.answers(2))[1]).toMatchObject({ status: 100 })
    client.send('abc')
    expect((await client.answers(3))[2]).toMatchObject({ status: 200, body: 'true' })
    expect(kv.getText('a')).toBe('abc')
  })
})

it('goes on by node:http where it began so', async () => {
  const both = await bothWays()
  const texts: string[] = []
  await both.each(async ({ http }) => {
    const client = await RawClient.open(http.port)
    for (const request of [get(KV, BY_NODE), put(KV, 'v'), get(KV), get(`${KV}?raw`, BY_NODE)])
      await client.ask(request)
    texts.push(undated(client.text))
  })
  expect(texts[0]).toBe(texts[1])
  expect(readAnswers(texts[0] ?? '').map(({ status }) => status)).toEqual([404, 200, 200, 200])
})
