import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Consul, connectConsul, ConsulError, createConsul, startConsul } from '../../src/index.ts'

/** What code without types may hand over. */
const any = (value: unknown): never => value as never

describe('options that make no emulator are refused, by their names', () => {
  it.each<[object, string]>([
    [{ port: 8500 }, "there is no option 'port': did you mean 'http.port' or 'https.port' or 'dns.port'?"],
    [{ clok: 'manual' }, "there is no option 'clok': did you mean 'clock'?"],
    [{ ports: { http: 8500 } }, "there is no option 'ports': did you mean 'http.port', 'https.port' or 'dns.port'?"],
    [{ dc: 'dc1' }, "there is no option 'dc': did you mean 'datacenter'?"],
    [{ nothing: 'like it' }, "there is no option 'nothing', only datacenter, node, http"],
    [
      { clock: 'manul' },
      'clock has to be one of "system", "manual" or a clock with now() and setTimeout(), not "manul".',
    ],
    [{ http: 8500 }, 'http has to be an object such as { port: 8500 } or false, not 8500.'],
    [{ http: { prt: 1 } }, "there is no 'prt' in http: did you mean 'port'?"],
    [{ http: { port: 65_536 } }, 'http.port has to be a port from 0 to 65535, not 65536.'],
    [{ dns: { host: 'localhost' } }, 'dns.host has to be an IP address such as 127.0.0.1, not "localhost".'],
    [{ node: { address: 'here' } }, 'node.address has to be an IP address such as 127.0.0.1, not "here".'],
    [{ node: { meta: { rack: 7 } } }, 'node.meta.rack has to be a text, not 7.'],
    [{ datacenter: 3 }, 'datacenter has to be a text, not 3.'],
    [{ plugins: [1] }, 'plugins[0] has to be a function, not 1.'],
    [{ acl: { defaultPolicy: 'ask' } }, 'acl.defaultPolicy has to be one of "allow", "deny", not "ask".'],
    [{ runChecks: 'no' }, 'runChecks has to be true or false, not "no".'],
    [Promise.resolve({}), 'what is given has to be an object of options, not a promise (await it first).'],
  ])('%j', (options, reason) => {
    expect(() => createConsul(options)).toThrow(
      expect.objectContaining({ code: 'MC_ERR_OPTIONS', message: expect.stringContaining(reason) as string }),
    )
    expect(() => createConsul(options)).toThrow(ConsulError)
  })

  it('a promise as seed', () => {
    expect(() => createConsul({ seed: any(Promise.resolve({ kv: {} })) })).toThrow(
      'Failed to read the seed: must be an object, not a promise (await it first)',
    )
    expect(() => createConsul({ seed: any({ kv: {}, sevices: [] }) })).toThrow('did you mean services?')
  })

  it('before a connection is tried, too', async () => {
    await expect(connectConsul(any({ upstrem: 'env' }))).rejects.toThrow("did you mean 'upstream'?")
    await expect(connectConsul(any({ url: 'http://127.0.0.1:1' }))).rejects.toThrow("did you mean 'upstream'?")
    await expect(connectConsul({ upstream: any(8500) })).rejects.toThrow('upstream has to be a text, not 8500.')
  })
})

