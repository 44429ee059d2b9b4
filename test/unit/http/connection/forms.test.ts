import { describe, expect, it } from 'vitest'
import { bothWays } from '../../../support/both-ways.ts'
import { bare, get, put } from '../../../support/raw-requests.ts'

const PEERS = '/v1/status/peers'
const refused = (status: string): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${status}<end>`
const BAD = refused('400 Bad Request')
const VERSION = refused('505 HTTP Version Not Supported: unsupported protocol version')
const NO_HOST = refused('400 Bad Request: missing required Host header')
const BAD_HOST = refused('400 Bad Request: malformed Host header')
const ENCODING = BAD.replace('400 Bad Request', '501 Not Implemented').replace(
  /400 Bad Request<end>$/,
  'Unsupported transfer encoding<end>',
)
const OK = /^HTTP\/1\.1 200 OK\r\n/
const body = (lines: string, text = ''): string => `${bare('PUT', '/v1/kv/x', lines)}${text}`

/** What a real Consul 1.21.4 answers, asked by raw sockets. */
const FORMS: Readonly<Record<string, readonly [request: string, answer: string | RegExp]>> = {
  'HTTP/1.0': [
    get(PEERS).replace('1.1', '1.0'),
    /^HTTP\/1\.0 200 OK\r\n(?!Connection)(?![^]*\nConnection:)[^]*\]<end>$/,
  ],
  'HTTP/1.0 that goes on': [
    get(PEERS, 'Connection: keep-alive\r\n').replace('1.1', '1.0') + get(PEERS),
    /^HTTP\/1\.0 200 OK\r\n[^]*\nConnection: keep-alive\r\n[^]*\]HTTP\/1\.1 200 OK\r\n/,
  ],
  'HTTP/1.0 without a host': ['GET /v1/status/peers HTTP/1.0\r\n\r\n', /^HTTP\/1\.0 200 OK\r\n/],
  'HTTP/1.2': [get(PEERS).replace('1.1', '1.2'), OK],
  'HTTP/9.9': [get(PEERS).replace('1.1', '9.9'), VERSION],
  'HTTP/2.0': [get(PEERS).replace('1.1', '2.0'), VERSION],
  'HTTP/0.9': [get(PEERS).replace('1.1', '0.9'), VERSION],
  'the preface of HTTP/2': [
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    /^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\nDate: now\r\nContent-Length: 0\r\n\r\n<end>$/,
  ],
  'a version of one number': [get(PEERS).replace('1.1', '1'), BAD],
  'a version in small letters': [get(PEERS).replace('HTTP', 'http'), BAD],
  'no version': ['GET /v1/kv/a\r\n\r\n', BAD],
  'no host': ['GET /v1/status/peers HTTP/1.1\r\n\r\n', NO_HOST],
  'an absolute URL without a host': ['GET http://consul.local/v1/status/peers HTTP/1.1\r\n\r\n', NO_HOST],
  'two hosts': [get(PEERS, 'Host: y\r\n'), BAD],
  'an empty host': ['GET /v1/status/peers HTTP/1.1\r\nHost:\r\n\r\n', OK],
  'a host with a blank': ['GET /v1/status/peers HTTP/1.1\r\nHost: a b\r\n\r\n', BAD_HOST],
  'a host with a slash': ['GET /v1/status/peers HTTP/1.1\r\nHost: a/b\r\n\r\n', BAD_HOST],
  'a host beyond ASCII': ['GET /v1/status/peers HTTP/1.1\r\nHost: \xff\r\n\r\n', BAD_HOST],
  'a host with a user': ['GET /v1/status/peers HTTP/1.1\r\nHost: a@b\r\n\r\n', BAD_HOST],
  'an absolute URL': [get(`http://consul.local${PEERS}`), OK],
  'an absolute URL in capitals, with a port': [get(`HTTP://consul.local:1${PEERS}?pretty`), OK],
  'an absolute URL without a path': [get('http://consul.local'), /^HTTP\/1\.1 301 [^]*\nLocation: \/\r\n/],
  'an absolute URL with parameters alone': [get('http://consul.local?a'), /^HTTP\/1\.1 301 [^]*\nLocation: \/\?a\r\n/],
  'an absolute URL of another scheme': [get(`ftp://consul.local${PEERS}`), OK],
  'an absolute URL with half a bracket': [get(`http://[x${PEERS}`), BAD],
  'an absolute URL with dots': [
    get('http://c/v1/../v1/status/peers'),
    /^HTTP\/1\.1 301 [^]*Location: \/v1\/status\/peers\r\n/,
  ],
  'a star': [bare('OPTIONS', '*'), /^HTTP\/1\.1 200 OK\r\n(?:(?!Vary)[^])*Content-Length: 0\r\n/],
  'a star that is read': [get('*'), /^HTTP\/1\.1 400 Bad Request\r\n[^]*Connection: close\r\n[^]*\r\n\r\n<end>$/],
  'a tunnel': [
    'CONNECT /v1/status/peers HTTP/1.1\r\nHost: a\r\n\r\n',
    /^HTTP\/1\.1 405 [^]*method CONNECT not allowed<end>$/,
  ],
  'a tunnel to a name alone': ['CONNECT consul:8500 HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 301 [^]*\nLocation: \/\r\n/],
  'a tunnel to a name with parameters': [
    'CONNECT consul?a HTTP/1.1\r\n\r\n',
    /^HTTP\/1\.1 301 [^]*\nLocation: \/\?a\r\n/,
  ],
  'a tunnel to nothing': ['CONNECT  HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 301 [^]*\nLocation: \/\r\n/],
  'a tunnel to a path that is not clean': ['CONNECT /v1/agent/../status/peers HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 404 /],
  'a tunnel to a URL': [`CONNECT http://consul${PEERS} HTTP/1.1\r\n\r\n`, /^HTTP\/1\.1 404 [^]*HTTP API endpoint/],
  'the root by its head': [
    bare('HEAD', '/'),
    /^HTTP\/1\.1 301 (?:(?!Content-Length)[^])*Location: \/ui\/\r\n(?:(?!Content-Length)[^])*$/,
  ],
  'an unknown method': [
    bare('BREW', PEERS) + get(PEERS),
    /^HTTP\/1\.1 405 [^]*method BREW not allowedHTTP\/1\.1 200 OK/,
  ],
  'an unknown method elsewhere': [bare('BREW', '/v1/nope'), /^HTTP\/1\.1 404 /],
  'a method that is none': [bare('G(T', PEERS), BAD],
  'a path without a slash': [get('v1/status/peers'), BAD],
  'a control character in the path': [get('/v1/kv/\x01'), BAD],
  'two blanks': ['GET  /v1/status/peers HTTP/1.1\r\nHost: x\r\n\r\n', BAD],
  'bare line feeds': [get(PEERS).replaceAll('\r\n', '\n'), OK],
  'an empty line before': [`\r\n${get(PEERS)}`, BAD],
  'a folded header': [get(PEERS, 'X-A: 1\r\n 2\r\n'), OK],
  'a folded first header': ['GET / HTTP/1.1\r\n Host: x\r\n\r\n', BAD],
  'a blank before the colon': [get(PEERS, 'X-A : b\r\n'), refused('400 Bad Request: invalid header name')],
  'no colon': [get(PEERS, 'XA\r\n'), BAD],
  'a name in quotes': [get(PEERS, '"x": y\r\n'), BAD],
  'a control character in a value': [get(PEERS, 'X-A: a\x01b\r\n'), BAD],
  'an unknown encoding': [body('Transfer-Encoding: gzip\r\n', 'abc'), ENCODING],
  'encodings in a list': [body('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n'), ENCODING],
  'chunks and a length': [body('Content-Length: 3\r\nTransfer-Encoding: CHUNKED\r\n', '3\r\nabc\r\n0\r\n\r\n'), OK],
  'two lengths': [body('Content-Length: 3\r\nContent-Length: 4\r\n', 'abcd'), BAD],
  'the same length twice': [body('Content-Length: 3\r\nContent-Length: 3\r\n', 'abc'), OK],
  'a length that is none': [body('Content-Length: +3\r\n', 'abc'), BAD],
  'an empty length': [body('Content-Length:\r\n'), BAD],
  'a size that is none': [
    body('Transfer-Encoding: chunked\r\n', 'zz\r\nabc'),
    /^HTTP\/1\.1 500 [^]*invalid byte in chunk length<end>$/,
  ],
  'a chunk that is too long': [
    body('Transfer-Encoding: chunked\r\n', '3\r\nabcX\r\n'),
    /^HTTP\/1\.1 500 [^]*malformed chunked encoding<end>$/,
  ],
  'chunks with bare line feeds': [
    body('Transfer-Encoding: chunked\r\n', '3\nabc\n0\n\n'),
    /^HTTP\/1\.1 500 [^]*chunked line ends with bare LF<end>$/,
  ],
  'a trailer that is none': [
    body('Transfer-Encoding: chunked\r\n', '0\r\nbad trailer\r\n\r\n'),
    /^HTTP\/1\.1 500 [^]*malformed MIME header: missing colon: "bad trailer"<end>$/,
  ],
  'an expectation that nobody has': [
    body('Content-Length: 3\r\nExpect: x\r\n', 'abc'),
    /^HTTP\/1\.1 417 Expectation Failed\r\nConnection: close\r\nDate: now\r\nContent-Length: 0\r\n\r\n<end>$/,
  ],
  'close, and more': [
    get(PEERS, 'Connection: x, close\r\n') + put('/v1/kv/x', 'v'),
    /^HTTP\/1\.1 200 OK\r\n[^]*Connection: close\r\n[^]*\]<end>$/,
  ],
  garbage: ['garbage\r\n', BAD],
  'a head that ends too early': ['GET / HTTP/1.1\r\nHo', BAD],
  'a long line without an end': ['a'.repeat(2_000_000), refused('431 Request Header Fields Too Large')],
  'a body that ends too early': [body('Content-Length: 5\r\n', 'ab'), /^HTTP\/1\.1 500 [^]*unexpected EOF<end>$/],
  '2,100 headers': [
    body(`${Array.from({ length: 2100 }, (_, i) => `X-${i}: 1\r\n`).join('')}Content-Length: 5\r\n`, 'hello') +
      get('/v1/kv/x?raw'),
    /\r\n\r\nhello<end>$/,
  ],
  'a reason in UTF-8': [
    get('/v1/agent/health/service/id/%C3%A9'),
    /^HTTP\/1\.1 404 [^]*X-Consul-Reason: ServiceId \u00c3\u00a9 not found\r\n/,
  ],
  'a reason that is no UTF-8': [
    get('/v1/agent/health/service/id/%ff'),
    /^HTTP\/1\.1 404 [^]*X-Consul-Reason: ServiceId \u00ff not found\r\n/,
  ],
  'a reason beyond Latin-1': [
    get('/v1/agent/health/service/name/%F0%9F%98%80'),
    /^HTTP\/1\.1 404 [^]*X-Consul-Reason: ServiceName \u00f0\u009f\u0098\u0080 Not Found\r\n/,
  ],
}

describe('a request is read as Go reads it', () => {
  it.each(Object.entries(FORMS))('%s', async (_, [request, answer]) => {
    const both = await bothWays()
    const [fast, node] = await both.talk([request])
    expect(fast).toBe(node)
    if (typeof answer === 'string') expect(fast).toBe(answer)
    else expect(fast).toMatch(answer)
  })
})
