import { describe, expect, it } from 'vitest'
import type { Agent } from '../../../../src/agent/agent.ts'
import { putConfigEntry } from '../../../support/config-entries.ts'
import { catalog, registerService, startAgent } from './harness.ts'

const write = (agent: Agent, entry: object): void => putConfigEntry(agent.store, entry)
const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
const proxy = (agent: Agent): unknown => agent.local.state.service('web-sidecar-proxy')?.row.Proxy['Config']
const known = (agent: Agent): unknown => catalog(agent).services.find(({ Kind }) => Kind !== '')?.Proxy['Config']
const web = { name: 'web', port: 80, connect: { sidecar_service: {} } }

describe('central configuration of the agent’s own proxies', () => {
  it('is merged when a proxy is registered, and follows the entries that it depends on', async () => {
    const { agent } = startAgent()
    write(agent, { Kind: 'service-defaults', Name: 'web', Protocol: 'http' })
    registerService(agent, web)
    expect([proxy(agent), known(agent)]).toEqual([{ protocol: 'http' }, { protocol: 'http' }])
    write(agent, { Kind: 'service-defaults', Name: 'web', Protocol: 'grpc' })
    await settled()
    expect([proxy(agent), known(agent)]).toEqual([{ protocol: 'grpc' }, { protocol: 'grpc' }])
  })

  it('reaches the catalog as maps, whose members come by their names', () => {
    const { agent } = startAgent()
    const Defaults = { Limits: { MaxConnections: 1, MaxPendingRequests: 2, MaxConcurrentRequests: 3 } }
    write(agent, { Kind: 'service-defaults', Name: 'web', UpstreamConfig: { Defaults } })
    const upstreams = [{ destination_name: 'api', local_bind_port: 9000 }]
    registerService(agent, { name: 'web', port: 80, connect: { sidecar_service: { proxy: { upstreams } } } })
    const limits = catalog(agent).services.flatMap(({ Proxy: { Upstreams } }) =>
      (Array.isArray(Upstreams) ? Upstreams : []).map(({ Config }) => Object.keys(Config.limits)),
    )
    expect(limits).toEqual([['MaxConcurrentRequests', 'MaxConnections', 'MaxPendingRequests']])
  })

  it('does not touch a proxy because of entries that it does not depend on', async () => {
    const { agent } = startAgent()
    registerService(agent, web)
    const before = agent.local.state.service('web-sidecar-proxy')
    write(agent, { Kind: 'service-defaults', Name: 'other', Protocol: 'grpc' })
    await settled()
    expect(agent.local.state.service('web-sidecar-proxy')).toBe(before)
  })

  it('is no part of what is followed once the proxy is gone or the agent has stopped', () => {
    const { agent } = startAgent()
    const idle = agent.store.watchSetCount
    registerService(agent, web)
    registerService(agent, { ...web, name: 'api' })
    expect(agent.store.watchSetCount).toBe(idle + 2)
    agent.local.deregisterService('web')
    expect(agent.store.watchSetCount).toBe(idle + 1)
    agent.stop()
    expect(agent.store.watchSetCount).toBe(idle)
  })

  it('takes over what changed while the agent was stopped', async () => {
    const { agent } = startAgent()
    registerService(agent, web)
    agent.stop()
    write(agent, { Kind: 'service-defaults', Name: 'web', Protocol: 'http' })
    agent.start()
    await settled()
    expect(proxy(agent)).toEqual({ protocol: 'http' })
  })
})
