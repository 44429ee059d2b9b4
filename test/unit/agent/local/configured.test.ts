import { describe, expect, it } from 'vitest'
import { defaultSettings } from '../../../../src/model/settings.ts'
import { check, service } from '../../../support/definitions.ts'
import { catalog, registerService, startAgent } from './harness.ts'

const ids = (agent: ReturnType<typeof startAgent>['agent']): string[] =>
  Array.from(agent.local.state.services(), ({ row }) => row.ID)

describe('the configuration', () => {
  it('registers services and checks before the agent starts, in either spelling', () => {
    const { agent } = startAgent({
      services: [
        service({ name: 'a', check: { ttl: '30s', status: 'passing' } }),
        service({ Name: 'b', Check: { CheckID: 'bc', TTL: '1m' } }),
      ],
      checks: [check({ id: 'disk', name: 'Disk', ttl: '60s', service_id: 'a' })],
    })
    expect(ids(agent)).toEqual(['a', 'b'])
    expect(catalog(agent).checks.map(c => [c.CheckID, c.Status, c.ServiceID, c.Type])).toEqual([
      ['bc', 'critical', 'b', 'ttl'],
      ['disk', 'critical', 'a', ''],
      ['service:a', 'passing', 'a', 'ttl'],
    ])
  })

  it('is refused where Consul would refuse it', () => {
    expect(() => startAgent({ services: [service({ port: 1 })] })).toThrow(
      'Failed to register service "": Service name missing',
    )
    expect(() => startAgent({ checks: [check({ name: 'x', args: ['true'], interval: '1s' })] })).toThrow(
      "Failed to register check 'x': Scripts are disabled on this agent; to enable, configure 'enable_script_checks' or " +
        "'enable_local_script_checks' to true &{ x     [true]   false map[]   false  false  1s    false   false   0s 0s 0 0 0 0s 4096 {}}",
    )
  })
})

describe('a reload', () => {
  const before = {
    services: [
      service({ name: 'goes', check: { ttl: '1h' } }),
      service({ name: 'stays', port: 1, check: { ttl: '1h' } }),
    ],
  }
  const after = {
    ...defaultSettings,
    services: [service({ name: 'stays', port: 2, check: { ttl: '1h' } }), service({ name: 'comes' })],
  }

  it('replaces what the configuration defined; checks that stay keep their status', () => {
    const { agent } = startAgent(before)
    agent.local.updateCheck('service:stays', 'passing', 'well')
    agent.reconfigure(after)
    expect(ids(agent)).toEqual(['stays', 'comes'])
    expect(agent.local.state.check('service:stays')?.row).toMatchObject({ Status: 'passing', Output: 'well' })
    expect(catalog(agent).services.map(s => [s.ID, s.Port])).toEqual([
      ['comes', 0],
      ['stays', 2],
    ])
    expect(catalog(agent).checks.map(c => [c.CheckID, c.Status])).toEqual([['service:stays', 'passing']])
  })

  it.each([
    [undefined, ['stays', 'comes']],
    ['data', ['byhttp', 'stays', 'comes']],
  ])('forgets what was registered over HTTP only without a data folder (%s)', (dataDir, expected) => {
    const { agent } = startAgent({ ...before, dataDir })
    registerService(agent, { name: 'byhttp' })
    agent.reconfigure({ ...after, dataDir })
    expect(ids(agent)).toEqual(expected)
  })

  it('that brings nothing new moves no index', async () => {
    const { agent } = startAgent(before)
    const { index } = agent.store
    await agent.reload()
    expect(agent.store.index).toBe(index)
  })

  it('that cannot be read changes nothing', async () => {
    const onReload = (): Promise<never> => Promise.reject(new Error('cannot be read'))
    const { agent } = startAgent(before, { hooks: { onReload } })
    await expect(agent.reload()).rejects.toThrow('cannot be read')
    expect(ids(agent)).toEqual(['goes', 'stays'])
    expect(agent.settings.services).toEqual(before.services)
  })

  it('with a definition that is refused loses the definitions of the file, and changes nothing else, as in Consul', () => {
    const { agent } = startAgent(before)
    const refused = { ...after, services: [service({ name: 'first' }), service({ port: 5 })], nodeMeta: { rack: 'r1' } }
    expect(() => agent.reconfigure(refused)).toThrow(
      'Failed reloading services: Failed to register service "": Service name missing',
    )
    expect(ids(agent)).toEqual(['first'])
    expect(agent.settings.nodeMeta).toEqual({})
    agent.reconfigure({ ...after, services: before.services })
    expect(ids(agent)).toEqual(['goes', 'stays'])
  })

  it('does not change the identity of the agent', () => {
    const { agent } = startAgent()
    agent.reconfigure({ ...defaultSettings, nodeName: 'other', nodeMeta: { rack: 'r1' } })
    expect(agent.settings.nodeName).toBe('node1')
    expect(agent.store.view.node('node1')?.Meta).toMatchObject({ rack: 'r1' })
  })
})

describe('a check of the configuration', () => {
  it('is refused with all of its definition, its numbers, durations and header as Go prints them', () => {
    const given = {
      name: 'e',
      service_id: 'none',
      http: 'http://x',
      header: { c: ['d', 'e'], a: ['b'] },
      interval: '1s',
      timeout: '3s',
      notes: 'NN',
      deregister_critical_service_after: '90m',
      output_max_size: 77,
    }
    expect(() => startAgent({ checks: [check(given)] })).toThrow(
      `Failed to register check 'e': ServiceID "none" does not exist &{ e NN none   [] http://x  false map[a:[b] c:[d e]]   false  false  1s    false   false   3s 0s 0 0 0 1h30m0s 77 {}}`,
    )
    expect(() => startAgent({ checks: [check({ ttl: '1h' })] })).toThrow(
      `Failed to register check '': CheckID missing &{      []   false map[]   false  false  0s    false   false   0s 1h0m0s 0 0 0 0s 4096 {}}`,
    )
  })

  it('of a sidecar that gets no port is refused, with the range', () => {
    const services = ['a', 'b'].map(name => service({ name, port: 1, connect: { sidecar_service: {} } }))
    expect(() => startAgent({ services, sidecarPorts: { first: 22000, last: 22000 } })).toThrow(
      'Failed to register sidecar for service "b": no port provided for sidecar_service and none left in the configured range [22000, 22000]',
    )
  })

  it('of a sidecar whose check may not run is refused behind its service', () => {
    const check = { name: 'd', args: ['true'], interval: '10s' }
    const services = [service({ name: 'a', port: 1, connect: { sidecar_service: { check } } })]
    expect(() => startAgent({ services })).toThrow(
      'Failed to register sidecar for service "a": error updating service registration: Scripts are disabled on this agent; ',
    )
  })

  it('of a sidecar is refused before its service is registered', () => {
    const services = [service({ name: 'a', port: 1, connect: { sidecar_service: { check: { name: 'd' } } } })]
    expect(() => startAgent({ services })).toThrow(
      'Failed to validate sidecar for service "a": TTL must be > 0 for TTL checks',
    )
  })
})
