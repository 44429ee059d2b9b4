import { describe, expect, it } from 'vitest'
import { contentHash } from '../../../../src/agent/local/content-hash.ts'
import { service } from '../../../support/definitions.ts'
import { catalog, MINUTE, registerCheck, registerService, startAgent } from './harness.ts'
import { newCheck, newNode } from '../../../support/rows.ts'

describe('definitions', () => {
  it('mean the same however they are spelled', () => {
    const snake = {
      name: 'web',
      kind: 'connect-proxy',
      socket_path: '/s',
      enable_tag_override: true,
      tagged_addresses: { lan: { address: '10.0.0.1', port: 1 } },
      weights: { passing: 2, warning: 1 },
      check: { id: 'c', http: 'http://x', interval: '10s', tls_skip_verify: true, header: { a: ['b'] } },
      proxy: {
        destination_service_name: 'db',
        upstreams: [{ destination_name: 'u', local_bind_port: 5 }],
        expose: { checks: true, paths: [{ path: '/x', listener_port: 1, local_path_port: 2 }] },
        mesh_gateway: { mode: 'local' },
        transparent_proxy: { outbound_listener_port: 15 },
      },
    }
    const camel = {
      Name: 'web',
      Kind: 'connect-proxy',
      SocketPath: '/s',
      EnableTagOverride: true,
      TaggedAddresses: { lan: { Address: '10.0.0.1', Port: 1 } },
      Weights: { Passing: 2, Warning: 1 },
      Check: { CheckID: 'c', HTTP: 'http://x', Interval: 10e9, TLSSkipVerify: true, Header: { a: ['b'] } },
      Proxy: {
        DestinationServiceName: 'db',
        Upstreams: [{ DestinationName: 'u', LocalBindPort: 5 }],
        Expose: { Checks: true, Paths: [{ Path: '/x', ListenerPort: 1, LocalPathPort: 2 }] },
        MeshGateway: { Mode: 'local' },
        TransparentProxy: { OutboundListenerPort: 15 },
      },
    }
    expect(service(snake)).toEqual(service(camel))
    expect(service(snake).checks[0]).toMatchObject({ checkId: 'c', interval: 10_000, tlsSkipVerify: true })
  })
})

describe('refusals', () => {
  const refusals: readonly (readonly [object, string])[] = [
    [{ name: '', address: '::' }, 'Missing service name'],
    [{ name: 'x', address: '::', weights: { passing: 0 } }, 'Invalid service address'],
    [{ name: 'x', weights: { passing: 1, warning: -1 }, meta: { '': '' } }, 'Invalid Weights: Warning must be greater'],
    [{ name: 'x', meta: { '': '' }, kind: 'mesh-gateway' }, 'Invalid Service Meta: '],
    [{ name: 'x', kind: 'mesh-gateway', check: { name: 'n' } }, 'Port must be non-zero for a mesh-gateway'],
    [
      {
        name: 'x',
        kind: 'mesh-gateway',
        port: 1,
        proxy: { upstreams: [{}] },
        connect: { sidecar_service: { id: 'q' } },
      },
      'Validation failed: 3 errors occurred:\n\t* A mesh-gateway cannot have a sidecar service defined\n' +
        '\t* The Proxy.Upstreams configuration is invalid for a mesh-gateway\n' +
        '\t* A SidecarService cannot specify an ID as this is managed by the agent\n\n',
    ],
    [{ name: 'x', checks: [{ ttl: '1s', status: 'x' }, { name: 'n' }] }, 'Status for checks must'],
    [
      { name: 'x', connect: { sidecar_service: { check: { name: 'n' } } } },
      'Invalid check in sidecar_service: TTL must',
    ],
    [{ name: 'x', tagged_addresses: { wan_ipv6: { address: '1.2.3.4' } } }, '"wan_ipv6" must be a valid ipv6 address'],
  ]
  it.each(refusals)('%j: %s', (definition, text) => {
    const { agent } = startAgent()
    expect(() => registerService(agent, definition)).toThrow(text)
    expect([...agent.local.state.services()]).toEqual([])
  })

  const upstreams: readonly (readonly [object[], string])[] = [
    [[{}], 'upstream destination name cannot be empty'],
    [[{ destination_name: '*', local_bind_port: 1 }], 'upstream destination name cannot be a wildcard'],
    [[{ destination_name: 'a' }], 'upstream local bind port or local socket path must be defined and nonzero'],
    [
      [
        { destination_name: 'a', local_bind_port: 1 },
        { destination_name: 'b', local_bind_port: 1 },
      ],
      'or unix path; "127.0.0.1:1" is specified twice',
    ],
    [
      [
        { destination_name: 'a', local_bind_port: 1 },
        { destination_name: 'a', local_bind_port: 2 },
      ],
      '[type="service", name="a", partition="", namespace="", peer="", datacenter=""]',
    ],
  ]
  it.each(upstreams)('upstreams %j: %s', (upstreams, text) => {
    const { agent } = startAgent()
    const proxy = { destination_service_name: 'x', upstreams }
    expect(() => registerService(agent, { name: 'p', kind: 'connect-proxy', port: 1, proxy })).toThrow(text)
  })
})

