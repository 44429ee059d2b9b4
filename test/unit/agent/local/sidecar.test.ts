import { describe, expect, it } from 'vitest'
import { registerService, startAgent } from './harness.ts'

const withSidecar = (name: string, sidecar: object = {}, rest: object = {}): object => ({
  name,
  port: 80,
  connect: { sidecar_service: sidecar },
  ...rest,
})

describe('a sidecar', () => {
  it('takes what it does not say from its service', () => {
    const { agent } = startAgent()
    registerService(agent, withSidecar('web', {}, { tags: ['a'], meta: { m: '1' }, address: '10.0.0.9' }))
    expect(agent.local.state.service('web-sidecar-proxy')?.row).toMatchObject({
      Kind: 'connect-proxy',
      Service: 'web-sidecar-proxy',
      Tags: ['a'],
      Meta: { m: '1' },
      Address: '10.0.0.9',
      Port: 21000,
      TaggedAddresses: { lan_ipv4: { Address: '10.0.0.9', Port: 21000 } },
      Proxy: {
        DestinationServiceName: 'web',
        DestinationServiceID: 'web',
        LocalServiceAddress: '127.0.0.1',
        LocalServicePort: 80,
      },
    })
    const checks = agent.local.state.checksOf('web-sidecar-proxy')
    expect(checks.map(({ definition }) => [definition?.tcp, definition?.aliasService])).toEqual([
      ['10.0.0.9:21000', ''],
      ['', 'web'],
    ])
  })

  it('keeps what it says', () => {
    const { agent } = startAgent()
    const own = { name: 'mine', port: 30000, tags: ['q'], checks: [{ ttl: '1h' }], proxy: { local_service_port: 99 } }
    registerService(agent, withSidecar('web', own))
    expect(agent.local.state.service('web-sidecar-proxy')?.row).toMatchObject({
      Service: 'mine',
      Port: 30000,
      Tags: ['q'],
      Proxy: { LocalServicePort: 99 },
    })
    expect(agent.local.state.checksOf('web-sidecar-proxy').map(({ row }) => row.CheckID)).toEqual([
      'service:web-sidecar-proxy',
    ])
  })

  it('gets the first free port, and the same one again', () => {
    const { agent } = startAgent()
    const port = (id: string): number | undefined => agent.local.state.service(`${id}-sidecar-proxy`)?.row.Port
    for (const name of ['a', 'b', 'a']) registerService(agent, withSidecar(name))
    expect([port('a'), port('b')]).toEqual([21000, 21001])
    agent.local.deregisterService('a')
    registerService(agent, withSidecar('c'))
    expect(port('c')).toBe(21000)
  })

  it('goes with its service, but not when that is registered without it', () => {
    const { agent } = startAgent()
    registerService(agent, withSidecar('web'))
    registerService(agent, { name: 'web', port: 80 })
    expect(agent.local.state.service('web-sidecar-proxy')).toBeDefined()
    agent.local.deregisterService('web')
    expect([...agent.local.state.services()]).toEqual([])
    expect([...agent.local.state.checks()]).toEqual([])
  })

  it('is no more than a proxy that was registered by itself', () => {
    const { agent } = startAgent()
    const proxy = {
      name: 'web-sidecar-proxy',
      kind: 'connect-proxy',
      port: 1,
      proxy: { destination_service_name: 'web' },
    }
    registerService(agent, proxy)
    registerService(agent, { name: 'web' })
    agent.local.deregisterService('web')
    expect(agent.local.state.service('web-sidecar-proxy')).toBeDefined()
  })

  it('of a broken definition leaves its service unregistered, too', () => {
    const { agent } = startAgent()
    expect(() => registerService(agent, withSidecar('web', { meta: { '': 'x' } }))).toThrow(
      "Invalid SidecarService: Couldn't load metadata pair ('', 'x'): Key cannot be blank",
    )
    expect([...agent.local.state.services()]).toEqual([])
  })
})
