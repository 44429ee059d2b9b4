import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Configuration } from '../../../src/daemon/configuration.ts'
import { Daemon } from '../../../src/daemon/daemon.ts'
import { Emulator } from '../../../src/emulator.ts'
import { until } from '../../support/until.ts'

let dir = ''
let file = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'reload-'))
  file = join(dir, 'agent.json')
})
afterEach(() => rmSync(dir, { recursive: true }))

const ports = { http: 0, dns: -1, grpc: -1, grpc_tls: -1 }
const write = (config: object): void => writeFileSync(file, JSON.stringify({ ports, ...config }))

/** Runs a daemon with this configuration while `during` runs. */
async function withDaemon(
  config: object,
  during: (daemon: {
    readonly emulator: Emulator
    readonly signals: EventEmitter
    readonly log: () => string
    readonly reload: () => Promise<{ status: number; text: string }>
    readonly hangUp: () => Promise<void>
  }) => Promise<void>,
): Promise<void> {
  write(config)
  let log = ''
  const signals = new EventEmitter()
  const emulators: Emulator[] = []
  const daemon = new Daemon(new Configuration({ paths: [file], format: undefined, flags: {} }, { dev: true }), {
    signals,
    pid: 1,
    env: process.env,
    stdout: { write: line => (log += line) },
    create(settings, log, hooks) {
      const emulator = new Emulator(settings, { log, ...hooks })
      emulators.push(emulator)
      return emulator
    },
  })
  const done = daemon.run()
  try {
    await Promise.race([done, until(() => log.includes('Consul agent running!'))])
    const emulator = emulators[0]!
    await during({
      emulator,
      signals,
      log: () => log,
      async reload() {
        const response = await fetch(`http://127.0.0.1:${emulator.http.port}/v1/agent/reload`, { method: 'PUT' })
        return { status: response.status, text: await response.text() }
      },
      async hangUp() {
        signals.emit('SIGHUP')
        await until(() => log.includes('Reload config failed'))
      },
    })
  } finally {
    signals.emit('SIGINT')
    await done
  }
}

describe('a reload over HTTP', () => {
  test('changes the log level', () =>
    withDaemon({ log_level: 'info' }, async ({ emulator, log, reload }) => {
      write({ log_level: 'debug' })
      expect(await reload()).toEqual({ status: 200, text: '' })
      emulator.agent.logger.debug('now it is told')
      expect(log()).toContain('[DEBUG] agent: now it is told\n')
    }))

  test('logs the warnings of the new configuration', () =>
    withDaemon({}, async ({ log, reload }) => {
      write({ acl_ttl: '5s' })
      expect((await reload()).status).toBe(200)
      expect(log()).toContain(
        "[WARN]  agent.auto_config: The 'acl_ttl' field is deprecated. Use the 'acl.token_ttl' field instead.\n",
      )
      expect(log()).not.toContain('agent: The')
    }))

  test('a start logs the warnings first, for the two that read the configuration, and our own once', () =>
    withDaemon({ acl_ttl: '5s', ui: true, cache: { entry_fetch_rate: 1 } }, ({ log }) => {
      const lines = log().split('\n\n').at(-1)?.split('\n') ?? []
      const ttl = "The 'acl_ttl' field is deprecated. Use the 'acl.token_ttl' field instead."
      const ui = "The 'ui' field is deprecated. Use the 'ui_config.enabled' field instead."
      expect(lines.slice(0, 4).map(line => line.replace(/^\S+ \[WARN\] {2}/, ''))).toEqual([
        `agent: ${ttl}`,
        `agent: ${ui}`,
        `agent.auto_config: ${ttl}`,
        `agent.auto_config: ${ui}`,
      ])
      expect(lines.filter(line => line.includes('has no meaning here'))).toHaveLength(1)
      return Promise.resolve()
    }))

  test('replaces the watches', () =>
    withDaemon({}, async ({ emulator, reload }) => {
      write({
        watches: [{ type: 'key', key: 'k', handler_type: 'http', http_handler_config: kvHandler(emulator, 'seen') }],
      })
      expect((await reload()).status).toBe(200)
      await until(() => emulator.agent.store.view.get('kv', 'seen') !== undefined)
    }))
})

const kvHandler = (emulator: Emulator, key: string): object => ({
  path: `http://127.0.0.1:${emulator.http.port}/v1/kv/${key}`,
  method: 'PUT',
})

test('a hangup is logged alone where nothing changes, and limits that stay are told from the second reload on', () =>
  withDaemon({ services: [{ name: 'one' }] }, async ({ log, signals, reload }) => {
    const skipped = '[WARN]  agent.server.rpc-rate-limit: UpdateConfig called but configuration has not changed.'
    const before = log().length
    signals.emit('SIGHUP')
    expect((await reload()).status).toBe(200)
    await until(() => log().includes(skipped))
    const lines = log().slice(before).replaceAll(/^\S+ /gm, '')
    expect(lines).toBe(
      `[INFO]  agent: Caught: signal=hangup\n${skipped}  Skipping updating the server rate limiter configuration.\n`,
    )
  }))

describe('a configuration that is refused', () => {
  test.each([
    ['for a key that is unknown', { nonsense: 1 }, /invalid config key nonsense/],
    [
      'for a watch that is invalid',
      { watches: [{ type: 'nosuch', args: ['x'] }] },
      /Failed reloading watches: .*nosuch/,
    ],
    ['for a check that is invalid', { checks: [{ name: 'c' }] }, /TTL must be > 0 for TTL checks/],
  ])('%s changes neither log level nor watches nor services', async (_, change, reason) => {
    const before = { log_level: 'info', services: [{ name: 'one' }] }
    await withDaemon(before, async ({ emulator, log, hangUp, reload }) => {
      const watches = [
        { type: 'key', key: 'k', handler_type: 'http', http_handler_config: kvHandler(emulator, 'seen') },
      ]
      const other = [{ type: 'key', key: 'k', handler_type: 'http', http_handler_config: kvHandler(emulator, 'other') }]
      write({ ...before, watches })
      expect((await reload()).status).toBe(200)
      await until(() => emulator.agent.store.view.get('kv', 'seen') !== undefined)
      write({ log_level: 'debug', services: [{ name: 'two' }], watches: other, ...change })
      await hangUp()
      expect(log()).toMatch(/\[ERROR\] agent: Reload config failed:(?: error=|\n {2}error=\n)/)
      expect(log()).toMatch(reason)
      emulator.agent.logger.debug('not told')
      expect(log()).not.toContain('[DEBUG]')
      expect(Array.from(emulator.agent.local.state.services(), ({ row }) => row.ID)).toEqual(['one'])
      expect(await reload()).toMatchObject({ status: 500, text: expect.stringMatching(reason) as string })
    })
  })
})
