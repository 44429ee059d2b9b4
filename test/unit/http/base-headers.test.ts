import { expect, it } from 'vitest'
import { defaultSettings } from '../../../src/model/settings.ts'
import { httpAgent } from '../../support/http.ts'

const TEXT = 'text/plain; charset=utf-8'

it.each([
  ['/v1/status/leader', 200, 'application/json'],
  ['/v1/kv/a?ns=b', 400, TEXT],
  ['/v1/kv/a', 404, 'a/b'],
  ['/v1/kv/a?index=x', 400, 'a/b'],
  ['/v1/nope', 404, 'a/b'],
  ['/', 301, 'a/b'],
  ['/api/x', 404, TEXT],
])('a configured type gives way to that of a handler, and is the only one: %s', async (path, status, type) => {
  const http = { ...defaultSettings.http, responseHeaders: { 'X-Foo': 'bar', 'content-type': 'a/b' } }
  const answer = await httpAgent({ http }).send('GET', path)
  expect([answer.status, answer.headers['content-type']]).toEqual([status, type])
  if (status === 301) expect(answer.text).toBe('')
})
