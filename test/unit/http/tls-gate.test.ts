import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { settingsFromConfig } from '../../../src/config/settings.ts'
import { Emulator } from '../../../src/emulator.ts'
import { openMany } from '../../support/open-many.ts'

let dir = ''
let emulator: Emulator
let own = { pem: '', keyPem: '' }
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tls-gate-'))
  own = await new Emulator(settingsFromConfig({}, { dev: true })).agent.connect.leaf('web')
  writeFileSync(join(dir, 'web.crt'), own.pem)
  writeFileSync(join(dir, 'web.key'), own.keyPem)
})
afterAll(() => rmSync(dir, { recursive: true }))
beforeEach(async () => {
  emulator = new Emulator(settingsWith({ cert_file: join(dir, 'web.crt'), key_file: join(dir, 'web.key') }))
  await emulator.listen()
})
afterEach(() => emulator.close())

const settingsWith = (https: object) =>
  settingsFromConfig({ ports: { http: 0, https: 0, dns: -1 }, tls: { https } }, { dev: true })

function get(path: string, { port } = emulator.https, options: https.RequestOptions = {}) {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const request = https.get({ port, path, rejectUnauthorized: false, ...options }, response => {
      let text = ''
      response
        .on('data', (part: Buffer) => (text += part.toString()))
        .on('end', () => resolve({ status: response.statusCode, text }))
    })
    request.on('error', reject)
  })
}

test('the API is the same over TLS', async () => {
  expect(await get('/v1/status/leader')).toMatchObject({ status: 200 })
  expect(await get('/v1/nope')).toMatchObject({ status: 404 })
})

test('a client that speaks no TLS is told so', async () => {
  const answer = await new Promise<string>((resolve, reject) => {
    http
      .get({ port: emulator.https.port, path: '/v1/kv/a' }, response => {
        response.on('data', (part: Buffer) => resolve(`${response.statusCode} ${part.toString()}`))
      })
      .on('error', reject)
  })
  expect(answer).toBe('400 Client sent an HTTP request to an HTTPS server.\n')
})

test('a connection that says nothing does not keep it from closing', async () => {
  const socket = net.connect(emulator.https.port)
  await new Promise(resolve => socket.once('connect', resolve))
  await emulator.close()
  expect(emulator.listening).toBe(false)
  socket.destroy()
})

test('a reload that asks for client certificates refuses clients without one, and a reload that cannot be used changes nothing', async () => {
  const files = { cert_file: join(dir, 'web.crt'), key_file: join(dir, 'web.key'), ca_file: join(dir, 'web.crt') }
  const { port } = emulator.https
  await expect(emulator.reload(settingsWith({ ...files, key_file: join(dir, 'none.key') }))).rejects.toThrow(
    `Failed reloading tls configuration: Failed to load cert/key pair: open ${join(dir, 'none.key')}: no such file or directory`,
  )
  expect(await get('/v1/status/leader', { port, host: '' })).toMatchObject({ status: 200 })
  await emulator.reload(settingsWith({ ...files, verify_incoming: true }))
  await expect(get('/v1/status/leader', { port, host: '' }, { agent: false })).rejects.toThrow()
})

test('an HTTPS port without a certificate gets one of the mesh', async () => {
  const other = new Emulator(settingsWith({}))
  await other.listen()
  expect(await get('/v1/status/leader', other.https)).toMatchObject({ status: 200 })
  await other.close()
})

test('a connection whose handshake takes longer than the settings allow is ended', async () => {
  const impatient = new Emulator(
    settingsFromConfig(
      { ports: { http: 0, https: 0, dns: -1 }, limits: { https_handshake_timeout: '20ms' } },
      { dev: true },
    ),
  )
  await impatient.listen()
  const socket = net.connect(impatient.https.port)
  await expect(once(socket, 'close')).resolves.toEqual([false])
  await impatient.close()
})

test.each([
  ['say nothing', Buffer.alloc(0)],
  ['begin a handshake', Buffer.from([22, 3, 1, 2, 0, 1])],
])('thousands of connections that %s keep nobody from a handshake', async (_, said) => {
  const sockets = await openMany(emulator.https.port, 2_500, said)
  // the oldest make room
  await expect.poll(() => sockets.filter(({ destroyed }) => destroyed).length, { timeout: 20_000 }).toBeGreaterThan(400)
  expect(await get('/v1/status/leader')).toMatchObject({ status: 200 })
})
