import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dispatch } from '../../../src/cli/dispatch.ts'
import { settingsFromConfig } from '../../../src/config/settings.ts'
import { Emulator } from '../../../src/emulator.ts'
import { recordedIo } from './io.ts'

let dir = ''
let emulator: Emulator
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'transports-'))
  for (const words of ['ca create', 'cert create -server']) await succeed(['tls', ...words.split(' ')])
  const config = {
    ports: { http: -1, https: 0, dns: -1 },
    addresses: { http: `unix://${join(dir, 'http.sock')}`, https: '127.0.0.1' },
    unix_sockets: { mode: '0600' },
    tls: {
      defaults: { ca_file: join(dir, 'consul-agent-ca.pem') },
      https: {
        cert_file: join(dir, 'dc1-server-consul-0.pem'),
        key_file: join(dir, 'dc1-server-consul-0-key.pem'),
        verify_incoming: true,
      },
    },
  }
  emulator = new Emulator(settingsFromConfig(config, { dev: true }))
  await emulator.listen()
}, 60_000)
afterAll(async () => {
  await emulator.close()
  rmSync(dir, { recursive: true })
})

async function run(argv: readonly string[], env: Record<string, string> = {}) {
  const { io, written } = recordedIo({ env, cwd: dir })
  return { code: await dispatch(argv, io), ...written }
}

async function succeed(argv: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { stdout, ...rest } = await run(argv, env)
  expect(rest).toEqual({ code: 0, stderr: '' })
  return stdout
}

test('commands ask an agent over its unix socket, which has the mode that the configuration gives', async () => {
  const address = `unix://${join(dir, 'http.sock')}`
  expect(statSync(join(dir, 'http.sock')).mode & 0o777).toBe(0o600)
  expect(await succeed(['kv', 'put', '-http-addr', address, 'a', 'b'])).toBe('Success! Data written to: a\n')
  expect(await succeed(['kv', 'get', 'a'], { CONSUL_HTTP_ADDR: address })).toBe('b\n')
  writeFileSync(join(dir, 'web.hcl'), 'service { name = "web" }')
  expect(await succeed(['services', 'register', join(dir, 'web.hcl')], { CONSUL_HTTP_ADDR: address })).toContain('web')
  expect(await succeed(['catalog', 'services'], { CONSUL_HTTP_ADDR: address })).toBe('consul\nweb\n')
})

test('commands say which unix socket is not there', async () => {
  const { code, stderr } = await run(['kv', 'get', '-http-addr', 'unix:///nosuch.sock', 'a'])
  expect({ code, stderr }).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('dial unix /nosuch.sock: connect: no such file or directory'),
  })
})

test('commands ask an agent over HTTPS with the certificates that tls made', async () => {
  const address = `https://127.0.0.1:${emulator.https.port}`
  const flags = ['-http-addr', address, '-ca-file', join(dir, 'consul-agent-ca.pem')]
  expect(await run(['kv', 'get', ...flags, 'a'])).toMatchObject({ code: 1 })
  await succeed(['tls', 'cert', 'create', '-client'])
  const own = [
    ...['-client-cert', join(dir, 'dc1-client-consul-0.pem')],
    ...['-client-key', join(dir, 'dc1-client-consul-0-key.pem')],
  ]
  expect(await succeed(['kv', 'put', ...flags, ...own, 'a', 'b'])).toBe('Success! Data written to: a\n')
  const env = {
    CONSUL_HTTP_ADDR: address.replace('https://', ''),
    CONSUL_HTTP_SSL: 'true',
    CONSUL_CACERT: join(dir, 'consul-agent-ca.pem'),
    CONSUL_CLIENT_CERT: join(dir, 'dc1-client-consul-0.pem'),
    CONSUL_CLIENT_KEY: join(dir, 'dc1-client-consul-0-key.pem'),
  }
  expect(await succeed(['kv', 'get', 'a'], env)).toBe('b\n')
  expect(await run(['kv', 'get', 'a'], { ...env, CONSUL_CACERT: '' })).toMatchObject({ code: 1 })
})
