import { describe, expect, it, vi } from 'vitest'
import type { Agent } from '../../../../src/agent/agent.ts'
import { registerService, startAgent } from './harness.ts'

const web = (expose: object, checks: readonly object[]): object => ({
  name: 'web',
  port: 80,
  checks,
  connect: { sidecar_service: { proxy: { expose } } },
})
const http = (id: string): object => ({ id, http: 'http://127.0.0.1:80/', interval: '10s' })
const grpc = (id: string): object => ({ id, grpc: '127.0.0.1:80', interval: '10s' })
const portsOf = (agent: Agent, ...ids: string[]): unknown[] =>
  ids.map(id => agent.local.state.check(id)?.row.ExposedPort)

describe('checks of a service whose proxy exposes them', () => {
  it('get a port each, HTTP ones first, and TTL checks get none', () => {
    const { agent } = startAgent()
    registerService(agent, web({ checks: true }, [grpc('g'), http('h'), { id: 't', ttl: '1h' }]))
    expect(portsOf(agent, 'h', 'g', 't')).toEqual([21500, 21501, 0])
  })

  it('keep their ports when the service is registered again, and lose them with the proxy', () => {
    const { agent } = startAgent()
    registerService(agent, web({ checks: true }, [http('a'), http('b')]))
    registerService(agent, web({ checks: true }, [http('b')]))
    expect(portsOf(agent, 'a', 'b')).toEqual([21500, 21501])
    agent.local.deregisterService('web-sidecar-proxy')
    expect(portsOf(agent, 'a', 'b')).toEqual([0, 0])
  })

  it('share the last port but one of the configured range when it is used up', () => {
    const { agent } = startAgent({ exposedPorts: { first: 30, last: 32 } })
    registerService(agent, web({ checks: true }, [http('a'), http('b'), http('c')]))
    expect(portsOf(agent, 'a', 'b', 'c')).toEqual([30, 31, 31])
  })

  // each result looked through all services and sorted the checks of its own: 5,000 of them took seconds
  it('are not looked for where no proxy exposes any', () => {
    const { agent } = startAgent()
    const { state } = agent.local
    registerService(agent, web({ checks: false }, [http('a'), { id: 't', ttl: '1h' }]))
    const [services, checksOf] = [vi.spyOn(state, 'services'), vi.spyOn(state, 'checksOf')]
    agent.local.batch(() => agent.local.updateCheck('t', 'passing', 'fine'))
    expect(services).not.toHaveBeenCalled()
    expect(checksOf).not.toHaveBeenCalled()
  })
})
