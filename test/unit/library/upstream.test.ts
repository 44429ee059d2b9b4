import { expect, it } from 'vitest'
import { readUpstream, upstreamOfEnvironment } from '../../../src/library/upstream.ts'

it.each([
  [{}, undefined],
  [{ CONSUL_HTTP_ADDR: '' }, undefined],
  [{ CONSUL_HTTP_ADDR: '10.0.0.1:8500' }, 'http://10.0.0.1:8500'],
  [{ CONSUL_HTTP_ADDR: '10.0.0.1:8500', CONSUL_HTTP_SSL: 'true' }, 'https://10.0.0.1:8500'],
  [{ CONSUL_HTTP_ADDR: '10.0.0.1:8500', CONSUL_HTTP_SSL: 'false' }, 'http://10.0.0.1:8500'],
  [{ CONSUL_HTTP_ADDR: 'https://consul.example', CONSUL_HTTP_SSL: 'false' }, 'https://consul.example'],
])('the environment %o names %s', (env, address) => {
  expect(upstreamOfEnvironment(env)).toBe(address)
})

it('an address may lack its scheme, but must be one', () => {
  expect(readUpstream('127.0.0.1:8500', '').url.href).toBe('http://127.0.0.1:8500/')
  expect(() => readUpstream('unix:///tmp/consul.sock', '')).toThrow('upstream must be like http://127.0.0.1:8500')
  expect(() => readUpstream('http://', '')).toThrow('upstream must be')
})
