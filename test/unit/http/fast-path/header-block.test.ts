import { describe, expect, it } from 'vitest'
import { readHeaderBlock } from '../../../../src/http/fast-path/header-block.ts'

const HOST = 'Host: x\r\n'
const block = (lines: string): string => `${HOST}${lines}\r\n`

describe('reads', () => {
  it('names and values as they came, and by name', () => {
    const read = readHeaderBlock('HOST: a:80\r\nX-Empty:\r\nX-Tight:b\r\nx-Long: c \t d: e\r\nX-Blank: \r\n\r\n')
    expect(read?.rawHeaders).toEqual([
      'HOST',
      'a:80',
      'X-Empty',
      '',
      'X-Tight',
      'b',
      'x-Long',
      'c \t d: e',
      'X-Blank',
      '',
    ])
    expect(read?.headers).toEqual({ host: 'a:80', 'x-empty': '', 'x-tight': 'b', 'x-long': 'c \t d: e', 'x-blank': '' })
    expect(read?.length).toBe(0)
  })

  it.each([
    ['Content-Length: 0\r\n', 0, true],
    ['content-length: 12\r\n', 12, true],
    ['CONTENT-LENGTH: 0000012\r\n', 12, true],
    ['Content-Length: 9999999\r\n', 9_999_999, true],
    ['X: y\r\n', 0, false],
  ])('the length of the body: %j', (lines, length, body) => {
    expect(readHeaderBlock(block(lines))).toMatchObject({ length, hints: { body } })
  })

  it('what they hint at', () => {
    const hints = readHeaderBlock(block('Accept-Encoding: br, gzip\r\nCache-Control: no-cache\r\n'))?.hints
    expect(hints).toEqual({ gzip: true, body: false, plainRead: false })
  })

  it('names that objects have', () => {
    const read = readHeaderBlock(block('constructor: a\r\ntoString: b\r\n'))
    expect(read?.headers).toMatchObject({ constructor: 'a', tostring: 'b' })
  })

  it('connections that stay open anyway', () => {
    expect(readHeaderBlock(block('Connection: Keep-Alive\r\n'))).toBeDefined()
  })
})

describe('leaves to node:http', () => {
  it.each([
    '\r\n',
    'X: y\r\n\r\n',
    HOST,
    `${HOST}\r\nmore`,
    `${HOST}\r`,
    block('Host: y\r\n'),
    block('X: 1\r\nx: 2\r\n'),
    block('Set-Cookie: a\r\nSet-Cookie: b\r\n'),
    block('Transfer-Encoding: chunked\r\n'),
    block('Expect: 100-continue\r\n'),
    block('Upgrade: websocket\r\n'),
    block('TE: trailers\r\n'),
    block('Trailer: x\r\n'),
    block('Connection: close\r\n'),
    block('Connection: keep-alive, x\r\n'),
    block('Connection:\r\n'),
    block('Proxy-Connection: close\r\n'),
    block('Content-Length:\r\n'),
    block('Content-Length: -1\r\n'),
    block('Content-Length: +1\r\n'),
    block('Content-Length: 1.5\r\n'),
    block('Content-Length: 1e3\r\n'),
    block('Content-Length: 0x1\r\n'),
    block('Content-Length: 1, 1\r\n'),
    block('Content-Length: 10000000\r\n'),
    block('Content-Length: \u0661\r\n'),
    block('__proto__: x\r\n'),
    block('X: 1\r\n 2\r\n'),
    block('X:\r\n\t2\r\n'),
    block('X : y\r\n'),
    block(' X: y\r\n'),
    block('X:  y\r\n'),
    block('X: y \r\n'),
    block('X: y\t\r\n'),
    block('X: y\n'),
    block('X: y\r'),
    block('X: a\0b\r\n'),
    block('X: a\rb\r\n'),
    block('X: \x7f\r\n'),
    block('X: \xe9\r\n'),
    block('X\xe9: a\r\n'),
    block('X(y): a\r\n'),
    block('"X": a\r\n'),
    block('X\r\n'),
    block(': y\r\n'),
    block('\r\n'),
  ])('%j', text => {
    expect(readHeaderBlock(text)).toBeUndefined()
  })
})
