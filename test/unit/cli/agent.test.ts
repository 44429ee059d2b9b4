import { EventEmitter } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunningAgent } from '../../../src/daemon/daemon.ts'
import { agentCommand } from '../../../src/cli/commands/agent.ts'
import type { Settings } from '../../../src/model/settings.ts'
import { recordedIo } from './io.ts'

let dir = ''
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'agent-'))))
afterEach(() => rmSync(dir, { recursive: true }))

/** Runs the command with an agent that only remembers; `during` runs when it listens. */
async function run(
  argv: string[],
  during: (signals: EventEmitter) => void | Promise<void> = signals => void signals.emit('SIGINT'),
  agent: Partial<RunningAgent> = {},
) {
  const signals = new EventEmitter()
  const seen: { settings: Settings[]; calls: string[] } = { settings: [], calls: [] }
  const { io, written } = recordedIo({ signals })
  const command = agentCommand({
    pid: 4711,
    create(settings) {
      seen.settings.push(settings)
      return {
        http: { host: '127.0.0.1', port: 8500 },
        https: { host: '', port: 0 },
        dns: { host: '::1', port: 8600 },
        agentToken: () => '',
        listen() {
          seen.calls.push('listen')
          queueMicrotask(() => void during(signals))
          return Promise.resolve()
        },
        close: () => Promise.resolve(void seen.calls.push('close')),
        leave: () => Promise.resolve(void seen.calls.push('leave')),
        reload: settings => Promise.resolve(void seen.settings.push(settings)),
        ...agent,
      }
    },
  })
  const code = await command.run(argv, io)
  return { code, ...written, ...seen, listeners: signals.eventNames() }
}

