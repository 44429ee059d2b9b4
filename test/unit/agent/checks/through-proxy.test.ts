import { expect, it } from 'vitest'
import { throughProxy } from '../../../../src/agent/checks/through-proxy.ts'
import { check } from '../../../support/definitions.ts'

it('an HTTP check keeps its scheme, path and query when it is made through a proxy', () => {
  const given = check({ name: 'h', http: 'http://localhost:8080/health?x=1', interval: '10s' })
  expect(throughProxy(given, '10.0.0.1', 21500).http).toBe('http://10.0.0.1:21500/health?x=1')
  expect(throughProxy({ ...given, http: 'https://localhost:8080' }, '::1', 21500).http).toBe('https://[::1]:21500')
})

it('a gRPC check keeps its service when it is made through a proxy', () => {
  const given = check({ name: 'g', grpc: '127.0.0.1:8080/svc', interval: '10s' })
  expect(throughProxy(given, '10.0.0.1', 21501).grpc).toBe('10.0.0.1:21501/svc')
})

it('a proxy without an address is reached on this machine', () => {
  const given = check({ name: 'h', http: 'http://localhost:8080/health', interval: '10s' })
  expect(throughProxy(given, '', 21500).http).toBe('http://:21500/health')
})
