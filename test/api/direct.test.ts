import { describe, expect, it } from 'vitest'
import { type Consul, ConsulError, createConsul, startConsul } from '../../src/index.ts'

/** Runs a function and gives what it throws. */
function thrown(run: () => unknown): ConsulError {
  try {
    run()
  } catch (err) {
    if (err instanceof ConsulError) return err
    throw err
  }
  throw new Error('nothing was thrown')
}

/** Starts a blocking query on the current index; resolves once it is blocked, with its answer to come. */
async function block(consul: Consul, path: string): Promise<{ answer: Promise<unknown> }> {
  const now = await fetch(`${consul.http.url}${path}`)
  const index = now.headers.get('x-consul-index')
  const answer = fetch(`${consul.http.url}${path}?index=${index}&wait=1m`).then(answer => answer.json())
  await fetch(`${consul.http.url}/v1/status/leader`)
  return { answer }
}

describe('keys', () => {
  it('are written, read, listed and deleted', () => {
    const { kv } = createConsul()
    expect(kv.get('a')).toBeUndefined()
    expect(kv.put('app/a', 'ä', { flags: 42 })).toBe(true)
    expect(kv.put('app/b/c', new Uint8Array([0, 255]))).toBe(true)
    expect(kv.getText('app/a')).toBe('ä')
    expect(kv.get('app/a')).toMatchObject({
      Key: 'app/a',
      Value: new Uint8Array([0xc3, 0xa4]),
      Flags: 42,
      LockIndex: 0,
    })
    expect(kv.list('app/').map(pair => pair.Key)).toEqual(['app/a', 'app/b/c'])
    expect(kv.keys('app/', '/')).toEqual(['app/a', 'app/b/'])
    expect(kv.delete('app/', { recurse: true })).toBe(true)
    expect(kv.list()).toEqual([])
  })

  it('are written only while they are as the writer saw them', () => {
    const { kv } = createConsul()
    expect(kv.put('a', '1', { cas: 0 })).toBe(true)
    expect(kv.put('a', '2', { cas: 0 })).toBe(false)
    const seen = kv.get('a')?.ModifyIndex ?? 0
    expect(kv.put('a', '2', { cas: seen })).toBe(true)
    expect(kv.delete('a', { cas: seen })).toBe(false)
    expect(kv.delete('a', { cas: seen + 1 })).toBe(true)
  })

  it('have flags of 64 bits, exactly', async () => {
    const consul = createConsul()
    consul.kv.put('semaphore', '', { flags: 16210313421097356768n })
    expect(consul.kv.get('semaphore')?.Flags).toBe(16210313421097356768n)
    expect((await consul.inject('GET', '/v1/kv/semaphore')).body).toContain('"Flags": 16210313421097356768')
    consul.kv.put('small', '', { flags: 7n })
    expect(consul.kv.get('small')?.Flags).toBe(7)
    expect(thrown(() => consul.kv.put('a', '', { flags: 2n ** 64n }))).toMatchObject({
      code: 'MC_ERR_REFUSED',
      statusCode: 500,
      reason: 'strconv.ParseUint: parsing "18446744073709551616": value out of range',
    })
    expect(thrown(() => consul.kv.put('a', '', { flags: -1 })).reason).toContain('invalid syntax')
  })

  it('are locked by sessions, and keep their value where none is given', () => {
    const { kv, session } = createConsul()
    kv.put('leader', 'nobody', { flags: 3 })
    const id = session.create()
    expect(kv.acquire('leader', id)).toBe(true)
    expect(kv.get('leader')).toMatchObject({ Session: id, LockIndex: 1, Flags: 3 })
    expect(kv.acquire('leader', session.create(), 'other')).toBe(false)
    expect(kv.release('leader', id)).toBe(true)
    expect(kv.get('leader')).not.toHaveProperty('Session')
    expect(kv.getText('leader')).toBe('nobody')
    expect(kv.acquire('leader', id, 'me')).toBe(true)
    session.destroy(id)
    expect(kv.acquire('leader', session.create())).toBe(false)
  })

  it('are refused in Consul’s words', () => {
    const { kv } = createConsul()
    const err = thrown(() => kv.acquire('lock', 'no-such-session'))
    expect(err).toMatchObject({ code: 'MC_ERR_REFUSED', statusCode: 500 })
    expect(err.reason).toBe('raft apply failed: invalid session "no-such-session"')
    expect(err.message).toBe('Failed to acquire key lock: raft apply failed: invalid session "no-such-session"')
    expect(thrown(() => kv.put('', 'x')).reason).toBe('Missing key name')
    expect(thrown(() => kv.put('big', 'x'.repeat(600_000)))).toMatchObject({ statusCode: 413 })
    expect(thrown(() => kv.delete('')).statusCode).toBe(400)
  })

  it('wake readers that wait over HTTP, by a commit', async () => {
    const consul = await startConsul()
    consul.kv.put('a', '1')
    const before = consul.index
    const { answer } = await block(consul, '/v1/kv/a')
    consul.kv.put('a', '2')
    expect(consul.index).toBe(before + 1)
    expect(await answer).toMatchObject([{ Value: btoa('2'), ModifyIndex: consul.index }])
    await consul.close()
  })
})

