import { describe, expect, test } from 'vitest'
import { encodeQuery, escapePath } from '../../../src/client/url.ts'

describe('a path is escaped as in Go', () => {
  test.each([
    ['/v1/kv/a/b', '/v1/kv/a/b'],
    ["a b?c%2f/é;,!()*'#&+=@$", 'a%20b%3Fc%252f/%C3%A9;,%21%28%29%2A%27%23&+=@$'],
    ['a//b/./c', 'a//b/./c'],
    ['[x]', '%5Bx%5D'],
    ['\ud800', '%EF%BF%BD'],
  ])('%s', (path, escaped) => {
    expect(escapePath(path)).toBe(escaped)
  })
})

describe('parameters', () => {
  test('stand in order of their names; what is undefined does not', () => {
    expect(encodeQuery({ wait: '1s', dc: 'x', none: undefined, stale: true, empty: '' })).toBe(
      'dc=x&empty=&stale=&wait=1s',
    )
  })

  test('repeat for a list', () => {
    expect(encodeQuery({ 'node-meta': ['a:b', 'c:d'] })).toBe('node-meta=a%3Ab&node-meta=c%3Ad')
  })

  test.each([
    ['a b', 'q=a+b'],
    ["/?&=+!'()*~", 'q=%2F%3F%26%3D%2B%21%27%28%29%2A~'],
  ])('%s', (value, encoded) => {
    expect(encodeQuery({ q: value })).toBe(encoded)
  })
})
