import { expect, test } from 'vitest'
import { isNearbyHost } from '../../../src/http/host.ts'

test.each([
  '127.0.0.1:8500',
  '[::1]:8500',
  '::1',
  'localhost',
  'localhost:8500',
  'LOCALHOST:1',
  'consul:8500',
  'dev.localhost',
  'host.docker.internal:8500',
  '10.1.2.3',
])('%s is a machine at hand', host => {
  expect(isNearbyHost(host)).toBe(true)
})

test.each(['', 'evil.example', 'evil.example:8500', 'localhost.evil.example', '127.0.0.1.evil.example', '1.2.3.4.5'])(
  '%j may be anybody',
  host => {
    expect(isNearbyHost(host)).toBe(false)
  },
)