describe('arguments', () => {
  const calls: readonly [(consul: Consul) => unknown, string][] = [
    [consul => consul.kv.put('a', any(3)), 'Failed to call kv.put: value has to be a text or bytes, not 3.'],
    [
      consul => consul.kv.put('a', 'b', any({ flag: 1 })),
      "there is no option 'flag' in options: did you mean 'flags'?",
    ],
    [consul => consul.kv.get(any(undefined)), 'Failed to call kv.get: key has to be a text, not undefined.'],
    [consul => consul.agent.register(any('web')), 'service has to be a service such as { name }, not "web".'],
    [consul => consul.agent.register(any({ name: 'web', prot: 80 })), 'unknown field "prot" (did you mean "port"?)'],
    [consul => consul.catalog.register(any('db')), 'entry has to be an object such as { Node, Address }, not "db".'],
    [
      consul => consul.catalog.register(any({ Node: 'a', Adress: '::1' })),
      'unknown field "Adress" (did you mean "Address"?)',
    ],
    [consul => consul.session.create(any({ tll: '10s' })), "there is no 'tll' in options: did you mean 'ttl'?"],
    [consul => consul.health.service('web', any({ pasing: true })), "did you mean 'passing'?"],
    [consul => consul.faults.use({}, 'hang', any({ time: 1 })), "there is no option 'time': did you mean 'times'?"],
    [consul => consul.faults.use({}, any({ satus: 500 })), "there is no 'satus': did you mean 'status'?"],
    [consul => consul.faults.use(any({ pth: '/' }), 'hang'), "there is no member 'pth': did you mean 'path'?"],
    [consul => consul.query.execute('web', any({ limt: 1 })), "did you mean 'limit'?"],
    [consul => consul.config.set(any('web')), 'entry has to be a config entry such as { Kind, Name }, not "web".'],
    [consul => consul.txn(any({})), 'Failed to call txn: operations has to be a list of operations, not an object.'],
    [consul => consul.inject('GET', any(undefined)), 'Failed to call inject: url has to be a path such as /v1/kv/a'],
    [consul => consul.inject('GETT', '/v1/kv/a'), 'method has to be a method such as GET, not "GETT".'],
    [
      consul => consul.intentions.set('web', 'db', any({ Acton: 'allow' })),
      'unknown field "Acton" (did you mean "Action"?)',
    ],
    [consul => consul.clock.advance(-1), 'a duration has to be milliseconds or a text such as 10s, not -1.'],
    [consul => consul.clock.advance(any(undefined)), 'a text such as 10s, not undefined.'],
    [consul => consul.cluster.join(any({ nme: 'b' })), "there is no 'nme' in node: did you mean 'name'?"],
    [consul => consul.cluster.join(any({})), 'node.name is missing: it has to be a text.'],
  ]
  it.each(calls)('%s is refused with what was expected', async (call, reason) => {
    const consul = createConsul()
    const refusal = new Promise(resolve => resolve(call(consul))).catch((err: unknown) => err)
    expect(await refusal).toBeInstanceOf(ConsulError)
    expect(String(await refusal)).toContain(reason)
  })

  it('of which none is near are not said to be near themselves', () => {
    const consul = createConsul()
    const entry = { Node: 'db1', Address: '10.0.0.1', Service: { Name: 'db' } }
    expect(() => consul.catalog.register(any(entry))).toThrow(/unknown field "Name"$/)
  })

  it('take the spellings that Consul has', () => {
    const consul = createConsul()
    consul.agent.register(any({ Name: 'web', Port: 80, enable_tag_override: true }))
    expect(consul.agent.services()['web']).toMatchObject({ Port: 80, EnableTagOverride: true })
  })
})

describe('what cannot be listened on', () => {
  let consul: Consul | undefined
  afterEach(() => consul?.close())

  it('a port of HTTP that is taken names its option', async () => {
    consul = await startConsul()
    const { port } = consul.http
    await expect(startConsul({ http: { port } })).rejects.toSatisfy(
      err =>
        err instanceof ConsulError &&
        err.code === 'EADDRINUSE' &&
        err.message ===
          `Failed to listen: 127.0.0.1:${port} is in use (EADDRINUSE). It is what the option http.port names.`,
    )
  })

  it('one of DNS, and of a node that joins', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => taken.once('listening', resolve))
    const { port } = taken.address() as { port: number }
    await expect(startConsul({ dns: { port } })).rejects.toThrow('It is what the option dns.port names.')
    consul = await startConsul()
    await expect(consul.cluster.join({ name: 'b', http: { port } })).rejects.toThrow(
      `Failed to let node b join: 127.0.0.1:${port} is in use (EADDRINUSE). It is what the option http.port names.`,
    )
    taken.close()
  })

  it('an address of another machine', async () => {
    await expect(startConsul({ http: { host: '192.0.2.1' }, dns: false })).rejects.toThrow(
      /192\.0\.2\.1:0 is no address of this machine \(EADDRNOTAVAIL\)\. It is what the option http\.host names/,
    )
  })
})

it('says where no real Consul answers', async () => {
  await expect(connectConsul({ upstream: 'http://127.0.0.1:1' })).rejects.toSatisfy(
    err =>
      err instanceof ConsulError &&
      err.code === 'MC_ERR_UNREACHABLE' &&
      err.message.startsWith('Failed to reach Consul at http://127.0.0.1:1, which the option upstream'),
  )
})

describe('after close()', () => {
  it('what would change nothing any more, or wait for ever, is refused until listen()', async () => {
    const consul = await startConsul()
    consul.kv.put('a', '1')
    await consul.close()
    const closed = expect.objectContaining({ code: 'MC_ERR_CLOSED' }) as Error
    expect(() => consul.kv.put('a', '2')).toThrow(closed)
    expect(() => consul.agent.register({ name: 'web' })).toThrow(
      'Failed to call agent.register: the emulator was closed.',
    )
    expect(() => consul.seed({ kv: { b: '1' } })).toThrow(closed)
    await expect(consul.untilBlocked()).rejects.toThrow(closed)
    await expect(consul.inject('GET', '/v1/kv/a')).rejects.toThrow(closed)
    await expect(consul.cluster.join({ name: 'b' })).rejects.toThrow(closed)
    expect(consul.kv.getText('a')).toBe('1')
    await consul.listen()
    expect(consul.kv.put('a', '2')).toBe(true)
    await consul.close()
  })
})
