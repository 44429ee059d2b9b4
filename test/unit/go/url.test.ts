import { expect, test } from 'vitest'
import { parseRequestUri, parseUrl, UrlError } from '../../../src/go/url.ts'

test.each([
  ['http://a:80/b?c#d', 'http', 'a:80', '/b'],
  ['HTTP://u:p@a', 'http', 'a', ''],
  ['//a/b', '', 'a', '/b'],
  ['///a', '', '', '///a'],
  ['a/b:c', '', '', 'a/b:c'],
  ['*', '', '', '*'],
  ['mailto:a', 'mailto', '', ''],
  ['http://[fe80::1%25en%200]:80', 'http', '[fe80::1%25en%200]:80', ''],
  ['http://a<">b', 'http', 'a<">b', ''],
])('%j is taken apart', (text, scheme, host, path) => {
  expect(parseUrl(text)).toEqual({ scheme, host, path })
})

test.each([
  ['a\x01', 'parse "a\\x01": net/url: invalid control character in URL'],
  [':x', 'parse ":x": missing protocol scheme'],
  ['1:2', 'parse "1:2": first path segment in URL cannot contain colon'],
  ['http://[', 'parse "http://[": missing \']\' in host'],
  ['http://a:b', 'parse "http://a:b": invalid port ":b" after host'],
  ['http://[::1]b', 'parse "http://[::1]b": invalid port "b" after host'],
  ['http://a b', 'parse "http://a b": invalid character " " in host name'],
  ['http://a\\%41', 'parse "http://a\\\\%41": invalid character "\\\\" in host name'],
  ['http://%41\\', 'parse "http://%41\\\\": invalid URL escape "%41"'],
  ['http://[a%25%5e]', 'parse "http://[a%25%5e]": invalid URL escape "%5e"'],
  ['http://<@a', 'parse "http://<@a": net/url: invalid userinfo'],
  ['http://%@a', 'parse "http://%@a": invalid URL escape "%"'],
  ['/%2\u{1F600}', 'parse "/%2\u{1F600}": invalid URL escape "%2\\xf0"'],
  ['/a#%zz', 'parse "/a#%zz": invalid URL escape "%zz"'],
])('%j is refused as Go refuses it', (text, message) => {
  expect(() => parseUrl(text)).toThrow(new UrlError(message))
})

test('A request names a whole URL or a path.', () => {
  expect(parseRequestUri('//a b')).toEqual({ scheme: '', host: '', path: '//a b' })
  expect(parseRequestUri('a:b')).toEqual({ scheme: 'a', host: '', path: '' })
  expect(() => parseRequestUri('')).toThrow(new UrlError('parse "": empty url'))
  expect(() => parseRequestUri('a')).toThrow(new UrlError('parse "a": invalid URI for request'))
  expect(() => parseRequestUri('/a#%zz')).toThrow(new UrlError('parse "/a#%zz": invalid URL escape "%zz"'))
})