describe('services of the agent', () => {
  it('are registered with their checks, whose status the test sets', () => {
    const consul = createConsul()
    expect(consul.agent.register({ name: 'web', port: 8080, tags: ['v1'], meta: { a: 'b' }, check: 'passing' })).toBe(
      'web',
    )
    expect(consul.catalog.service('web', { tag: 'V1' })).toMatchObject([
      { ServiceID: 'web', ServicePort: 8080, ServiceTags: ['v1'], ServiceMeta: { a: 'b' } },
    ])
    expect(consul.health.service('web', { passing: true })).toHaveLength(1)
    consul.agent.fail('service:web', 'out of memory')
    expect(consul.health.service('web', { passing: true })).toHaveLength(0)
    expect(consul.health.checks('web')).toMatchObject([{ Status: 'critical', Output: 'out of memory' }])
    consul.agent.warn('service:web')
    expect(consul.health.state('warning')).toHaveLength(1)
    consul.agent.pass('service:web')
    consul.agent.maintenance(true, { service: 'web', reason: 'upgrade' })
    expect(consul.agent.checks()['_service_maintenance:web']).toMatchObject({ Status: 'critical', Notes: 'upgrade' })
    consul.agent.maintenance(false, { service: 'web' })
    expect(Object.keys(consul.agent.checks())).toEqual(['service:web'])
    expect(consul.agent.services()).toMatchObject({ web: { Service: 'web', Port: 8080 } })
    consul.agent.deregister('web')
    expect(consul.catalog.services()).toEqual({ consul: [] })
  })

  it('let their TTL run out when the clock is moved', async () => {
    const consul = await startConsul({ clock: 'manual' })
    consul.agent.register({ name: 'web', check: { ttl: '30s', status: 'passing' } })
    consul.agent.register({ name: 'calm', check: 'passing' })
    await consul.clock.advance('31s')
    expect(consul.health.state('critical').map(check => check.ServiceName)).toEqual(['web'])
    await consul.close()
  })

  it('take durations as numbers of milliseconds, and all that the API takes', () => {
    const consul = createConsul({ runChecks: false })
    consul.agent.register({
      name: 'web',
      checks: [{ id: 'up', http: 'http://127.0.0.1:1/', interval: 1500, deregisterCriticalServiceAfter: '2m' }],
      connect: { SidecarService: {} },
    })
    expect(consul.agent.checks()['up']).toMatchObject({ Type: 'http', Interval: '1.5s' })
    expect(Object.keys(consul.agent.services())).toEqual(['web', 'web-sidecar-proxy'])
  })

  it('are refused in Consul’s words', () => {
    const { agent } = createConsul()
    expect(thrown(() => agent.deregister('no'))).toMatchObject({
      statusCode: 404,
      reason: 'Unknown service ID "no". Ensure that the service ID is passed, not the service name.',
    })
    expect(thrown(() => agent.pass('no')).statusCode).toBe(404)
    expect(thrown(() => agent.register({ name: '' })).reason).toBe('Missing service name')
    const unknown = { name: 'web', prot: 1 }
    expect(thrown(() => agent.register(unknown)).reason).toBe('Request decode failed: json: unknown field "prot"')
  })
})

describe('checks that do not run', () => {
  it('keep their status until a test sets it', async () => {
    const consul = await startConsul({ runChecks: false, clock: 'manual' })
    consul.agent.register({
      name: 'web',
      checks: [
        { id: 'a', http: 'http://127.0.0.1:1/', interval: '1s', status: 'passing' },
        { id: 'b', ttl: '1s', status: 'passing' },
      ],
    })
    await consul.clock.advance('5m')
    expect(consul.health.service('web', { passing: true })).toHaveLength(1)
    consul.agent.fail('a')
    expect(consul.health.service('web', { passing: true })).toHaveLength(0)
    await consul.close()
  })
})

describe('checks of the node', () => {
  it('come and go', () => {
    const consul = createConsul()
    expect(consul.agent.registerCheck({ name: 'disk', ttl: '1m', status: 'passing' })).toBe('disk')
    expect(consul.health.node('node1').map(check => check.CheckID)).toEqual(['disk', 'serfHealth'])
    consul.agent.deregisterCheck('disk')
    expect(consul.health.node('node1')).toHaveLength(1)
  })
})

