import { describe, expect, test } from 'vitest'
import { parseAddress, splitHost } from '../../../src/client/address.ts'
import { ClientError } from '../../../src/client/errors.ts'

describe('an address', () => {
  test.each([
    ['127.0.0.1:8500', { scheme: 'http', host: '127.0.0.1:8500', prefix: '' }],
    ['http://h:1', { scheme: 'http', host: 'h:1', prefix: '' }],
    ['https://h:1', { scheme: 'https', host: 'h:1', prefix: '' }],
    ['http://h:1/some/path/', { scheme: 'http', host: 'h:1', prefix: '/some/path' }],
    ['unix:///run/c.sock', { scheme: 'http', host: 'localhost', prefix: '', socketPath: '/run/c.sock' }],
  ])('%s', (address, target) => {
    expect(parseAddress(address, false)).toEqual(target)
  })

  test('is HTTPS by setting, unless it says', () => {
    expect(parseAddress('h:1', true).scheme).toBe('https')
    expect(parseAddress('http://h:1', true).scheme).toBe('http')
  })

  test('of another scheme is refused', () => {
    expect(() => parseAddress('foo://x', false)).toThrow(new ClientError('Unknown protocol scheme: foo'))
  })
})

describe('host and port', () => {
  test.each([
    ['h:1', 'h', 1],
    ['h', 'h', 80],
    ['[::1]:5', '::1', 5],
    ['::1:5', '::1', 5],
    [':5', '127.0.0.1', 5],
  ])('%s', (host, hostname, port) => {
    expect(splitHost({ scheme: 'http', host, prefix: '' })).toEqual({ hostname, port })
  })

  test('443 for HTTPS', () => {
    expect(splitHost({ scheme: 'https', host: 'h', prefix: '' }).port).toBe(443)
  })

  test.each([
    ['', 'http: no Host in request URL'],
    ['h:65536', 'dial tcp: address 65536: invalid port'],
    ['1:8500', 'dial tcp: lookup 1: no such host'],
    ['127.1', 'dial tcp: lookup 127.1: no such host'],
    ['[::1', "dial tcp: address [[:]:1: unexpected '[' in address"],
    ['[a', "dial tcp: address [a:80: missing ']' in address"],
  ])('%j is none', (host, message) => {
    expect(() => splitHost({ scheme: 'http', host, prefix: '' })).toThrow(new ClientError(message))
  })
})