describe('checks', () => {
  it('of a TTL expire on the clock, and stop with their agent', async () => {
    const { agent, clock } = startAgent()
    registerCheck(agent, { name: 'beat', ttl: '10s', status: 'passing' })
    await clock.advance(10_000)
    expect(agent.local.state.check('beat')?.row).toMatchObject({ Status: 'critical', Output: 'TTL expired' })
    agent.stop()
    expect(clock.pending).toBe(0)
    agent.local.updateCheck('beat', 'warning', '')
    await clock.advance(10_000)
    expect(agent.local.state.check('beat')?.row.Status).toBe('warning')
    agent.start()
    agent.local.updateCheck('beat', 'passing', '')
    expect(catalog(agent).checks[0]?.Status).toBe('passing')
  })

  it('that are registered anew begin their TTL anew', async () => {
    const { agent, clock } = startAgent()
    registerCheck(agent, { name: 'beat', ttl: '10s', status: 'passing' })
    await clock.advance(9_000)
    registerCheck(agent, { name: 'beat', ttl: '10s' })
    await clock.advance(9_000)
    expect(agent.local.state.check('beat')?.row.Status).toBe('passing')
  })

  it('follow their service when another one takes their ID', () => {
    const { agent } = startAgent()
    registerService(agent, { name: 'a', check: { id: 'c', ttl: '1h' } })
    registerService(agent, { name: 'b', check: { id: 'c', ttl: '1h' } })
    agent.local.deregisterService('a')
    expect(agent.local.state.check('c')?.row.ServiceID).toBe('b')
    agent.local.deregisterService('b')
    expect([...agent.local.state.checks()]).toEqual([])
  })

  it('can follow a service of another node', async () => {
    const { agent } = startAgent()
    registerService(agent, { name: 'web', check: { id: 'alias', alias_node: 'far' } })
    await Promise.resolve()
    expect(agent.local.state.check('alias')?.row.Output).toBe('No checks found.')
    const { register } = await import('../../../../src/state/catalog.ts')
    const check = newCheck('far', 'c', { Name: 'far check', Status: 'warning', Output: 'hm' })
    agent.store.write(tx => register(tx, { node: newNode('far'), checks: [check] }))
    await Promise.resolve()
    expect(agent.local.state.check('alias')?.row).toMatchObject({
      Status: 'warning',
      Output: 'Aliased check "far check" failing: hm',
    })
  })
})

describe('maintenance', () => {
  it('goes with its service, and that of the node stays', async () => {
    const { agent, clock } = startAgent()
    registerService(agent, { name: 'web' })
    agent.local.maintainService('web', true, 'why')
    agent.local.maintainNode(true, '')
    agent.local.deregisterService('web')
    await clock.advance(MINUTE)
    expect(catalog(agent).checks.map(c => c.CheckID)).toEqual(['_node_maintenance'])
  })
})

it('hashes content, not the order of its members', () => {
  const { agent } = startAgent()
  registerService(agent, { name: 'a', meta: { x: '1', y: '2' } })
  const row = (): Parameters<typeof contentHash>[0] => {
    const service = agent.local.state.service('a')
    if (!service) throw new Error('gone')
    return service.row
  }
  const first = contentHash(row())
  expect(first).toMatch(/^[0-9a-f]{16}$/)
  registerService(agent, { name: 'a', meta: { y: '2', x: '1' } })
  expect(contentHash(row())).toBe(first)
  registerService(agent, { name: 'a', meta: { y: '2', x: '2' } })
  expect(contentHash(row())).not.toBe(first)
})
