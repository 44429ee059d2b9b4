import { describe, expect, it } from 'vitest'
import { deregister } from '../../../../src/state/catalog.ts'
import { catalog, MINUTE, registerCheck, registerService, startAgent, writeToCatalog } from './harness.ts'

const web = { name: 'web', port: 80, checks: [{ ttl: '1h', status: 'passing' }, { ttl: '1h' }] }

describe('a change', () => {
  it('is in the catalog at once, a service and its checks under one index', () => {
    const { agent } = startAgent()
    const before = agent.store.index
    registerService(agent, web)
    const { services, checks } = catalog(agent)
    expect(services.map(s => s.CreateIndex)).toEqual([before + 1])
    expect(checks.map(c => [c.CheckID, c.Status, c.CreateIndex])).toEqual([
      ['service:web:1', 'passing', before + 1],
      ['service:web:2', 'critical', before + 1],
    ])
    expect(agent.store.index).toBe(before + 1)
  })

  it('that changes nothing moves no index', () => {
    const { agent } = startAgent()
    registerService(agent, web)
    const { index } = agent.store
    registerService(agent, web)
    agent.local.compareWithCatalog()
    expect(agent.store.index).toBe(index)
  })

  it('leaves the service tags of checks in the catalog alone', () => {
    const { agent } = startAgent()
    registerService(agent, web)
    registerService(agent, { name: 'web', port: 80, tags: ['new'] })
    agent.local.compareWithCatalog()
    expect(catalog(agent).services[0]?.Tags).toEqual(['new'])
    expect(catalog(agent).checks[0]?.ServiceTags).toBeNull()
  })

  it('to the mesh gives a service its virtual address, which the agent shows from the next comparison on', () => {
    const { agent } = startAgent()
    registerService(agent, { name: 'web', port: 80, connect: { native: true } })
    const address = { Address: '240.0.0.1', Port: 80 }
    const shown = (): unknown => agent.local.state.service('web')?.row.TaggedAddresses?.['consul-virtual']
    expect(catalog(agent).services[0]?.TaggedAddresses).toEqual({ 'consul-virtual': address })
    expect(shown()).toBeUndefined()
    const { index } = agent.store
    agent.local.compareWithCatalog()
    expect(shown()).toEqual(address)
    registerService(agent, { name: 'web', port: 80, connect: { native: true } })
    expect(shown()).toBeUndefined()
    expect(agent.store.index).toBe(index)
  })

  it('waits where a delay is wanted', async () => {
    const { agent, clock } = startAgent({}, { syncDelay: 200 })
    registerService(agent, web)
    await clock.advance(199)
    expect(catalog(agent).services).toEqual([])
    await clock.advance(1)
    expect(catalog(agent).services).toHaveLength(1)
    expect(catalog(agent).checks).toHaveLength(2)
  })

  it('of what is not in the catalog any more does no harm', () => {
    const { agent } = startAgent()
    registerService(agent, web)
    agent.store.write(tx => deregister(tx, { node: 'node1' }))
    agent.local.deregisterService('web')
    expect(catalog(agent).services).toEqual([])
  })

  it('brings a check back along with its service', () => {
    const { agent } = startAgent()
    registerService(agent, web)
    agent.store.write(tx => deregister(tx, { node: 'node1', serviceId: 'web' }))
    agent.local.updateCheck('service:web:2', 'passing', '')
    expect(catalog(agent).services.map(s => s.ID)).toEqual(['web'])
    expect(catalog(agent).checks.map(c => c.CheckID)).toEqual(['service:web:2'])
  })
})

describe('an output without a new status', () => {
  it('reaches the catalog after five minutes, or with the next status', async () => {
    const { agent, clock } = startAgent()
    registerCheck(agent, { name: 'mem', ttl: '1h', status: 'passing' })
    agent.local.updateCheck('mem', 'passing', 'fine')
    const output = (): string | undefined => catalog(agent).checks[0]?.Output
    expect(output()).toBe('')
    await clock.advance(5 * MINUTE - 1)
    expect(output()).toBe('')
    await clock.advance(1)
    expect(output()).toBe('fine')
    agent.local.updateCheck('mem', 'passing', 'still fine')
    agent.local.updateCheck('mem', 'warning', 'hm')
    expect(output()).toBe('hm')
  })
})

describe('once a minute', () => {
  it('what others registered on the node goes, and what they took away comes back', async () => {
    const { agent, clock } = startAgent()
    registerService(agent, web)
    writeToCatalog(agent, { ID: 'foreign' })
    agent.store.write(tx => deregister(tx, { node: 'node1', serviceId: 'web' }))
    await clock.advance(MINUTE - 1)
    expect(catalog(agent).services.map(s => s.ID)).toEqual(['foreign'])
    await clock.advance(1)
    expect(catalog(agent).services.map(s => s.ID)).toEqual(['web'])
    expect(catalog(agent).checks).toHaveLength(2)
    expect(agent.store.view.get('services', 'node1\0consul')).toBeDefined()
  })

  it('the node itself comes back', async () => {
    const { agent, clock } = startAgent()
    agent.store.write(tx => deregister(tx, { node: 'node1' }))
    expect(agent.store.view.node('node1')).toBeUndefined()
    await clock.advance(MINUTE)
    expect(agent.store.view.node('node1')).toMatchObject({ Address: '127.0.0.1' })
    expect(agent.store.view.get('checks', 'node1\0serfhealth')).toMatchObject({ Status: 'passing' })
  })

  it('tags that others may override are taken over, all else is put right', async () => {
    const { agent, clock } = startAgent()
    registerService(agent, { name: 'free', tags: ['mine'], port: 5, enable_tag_override: true })
    registerService(agent, { name: 'bound', tags: ['mine'] })
    writeToCatalog(agent, { ID: 'free', Tags: ['theirs'], Port: 9, EnableTagOverride: true })
    writeToCatalog(agent, { ID: 'bound', Tags: ['theirs'] })
    await clock.advance(MINUTE)
    expect(catalog(agent).services).toMatchObject([
      { ID: 'bound', Tags: ['mine'] },
      { ID: 'free', Tags: ['theirs'], Port: 5 },
    ])
    expect(agent.local.state.service('free')?.row.Tags).toEqual(['theirs'])
  })
})

it('leaves no timer behind when it stops, and goes on when it starts again', async () => {
  const { agent, clock } = startAgent({}, { syncDelay: 100 })
  registerService(agent, web)
  agent.stop()
  expect(clock.pending).toBe(0)
  expect(catalog(agent).services).toHaveLength(1)
  agent.start()
  writeToCatalog(agent, { ID: 'foreign' })
  await clock.advance(MINUTE + 100)
  expect(catalog(agent).services.map(s => s.ID)).toEqual(['web'])
})