describe('a life', () => {
  test.each(['SIGINT', 'SIGTERM'])(
    'of a server that %s ends without leaving has exit code 1, as in Consul',
    async signal => {
      const argv = ['-dev', '-client=127.0.0.1 127.0.0.2', '-hcl', 'addresses { dns = "::1 127.0.0.1" }']
      const result = await run(argv, signals => void signals.emit(signal))
      expect(result).toMatchObject({ code: 1, stderr: '', calls: ['listen', 'close'], listeners: [] })
      expect(result.stdout).toMatch(/^==> Starting Consul agent\.\.\.\n/)
      expect(result.stdout).toContain('[INFO]  agent: Graceful shutdown disabled. Exiting\n')
      expect(result.stdout).toContain(
        '[INFO]  agent: Starting server: address=127.0.0.1:8500 network=tcp protocol=http\n',
      )
      expect(result.stdout).toContain(
        '[INFO]  agent: Starting server: address=127.0.0.2:8500 network=tcp protocol=http\n',
      )
      expect(result.stdout).toContain('[INFO]  agent: Started DNS server: address=[::1]:8600 network=udp\n')
      expect(result.stdout).toContain('[INFO]  agent: Started DNS server: address=127.0.0.1:8600 network=tcp\n')
      expect(result.stdout).toContain('Consul agent running!')
    },
  )

  test('a second signal does not wait for the end', async () => {
    const never = { close: () => new Promise<void>(() => undefined) }
    const twice = (signals: EventEmitter): void => {
      signals.emit('SIGINT')
      signals.emit('SIGINT')
    }
    expect((await run(['-dev'], twice, never)).code).toBe(1)
  })

  test.each([
    ['a server with leave_on_terminate', ['-dev', '-hcl', 'leave_on_terminate = true'], 'SIGTERM'],
    ['a server without skip_leave_on_interrupt', ['-dev', '-hcl', 'skip_leave_on_interrupt = false'], 'SIGINT'],
  ])('of %s leaves first and has exit code 0', async (_, argv, signal) => {
    const result = await run(argv, signals => void signals.emit(signal))
    expect(result).toMatchObject({ code: 0, calls: ['listen', 'leave', 'close'] })
    expect(result.stdout).toMatch(
      /agent: Gracefully shutting down agent\.\.\.\n.*agent\.server: server starting leave\n.*agent: Graceful exit completed\n.*agent: Requesting shutdown\n.*agent\.server: shutting down server\n/,
    )
  })

  test.each(['SIGINT', 'SIGTERM'])('of a client leaves on %s and has exit code 0', async signal => {
    const result = await run(['-bind=127.0.0.1', '-data-dir', join(dir, 'data')], signals => void signals.emit(signal))
    expect(result).toMatchObject({ code: 0, calls: ['listen', 'leave', 'close'] })
  })

  test('with a data folder whose name no folder can have ends at once, with one line', async () => {
    const path = join(dir, 'nul.json')
    writeFileSync(path, JSON.stringify({ data_dir: 'a\0b', bind_addr: '127.0.0.1' }))
    const stderr = '==> Error getting info on data_dir: stat a\0b: invalid argument\n'
    expect(await run(['-config-file', path])).toMatchObject({ code: 1, stdout: '', stderr, calls: [] })
  })

  test('with -log-json has JSON lines and nothing else', async () => {
    const { stdout } = await run(['-dev', '-log-json', '-client=::1'])
    const lines = stdout.trimEnd().split('\n')
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      '@level': 'info',
      '@module': 'agent',
      '@timestamp': expect.stringMatching(/^\d{4}-.*Z$/) as string,
      '@message': 'Started DNS server',
      address: '[::1]:8600',
      network: 'udp',
    })
    expect(lines.every(line => line.startsWith('{'))).toBe(true)
  })

  test('with -log-json=false has text, as without', async () => {
    const { stdout } = await run(['-dev', '-log-json=false'])
    expect(stdout).toMatch(/^==> Starting Consul agent\.\.\.\n/)
    expect(stdout).toContain(' [INFO]  agent: Consul agent running!\n')
  })

  test('with -dev is one of a server that is expected alone, and a client needs a data folder', async () => {
    expect(await run(['-dev', '-bootstrap-expect', '1'])).toMatchObject({ code: 1, calls: ['listen', 'close'] })
    const client = await run(['-dev', '-server=false'])
    expect(client).toMatchObject({ code: 1, calls: [] })
    expect(client.stdout).toContain(
      '[ERROR] agent: Error starting agent: error="Failed to start Consul client: Config must provide a DataDir"\n',
    )
    const more = await run(['-dev', '-bootstrap-expect', '2'])
    expect(more).toMatchObject({ code: 1, calls: [], stderr: "==> 'bootstrap_expect > 0' not allowed in dev mode\n" })
  })

  test('the log level stays', async () => {
    expect((await run(['-dev', '-log-level', 'error'])).stdout).not.toContain('[INFO]')
  })

  test('the pid file is there while the agent runs', async () => {
    const path = join(dir, 'pid')
    let inside = ''
    await run(['-dev', '-pid-file', path], signals => {
      inside = readFileSync(path, 'utf8')
      signals.emit('SIGTERM')
    })
    expect(inside).toBe('4711')
    expect(existsSync(path)).toBe(false)
  })
})

