import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { put, startAgent, type Agent } from '../support/e2e/agent.ts'
import { officialCommands } from '../support/e2e/official-command.ts'
import { run, start, type Outcome, type Program } from '../support/e2e/programs.ts'
import { soon, until } from '../support/e2e/until.ts'

describe.each(officialCommands('everything without tokens'))('the official command', official => {
  let agent: Agent
  let folder: string
  const programs: Program[] = []

  beforeAll(async () => {
    agent = await startAgent()
    folder = mkdtempSync(join(tmpdir(), 'consul-command-'))
  })
  afterAll(async () => {
    await Promise.all(programs.map(program => program.kill()))
    await agent?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const environment = () => ({ CONSUL_HTTP_ADDR: `127.0.0.1:${agent.http}` })

  function consul(args: string[], input = ''): Promise<Outcome> {
    return run(official, args, { env: environment(), input, cwd: folder })
  }

  /** What a command that must succeed prints. */
  async function prints(args: string[], input = ''): Promise<string> {
    const { code, stdout, stderr } = await consul(args, input)
    expect({ code, stderr, stdout }).toMatchObject({ code: 0, stderr: '' })
    return stdout
  }

  /** A command that runs on until the tests are over. */
  function runs(...args: string[]): Program {
    const program = start(official, args, { env: environment(), cwd: folder })
    programs.push(program)
    return program
  }

  const says = (program: Program, text: string, what = text) =>
    until(() => program.output().includes(text), { what: `"${what}" from the command` }).catch((error: unknown) => {
      throw new Error(`${String(error)}; it said:\n${program.output()}`)
    })

  describe('kv', () => {
    test('put, get, delete', async () => {
      expect(await prints(['kv', 'put', 'kv/a', 'hello'])).toBe('Success! Data written to: kv/a\n')
      expect(await prints(['kv', 'get', 'kv/a'])).toBe('hello\n')
      expect(await prints(['kv', 'get', '-detailed', 'kv/a'])).toMatch(/^CreateIndex +\d+\nFlags +0\nKey +kv\/a\n/)
      expect(await prints(['kv', 'put', '-flags=18446744073709551615', 'kv/b', '-'], 'from stdin')).toContain(
        'Success!',
      )
      expect(await prints(['kv', 'get', '-detailed', 'kv/b'])).toMatch(/Flags +18446744073709551615\n/)
      expect(await prints(['kv', 'get', '-recurse', 'kv/'])).toBe('kv/a:hello\nkv/b:from stdin\n')
      expect(await prints(['kv', 'get', '-keys', 'kv/'])).toBe('kv/a\nkv/b\n')
      expect(await prints(['kv', 'delete', '-recurse', 'kv/'])).toBe('Success! Deleted keys with prefix: kv/\n')
      expect(await consul(['kv', 'get', 'kv/a'])).toMatchObject({ code: 1, stderr: 'Error! No key exists at: kv/a\n' })
    })

    test('cas', async () => {
      expect(await prints(['kv', 'put', '-cas', 'cas', '1'])).toContain('Success!')
      const refused = await consul(['kv', 'put', '-cas', 'cas', '2'])
      expect(refused).toMatchObject({
        code: 1,
        stderr: 'Error! Did not write to cas: CAS performed with index=0 and key already exists.\n',
      })
    })

    test('export, import', async () => {
      await prints(['kv', 'put', 'tree/a', '1'])
      await prints(['kv', 'put', '-flags=42', 'tree/b', '2'])
      const exported = await prints(['kv', 'export', 'tree/'])
      expect(JSON.parse(exported)).toMatchObject([{ key: 'tree/a' }, { key: 'tree/b', flags: 42 }])
      await prints(['kv', 'delete', '-recurse', 'tree/'])
      expect(await prints(['kv', 'import', '-'], exported)).toBe('Imported: tree/a\nImported: tree/b\n')
      expect(await prints(['kv', 'get', '-recurse', 'tree/'])).toBe('tree/a:1\ntree/b:2\n')
    })
  })

  describe('watch', () => {
    test('runs a child for each change of a key', async () => {
      await prints(['kv', 'put', 'watched', '1'])
      const script = 'echo "child of $CONSUL_INDEX: $(cat)"'
      const watch = runs('watch', '-type=key', '-key=watched', script)
      await says(watch, Buffer.from('1').toString('base64'))
      expect(watch.output()).toMatch(/^child of \d+: \{"Key":"watched",/)
      await prints(['kv', 'put', 'watched', 'second'])
      await says(watch, Buffer.from('second').toString('base64'))
      watch.signal('SIGINT')
      expect(await watch.exited).toMatchObject({ code: 0, stderr: '' })
    })

    test.each([
      [['-type=services'], '"consul": []'],
      [['-type=nodes'], '"Node": "node1"'],
      [['-type=service', '-service=consul'], '"Service": "consul"'],
      [['-type=checks'], '"CheckID": "serfHealth"'],
      [['-type=keyprefix', '-prefix=tree/'], '"Key": "tree/a"'],
      [['-type=event', '-name=none'], '[]'],
    ])('prints once: %s', async (args, text) => {
      expect(await prints(['watch', ...args])).toContain(text)
    })
  })

  describe('lock', () => {
    const inVain = 'Shutdown triggered or timeout during lock acquisition\n'

    test('runs a child that holds it', async () => {
      const locked = await prints(['lock', 'locked', `'${official}' kv get -keys locked/; echo child ran`])
      expect(locked).toBe('locked/.lock\nchild ran\n')
      expect(await consul(['kv', 'get', 'locked/.lock'])).toMatchObject({ code: 1 })
    })

    test('is held by one at a time', async () => {
      const first = runs('lock', 'single', 'echo first holds; sleep 600')
      await says(first, 'first holds')
      const late = await consul(['lock', '-try=100ms', 'single', 'true'])
      expect(late).toMatchObject({ code: 1, stderr: inVain })
      const second = runs('lock', 'single', 'echo', 'second holds')
      first.signal('SIGTERM')
      await says(second, 'second holds')
      expect(await second.exited).toMatchObject({ code: 0 })
      await first.exited
    })

    test('ends its child when the session is gone', async () => {
      const holder = runs('lock', '-verbose', 'lost', 'echo holding; sleep 600')
      await says(holder, 'holding')
      const [{ Session } = { Session: '' }] = (await (await fetch(`${agent.url}/v1/kv/lost/.lock`)).json()) as {
        Session: string
      }[]
      await put(agent, `/v1/session/destroy/${Session}`)
      await holder.exited
      expect(holder.output()).toContain('Lock lost, killing child')
    })

    test('-n=2 is held by two', async () => {
      const hold = (name: string) => runs('lock', '-n=2', 'both', `echo ${name} holds; sleep 600`)
      const [first, second] = [hold('first'), hold('second')]
      await Promise.all([says(first, 'first holds'), says(second, 'second holds')])
      const late = await consul(['lock', '-n=2', '-try=100ms', 'both', 'true'])
      expect(late).toMatchObject({ code: 1, stderr: inVain })
      first.signal('SIGTERM')
      await first.exited
      expect(await prints(['lock', '-n=2', 'both', 'echo', 'third holds'])).toBe('third holds\n')
      second.signal('SIGTERM')
      await second.exited
    })
  })

  test('event', async () => {
    expect(await prints(['event', '-name=deploy', 'v1'])).toMatch(/^Event ID: [0-9a-f-]{36}\n$/)
    expect(await prints(['watch', '-type=event', '-name=deploy'])).toContain(`"Payload": "${btoa('v1')}"`)
  })

  test('members', async () => {
    expect(await prints(['members'])).toMatch(
      /^Node +Address +Status.*\nnode1 +127\.0\.0\.1:\d+ +alive +server +1\.21\.\d/,
    )
    expect(await prints(['members', '-detailed'])).toContain('dc=dc1')
  })

  test('catalog', async () => {
    await put(agent, '/v1/agent/service/register', { Name: 'web', Port: 80, Tags: ['v1'] })
    expect(await prints(['catalog', 'datacenters'])).toBe('dc1\n')
    await until(async () => (await prints(['catalog', 'services'])) === 'consul\nweb\n', { what: 'both services' })
    expect(await prints(['catalog', 'services', '-tags'])).toMatch(/^web +v1$/m)
    expect(await prints(['catalog', 'nodes', '-service=web'])).toMatch(/^node1 +\w+ +127\.0\.0\.1 +dc1$/m)
  })

  test('services', async () => {
    expect(await prints(['services', 'register', '-name=db', '-port=5432', '-tag=primary'])).toBe(
      'Registered service: db\n',
    )
    const db = 'as seen by the catalog'
    await until(async () => (await prints(['catalog', 'services', '-tags'])).includes('primary'), { what: `db ${db}` })
    const file = join(folder, 'service.json')
    writeFileSync(file, JSON.stringify({ service: { name: 'filed', port: 1, check: { ttl: '10s' } } }))
    expect(await prints(['services', 'register', file])).toBe('Registered service: filed\n')
    expect(await prints(['services', 'deregister', '-id=db'])).toBe('Deregistered service: db\n')
    expect(await prints(['services', 'deregister', file])).toBe('Deregistered service: filed\n')
  })

  test('maint', async () => {
    expect(await prints(['maint', '-enable', '-reason=upgrade'])).toBe('Node maintenance is now enabled\n')
    expect(await prints(['maint'])).toContain('Reason: upgrade')
    expect(await prints(['maint', '-disable'])).toBe('Node maintenance is now disabled\n')
    expect(await prints(['maint', '-enable', '-service=web'])).toBe('Service maintenance is now enabled for "web"\n')
    expect(await prints(['maint', '-disable', '-service=web'])).toBe('Service maintenance is now disabled for "web"\n')
  })

  test('info, rtt, operator', async () => {
    const info = await prints(['info'])
    for (const text of ['agent:', 'consul:', 'raft:', 'serf_lan:', 'leader = true']) expect(info).toContain(text)
    expect(await prints(['operator', 'raft', 'list-peers'])).toMatch(/^Node +ID +Address.*\nnode1 +.*leader +true/)
    expect(await prints(['operator', 'autopilot', 'get-config'])).toContain('CleanupDeadServers = true')
  })

  test('snapshot', async () => {
    await prints(['kv', 'put', 'snapshot', 'before'])
    expect(await prints(['snapshot', 'save', 'backup.snap'])).toMatch(/^Saved and verified snapshot to index \d+\n$/)
    expect(readFileSync(join(folder, 'backup.snap')).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]))
    await prints(['kv', 'put', 'snapshot', 'after'])
    expect(await prints(['snapshot', 'restore', 'backup.snap'])).toBe('Restored snapshot\n')
    expect(await prints(['kv', 'get', 'snapshot'])).toBe('before\n')
  })

  test('monitor', async () => {
    const monitor = runs('monitor', '-log-level=debug')
    const tried = async () => {
      await prints(['kv', 'put', 'monitored', 'x'])
      return monitor
        .output()
        .split('\n')
        .find(line => line.includes('/v1/kv/monitored'))
    }
    const line = await until(tried, { what: 'a line for the request' })
    expect(line).toMatch(/\[DEBUG\] agent\.http: Request finished: method=PUT url=\/v1\/kv\/monitored from=/)
  })

  test('reload, force-leave, leave', async () => {
    expect(await prints(['reload'])).toBe('Configuration reload triggered\n')
    expect((await consul(['force-leave', 'nobody'])).stderr).toContain("No node found with name 'nobody'")
    expect(await prints(['leave'])).toBe('Graceful leave complete\n')
    expect(await soon(agent.program.exited, { what: 'the end of the agent' })).toMatchObject({ code: 0 })
  })
})
