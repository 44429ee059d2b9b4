import { describe, expect, test } from 'vitest'
import { parseWatch } from '../../../src/watch/plan.ts'

describe('errors in the words of the official client', () => {
  test.each<[given: Record<string, unknown>, message: string]>([
    [{}, 'Watch type must be specified'],
    [{ type: 1 }, 'Expecting type to be a string'],
    [{ type: 'bogus' }, 'Unsupported watch type: bogus'],
    [{ type: 'constructor' }, 'Unsupported watch type: constructor'],
    [{ type: 'key' }, 'Must specify a single key to watch'],
    [{ type: 'key', key: 1 }, 'Expecting key to be a string'],
    [{ type: 'key', key: 'k', stale: 'x' }, 'Expecting stale to be a boolean'],
    [{ type: 'keyprefix' }, 'Must specify a single prefix to watch'],
    [{ type: 'service' }, 'Must specify a single service to watch'],
    [{ type: 'service', service: 'x', tag: ['a', 1] }, 'Index 1 of tag expected to be string'],
    [{ type: 'service', service: 'x', tag: 1 }, 'Expecting tag to be a string or []string'],
    [{ type: 'checks', service: 'x', state: 'any' }, 'Cannot specify service and state'],
    [{ type: 'key', key: 'k', tag: 'a', prefix: 'b' }, 'Invalid parameters: [prefix tag]'],
    [{ type: 'event', stale: true }, 'Invalid parameters: [stale]'],
    [
      { type: 'key', key: 'k', handler_type: 'http', http_handler_config: { header: { 'X-A': '1' }, method: true } },
      `Failed to parse 'http_handler_config': 2 error(s) decoding:\n\n` +
        `* 'header[X-A]': source data must be an array or slice, got string\n` +
        `* 'method' expected type 'string', got unconvertible type 'bool', value: 'true'`,
    ],
    [
      { type: 'key', key: 'k', handler_type: 'http', http_handler_config: { header: 'x', tls_skip_verify: 'x' } },
      `Failed to parse 'http_handler_config': 2 error(s) decoding:\n\n* 'header' expected a map, got 'string'\n` +
        `* 'tls_skip_verify' expected type 'bool', got unconvertible type 'string', value: 'x'`,
    ],
    [{ type: 'key', key: 'k', handler_type: 'http' }, "Handler type 'http' requires 'http_handler_config' to be set"],
    [
      { type: 'key', key: 'k', handler_type: 'http', http_handler_config: {} },
      "Failed to parse 'http_handler_config': Requires 'path' to be set",
    ],
    [
      { type: 'key', key: 'k', handler_type: 'http', http_handler_config: { path: 'http://x', timeout: '5x' } },
      `Failed to parse 'http_handler_config': Failed to parse timeout: time: unknown unit "x" in duration "5x"`,
    ],
  ])('%j', (given, message) => {
    expect(() => parseWatch({ ...given })).toThrow(message)
  })
})

test('exempt parameters stay for the caller', () => {
  const plan = parseWatch({ type: 'key', key: 'k', args: ['a'], datacenter: 'dc2', token: 't' }, ['handler', 'args'])
  expect(plan).toMatchObject({ type: 'key', datacenter: 'dc2', token: 't', exempt: { args: ['a'] } })
})

test('an http handler has defaults', () => {
  const config = { path: 'http://x/y', header: { a: ['b', 'c'] } }
  expect(parseWatch({ type: 'nodes', handler_type: 'http', http_handler_config: config }).http).toEqual({
    url: 'http://x/y',
    method: 'POST',
    timeout: 10_000,
    headers: { a: ['b', 'c'] },
    skipVerify: false,
  })
})

test.each<[given: Record<string, unknown>, path: string, query: object]>([
  [{ type: 'key', key: '/a/b', stale: true }, '/v1/kv/a/b', { stale: true }],
  [{ type: 'keyprefix', prefix: 'a/' }, '/v1/kv/a/', { recurse: true }],
  [{ type: 'services', filter: 'f' }, '/v1/catalog/services', { filter: 'f' }],
  [{ type: 'nodes' }, '/v1/catalog/nodes', {}],
  [
    { type: 'service', service: 'web', tag: ['a', 'b'], passingonly: true },
    '/v1/health/service/web',
    { tag: ['a', 'b'], passing: '1' },
  ],
  [{ type: 'service', service: 'web', tag: 'a' }, '/v1/health/service/web', { tag: ['a'] }],
  [{ type: 'checks' }, '/v1/health/state/any', {}],
  [{ type: 'checks', state: 'passing' }, '/v1/health/state/passing', {}],
  [{ type: 'checks', service: 'web' }, '/v1/health/checks/web', {}],
  [{ type: 'event', name: 'x' }, '/v1/event/list', { name: 'x' }],
  [{ type: 'connect_roots' }, '/v1/agent/connect/ca/roots', {}],
  [{ type: 'connect_leaf', service: 'web' }, '/v1/agent/connect/ca/leaf/web', {}],
  [{ type: 'agent_service', service_id: 'web-1' }, '/v1/agent/service/web-1', {}],
])('%j asks for its path', (given, path, query) => {
  const { kind, parameters } = parseWatch({ ...given })
  const request = kind.request(parameters)
  expect(request.path).toBe(path)
  expect(request.query ?? {}).toEqual(query)
})