describe('settings', () => {
  const settingsOf = async (...argv: string[]): Promise<Settings | undefined> => (await run(argv)).settings[0]

  test('as node-consul starts an agent', async () => {
    const file = join(dir, 'config.json')
    writeFileSync(
      file,
      JSON.stringify({ primary_datacenter: 'dc1', acl: { enabled: false }, enable_script_checks: true }),
    )
    const settings = await settingsOf(
      ...['agent1', 'dc1', '127.0.0.2', '127.0.0.2'].flatMap((value, i) => [
        ['-node', '-datacenter', '-bind', '-client'][i] ?? '',
        value,
      ]),
      ...['-bootstrap', '-server', '-config-file', file, '-data-dir', dir, '-pid-file', join(dir, 'pid')],
    )
    expect(settings).toMatchObject({
      nodeName: 'agent1',
      server: true,
      dev: false,
      bindAddress: '127.0.0.2',
      advertiseAddress: '127.0.0.2',
      clientAddresses: ['127.0.0.2'],
      enableScriptChecks: true,
      ports: { http: 8500, dns: 8600 },
    })
  })

  test('flags win over files, whatever their order', async () => {
    writeFileSync(
      join(dir, 'a.json'),
      JSON.stringify({ node_name: 'a', ports: { http: 1, dns: 2 }, node_meta: { k: 'v' } }),
    )
    const settings = await settingsOf('-dev', '-http-port=0', '-node=n', '-node-meta', 'a:b:c', `-config-dir=${dir}`)
    expect(settings).toMatchObject({ nodeName: 'n', ports: { http: 0, dns: 2 }, nodeMeta: { k: 'v', a: 'b:c' } })
  })

  test('an empty second file is fine', async () => {
    writeFileSync(join(dir, 'a.json'), JSON.stringify({ node_name: 'a' }))
    writeFileSync(join(dir, 'b.json'), '')
    const argv = ['-dev', '-config-file', join(dir, 'a.json'), '-config-file', join(dir, 'b.json')]
    expect(await settingsOf(...argv)).toMatchObject({ nodeName: 'a' })
  })

  test('a node without an ID gets one of its own', async () => {
    const ids = await Promise.all([settingsOf('-dev'), settingsOf('-dev')])
    expect(ids[0]?.nodeId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
    expect(ids[0]?.nodeId).not.toBe(ids[1]?.nodeId)
  })

  test('flags without a meaning are accepted and told', async () => {
    const argv = ['-dev', '-raft-protocol', '3', '-join', 'a', '-retry-join=b', '-auto-reload-config']
    const { code, stdout } = await run(argv)
    expect(code).toBe(1)
    expect(stdout).toContain(
      '[WARN]  agent: Configuration that has no meaning here is ignored: auto_reload_config, raft_protocol\n',
    )
  })

  test('files and pieces in HCL', async () => {
    writeFileSync(join(dir, 'a.hcl'), 'node_name = "a"\nservice {\n  name = "web"\n  tags = ["x"]\n}\n')
    const argv = ['-dev', '-node=flag', '-config-dir', dir, '-hcl', 'node_name = "piece"', '-hcl', 'ports { dns = 1 }']
    expect(await settingsOf(...argv)).toMatchObject({
      nodeName: 'piece',
      services: [{ row: { Service: 'web', Tags: ['x'] } }],
      ports: { dns: 1, http: 8500 },
    })
  })

  test('a node keeps its ID in its folder for data', async () => {
    const argv = ['-data-dir', join(dir, 'data'), '-server', '-bind=127.0.0.1']
    const first = await settingsOf(...argv)
    expect(readFileSync(join(dir, 'data', 'node-id'), 'utf8')).toBe(first?.nodeId)
    expect((await settingsOf(...argv))?.nodeId).toBe(first?.nodeId)
    const given = '12345678-1234-4234-8234-123456789abc'
    expect((await settingsOf(...argv, '-node-id', given))?.nodeId).toBe(given)
    expect((await settingsOf(...argv))?.nodeId).toBe(first?.nodeId)
  })

  test('an agent is a client unless it is told otherwise', async () => {
    const data = ['-data-dir', join(dir, 'data'), '-bind=127.0.0.1']
    expect(await settingsOf(...data)).toMatchObject({ server: false, leaveOnTerm: true })
    expect(await settingsOf(...data, '-server')).toMatchObject({ server: true, leaveOnTerm: false })
    expect(await settingsOf('-dev')).toMatchObject({ server: true })
  })
})

describe('SIGHUP', () => {
  // what a reload reads may have to be loaded first
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve))
  }

  test('reads the files again and keeps the node', async () => {
    const file = join(dir, 'a.json')
    writeFileSync(file, '')
    const { settings } = await run(['-dev', '-config-file', file], async signals => {
      writeFileSync(file, JSON.stringify({ services: [{ name: 'web' }] }))
      signals.emit('SIGHUP')
      await settle()
      signals.emit('SIGINT')
    })
    expect(settings.map(({ services }) => services.map(({ row }) => row.Service))).toEqual([[], ['web']])
    expect(settings[1]?.nodeId).toBe(settings[0]?.nodeId)
  })

  test('reads HCL and watches again', async () => {
    const file = join(dir, 'a.hcl')
    const watch = (key: string): string => `watches = [{ type = "key" key = "${key}" args = ["x", "y"] }]`
    writeFileSync(file, watch('before'))
    const { settings } = await run(['-dev', '-config-file', file], async signals => {
      writeFileSync(file, watch('after'))
      signals.emit('SIGHUP')
      await settle()
      signals.emit('SIGINT')
    })
    expect(settings.map(({ watches }) => watches[0]?.['key'])).toEqual(['before', 'after'])
  })

  test('with a mistake in a file leaves all as it was', async () => {
    const file = join(dir, 'a.json')
    writeFileSync(file, '')
    const { code, settings, stdout } = await run(['-dev', '-config-file', file], async signals => {
      writeFileSync(file, '{"foo":1}')
      signals.emit('SIGHUP')
      await settle()
      signals.emit('SIGINT')
    })
    expect({ code, reloads: settings.length - 1 }).toEqual({ code: 1, reloads: 0 })
    expect(stdout).toMatch(
      /\[ERROR\] agent: Reload config failed:\n {2}error=\n {2}\| .*: 1 error occurred:\n {2}\| \\t\* invalid config key foo\n/,
    )
  })
})

