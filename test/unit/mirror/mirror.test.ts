import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Consul, type ConsulOptions, createConsul, startConsul } from '../../../src/index.ts'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function started(options: ConsulOptions = {}): Promise<Consul> {
  const consul = await startConsul({ dns: false, ...options })
  open.push(consul)
  return consul
}

const SEED = {
  kv: { 'app/a': '1', 'app/b': { value: '2', flags: 42 }, other: 'x' },
  services: [{ name: 'web', port: 80, tags: ['v1'], meta: { rack: '7' }, check: 'passing' as const }],
}
const source = (): Promise<Consul> => started({ node: 'source', seed: SEED })

describe('a mirror', () => {
  it('has keys, nodes, services and checks of its source when it listens', async () => {
    const from = (await source()).http.url
    const consul = await started({ mirror: { from } })
    expect(consul.kv.keys()).toEqual(['app/a', 'app/b', 'other'])
    expect(consul.kv.get('app/b')?.Flags).toBe(42)
    const [web] = consul.health.service('web', { passing: true })
    expect(web).toMatchObject({
      Node: { Node: 'source', Address: '127.0.0.1' },
      Service: { ID: 'web', Port: 80, Tags: ['v1'], Meta: { rack: '7' } },
    })
    expect(web?.Checks.map(({ CheckID }) => CheckID)).toEqual(['serfHealth', 'service:web'])
  })

  it('follows what changes, and what goes', async () => {
    const real = await source()
    const consul = await started({ mirror: { from: real.http.url } })
    real.kv.put('app/a', '3')
    real.kv.delete('app/b')
    real.agent.fail('service:web', 'out of memory')
    real.catalog.register({ Node: 'db1', Address: '10.0.0.1', Service: { Service: 'db', Port: 5432 } })
    await consul.until(() => consul.kv.getText('app/a') === '3' && consul.catalog.service('db').length === 1)
    expect(consul.kv.keys()).toEqual(['app/a', 'other'])
    await consul.until(() => consul.health.service('web', { passing: true }).length === 0)

    real.agent.deregister('web')
    real.catalog.deregister({ Node: 'db1' })
    await consul.until(() => consul.catalog.service('web').length + consul.catalog.service('db').length === 0)
    expect(consul.catalog.nodes().map(({ Node }) => Node)).toEqual(['node1', 'source'])
  })

  it('only reads', async () => {
    const real = await source()
    const before = real.index
    const consul = await started({ mirror: { from: real.http.url } })
    consul.kv.put('app/a', 'mine')
    consul.catalog.deregister({ Node: 'source' })
    expect(new Set(real.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
    expect(real.index).toBe(before)
  })

  it('says what it has copied, and whether ACLs may hide more', async () => {
    const token = '5fb34f04-3f1c-4b6e-9d0c-6d1f6c1d7a10'
    const real = await started({ node: 'source', acl: { initialManagement: token, defaultPolicy: 'deny' } })
    real.kv.put('a', '1')
    const logOf = async (mirror: { readonly token?: string }): Promise<string> => {
      const lines: string[] = []
      const write = (...line: unknown[]): void => void lines.push(JSON.stringify(line))
      const logger = { debug: write, info: write, warn: write, error: write }
      await started({ mirror: { from: real.http.url, ...mirror }, logger })
      return lines.join('\n')
    }
    expect(await logOf({ token })).toMatch(/Mirroring.*"keys":1,"nodes":1/)
    expect(await logOf({ token })).not.toContain('may hide')
    expect(await logOf({})).toMatch(
      /may hide a part from this token.*"keys"[^]*may hide.*"catalog"[^]*"keys":0,"nodes":0/,
    )
  })

  it('takes only keys below its prefix', async () => {
    const consul = await started({ mirror: { from: (await source()).http.url, prefix: 'app/' } })
    expect(consul.kv.keys()).toEqual(['app/a', 'app/b'])
  })

  it('reads with a token, which no log line shows', async () => {
    const token = '5fb34f04-3f1c-4b6e-9d0c-6d1f6c1d7a10'
    const real = await started({ node: 'source', acl: { initialManagement: token } })
    real.kv.put('a', '1')
    const lines: string[] = []
    const write = (...line: unknown[]): void => void lines.push(JSON.stringify(line))
    const consul = await started({
      mirror: { from: real.http.url, token },
      logger: { debug: write, info: write, warn: write, error: write },
    })
    expect(consul.kv.getText('a')).toBe('1')
    await real.close()
    await consul.until(() => lines.some(line => line.includes('Failed to mirror')))
    expect(lines.join('\n')).not.toContain(token)
  })

  it('goes on where its source is when that comes back', async () => {
    const real = await source()
    for (let index = 0; index < 20; index++) real.kv.put('counter', String(index))
    const consul = await started({ mirror: { from: real.http.url } })
    await real.close()
    // its indexes are lower than those of the one before
    await started({ node: 'source', http: { port: real.http.port }, seed: { kv: { 'app/a': 'after', 'app/b': '2' } } })
    await consul.until(() => consul.kv.getText('app/a') === 'after')
    expect(consul.kv.keys()).toEqual(['app/a', 'app/b'])
  })

  it('keeps what is changed here until the source changes the same key; reset() gives it up', async () => {
    const real = await source()
    const consul = await started({ mirror: { from: real.http.url }, seed: { kv: { local: 'mine' } } })
    consul.kv.put('app/a', 'mine')
    real.kv.put('app/b', 'theirs')
    await consul.until(() => consul.kv.getText('app/b') === 'theirs')
    expect(consul.kv.getText('app/a')).toBe('mine')

    consul.kv.delete('local')
    await consul.reset()
    expect(consul.kv.getText('app/a')).toBe('1')
    expect(consul.kv.getText('app/b')).toBe('theirs')
    expect(consul.kv.getText('local')).toBe('mine')
  })

  it('leaves out a node that has its own name, and says so', async () => {
    const warnings: string[] = []
    const quiet = (): void => undefined
    const logger = {
      debug: quiet,
      info: quiet,
      warn: (...line: unknown[]) => void warnings.push(JSON.stringify(line)),
      error: quiet,
    }
    const consul = await started({ node: 'source', mirror: { from: (await source()).http.url }, logger })
    expect(consul.catalog.service('web')).toEqual([])
    expect(warnings.join('\n')).toMatch(/Left a node out.*source.*same name/)
  })

  it('goes on with the rest when a node cannot be taken over', async () => {
    const nodes = [
      { Node: 'bad', ID: 'no UUID', Address: '10.0.0.1', Services: null, Checks: null },
      { Node: 'good', ID: '', Address: '10.0.0.2', Services: null, Checks: null },
    ]
    const consul = await started({ mirror: { from: await fakeSource(nodes) } })
    expect(consul.catalog.nodes().map(({ Node }) => Node)).toEqual(['good', 'node1'])
  })

  it('that cannot begin rejects, and says where it looked', async () => {
    const real = await source()
    await real.close()
    const { url } = real.http
    await expect(startConsul({ mirror: { from: url } })).rejects.toMatchObject({
      code: 'MC_ERR_UNREACHABLE',
      message: expect.stringMatching(new RegExp(`^Failed to mirror ${url}: .*connection refused`)) as string,
    })
    await expect(startConsul({ mirror: { from: 'ftp://x' } })).rejects.toMatchObject({ code: 'MC_ERR_OPTIONS' })
    expect(() => createConsul({ mirror: { form: url } as never })).toThrow(
      "there is no 'form' in mirror: did you mean 'from'?",
    )
  })
})

describe('recordFrom', () => {
  it('copies once', async () => {
    const real = await source()
    const consul = createConsul()
    await consul.recordFrom(real.http.url, { prefix: 'app/' })
    expect(consul.kv.keys()).toEqual(['app/a', 'app/b'])
    expect(consul.catalog.service('web')).toHaveLength(1)
    await consul.recordFrom(real.http.url)
    expect(consul.kv.keys()).toEqual(['app/a', 'app/b', 'other'])
  })
})

/** A Consul that has these nodes and no keys. */
async function fakeSource(nodes: readonly object[]): Promise<string> {
  const server: Server = createServer((req, res) => {
    const { searchParams, pathname } = new URL(req.url ?? '', 'http://source')
    if (searchParams.has('index')) return // nothing changes
    res.setHeader('X-Consul-Index', '7')
    if (pathname.startsWith('/v1/kv/')) res.writeHead(404).end()
    else res.end(JSON.stringify(nodes))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  open.push({
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