describe('the catalog', () => {
  it('takes nodes with services and checks, and wakes waiting readers', async () => {
    const consul = await startConsul()
    const { answer } = await block(consul, '/v1/health/service/db')
    consul.catalog.register({
      Node: 'db1',
      Address: '10.0.0.1',
      Service: { Service: 'db', Port: 5432, Tags: ['main'] },
      Check: { Name: 'up', Status: 'passing', ServiceID: 'db' },
    })
    expect(await answer).toMatchObject([{ Node: { Node: 'db1' }, Checks: [{ Name: 'up' }] }])
    expect(consul.catalog.node('DB1')).toMatchObject({ Node: { Address: '10.0.0.1' }, Services: [{ ID: 'db' }] })
    expect(consul.catalog.services()).toEqual({ consul: [], db: ['main'] })
    consul.catalog.deregister({ Node: 'db1' })
    expect(consul.catalog.nodes().map(node => node.Node)).toEqual(['node1'])
    await consul.close()
  })

  it('hands out copies', () => {
    const consul = createConsul()
    consul.agent.register({ name: 'web', tags: ['v1'] })
    for (const { ServiceTags } of consul.catalog.service('web')) (ServiceTags as string[]).push('mine')
    expect(consul.catalog.service('web')[0]?.ServiceTags).toEqual(['v1'])
  })

  it('refuses in Consul’s words', () => {
    const { catalog } = createConsul()
    expect(thrown(() => catalog.register({ Node: '' })).reason).toBe('Must provide node')
    expect(thrown(() => catalog.register({ Node: 'a' })).reason).toBe(
      'Must provide address if SkipNodeUpdate is not set',
    )
    expect(thrown(() => catalog.deregister({ Node: '' })).statusCode).toBe(500)
  })
})

describe('sessions', () => {
  it('are made, renewed and ended', async () => {
    const consul = await startConsul({ clock: 'manual' })
    const id = consul.session.create({ name: 'job', ttl: 10_000, behavior: 'delete', lockDelay: 0 })
    expect(consul.session.info(id)).toMatchObject({ Name: 'job', TTL: '10000ms', Behavior: 'delete', LockDelay: 0 })
    expect(consul.session.list({ node: 'node1' })).toHaveLength(1)
    consul.kv.acquire('job', id)
    await consul.clock.advance('19s')
    consul.session.renew(id)
    await consul.clock.advance('19s')
    expect(consul.kv.get('job')).toBeDefined()
    await consul.clock.advance('1s')
    expect(consul.kv.get('job')).toBeUndefined()
    expect(consul.session.list()).toEqual([])
    await consul.close()
  })

  it('are refused in Consul’s words', () => {
    const { session } = createConsul()
    expect(thrown(() => session.create({ ttl: '1s' })).reason).toBe(
      "Invalid Session TTL '1000000000', must be between [10s=24h0m0s]",
    )
    expect(thrown(() => session.create({ node: 'nowhere' })).reason).toBe('apply failed: Missing node registration')
    expect(thrown(() => session.renew('x'))).toMatchObject({ statusCode: 404, reason: "Session id 'x' not found" })
    expect(thrown(() => session.create({ lockDelay: 'soon' })).code).toBe('MC_ERR_DURATION')
  })
})

describe('events', () => {
  it('are fired and listed', async () => {
    const consul = await startConsul()
    const { answer } = await block(consul, '/v1/event/list')
    const id = consul.event.fire('deploy', '1.2.3', { node: 'node1' })
    expect(await answer).toMatchObject([{ ID: id, Name: 'deploy' }])
    expect(consul.event.list('deploy')).toMatchObject([
      { Payload: new Uint8Array(Buffer.from('1.2.3')), NodeFilter: 'node1' },
    ])
    consul.event.fire('deploy', '', { node: 'another' })
    expect(consul.event.list()).toHaveLength(1)
    expect(thrown(() => consul.event.fire('e', 'x'.repeat(600))).reason).toContain('exceeds configured limit')
    expect(thrown(() => consul.event.fire('e', '', { tag: 'a' })).reason).toContain('without service filter')
    await consul.close()
  })
})

describe('prepared queries', () => {
  it('are made and run', () => {
    const consul = createConsul({ seed: { services: [{ name: 'web', check: 'passing' }] } })
    const id = consul.query.create({ Name: 'near', Service: { Service: 'web' } })
    expect(consul.query.list()).toMatchObject([{ ID: id, Name: 'near' }])
    expect(consul.query.execute('near')).toMatchObject([{ Service: { ID: 'web' } }])
    consul.query.delete(id)
    expect(thrown(() => consul.query.execute('near'))).toMatchObject({ statusCode: 404, reason: 'Query not found' })
    expect(thrown(() => consul.query.create({ Name: 'x', Service: { Service: '' } })).statusCode).toBe(500)
  })
})

describe('transactions', () => {
  it('do all or nothing', () => {
    const consul = createConsul()
    const set = { KV: { Verb: 'set', Key: 'a', Value: btoa('1') } }
    expect(consul.txn([set, { KV: { Verb: 'check-not-exists', Key: 'a' } }])).toMatchObject({
      Results: null,
      Errors: [{ OpIndex: 1 }],
    })
    expect(consul.kv.get('a')).toBeUndefined()
    expect(consul.txn([set])).toMatchObject({ Results: [{ KV: { Key: 'a' } }], Errors: null })
    expect(consul.kv.getText('a')).toBe('1')
    expect(thrown(() => consul.txn(Array.from({ length: 129 }, () => set))).statusCode).toBe(413)
  })
})