describe('refusals', () => {
  test.each([
    [[], '==> data_dir cannot be empty\n'],
    [['-dev', 'extra', '-x'], '==> Unexpected extra arguments: [extra -x]\n'],
    [
      ['-dev', '-config-file', 'nosuch.json'],
      '==> config: Open failed on nosuch.json. open nosuch.json: no such file or directory\n',
    ],
    [['-dev', '-hcl', 'x = 1'], '==> failed to parse flags-0.hcl: 1 error occurred:\n\t* invalid config key x\n\n\n'],
    [['-dev', '-hcl', 'check { name = "c" }'], '==> check "c": TTL must be > 0 for TTL checks\n'],
    [['-dev', '-http-port=99999'], '==> 1 error occurred:\n\t* ports.http: invalid port: 99999\n\n\n'],
    [['-dev', '-bootstrap-expect', '2'], "==> 'bootstrap_expect > 0' not allowed in dev mode\n"],
  ])('%j', async (argv, stderr) => {
    expect(await run(argv)).toMatchObject({ code: 1, stdout: '', stderr, calls: [] })
  })

  test('an unknown flag', async () => {
    await expect(run(['-foo'])).rejects.toThrow('flag provided but not defined: -foo')
  })

  test('a port in use', async () => {
    const error = Object.assign(new Error('x'), {
      code: 'EADDRINUSE',
      syscall: 'listen',
      address: '127.0.0.1',
      port: 8500,
    })
    const path = join(dir, 'pid')
    const result = await run(['-dev', '-pid-file', path], undefined, { listen: () => Promise.reject(error) })
    const line = '[ERROR] agent: Error starting agent: error="listen 127.0.0.1:8500: bind: address already in use"\n'
    expect(result).toMatchObject({
      code: 1,
      stderr: '',
      stdout: expect.stringContaining(line) as string,
      listeners: [],
    })
    expect(existsSync(path)).toBe(false)
  })

  test('a pid file that cannot be written', async () => {
    const result = await run(['-dev', '-pid-file', join(dir, 'no', 'pid')])
    expect(result).toMatchObject({ code: 1, calls: [] })
    expect(result.stderr).toContain('==> Could not open pid file: ')
  })
})
