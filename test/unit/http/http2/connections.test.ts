import http2, { type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { settingsFromConfig } from '../../../../src/config/settings.ts'
import { Emulator } from '../../../../src/emulator.ts'

let emulator: Emulator
let client: ClientHttp2Session
beforeEach(async () => {
  emulator = new Emulator(settingsFromConfig({ ports: { http: 0, https: 0, dns: -1 } }, { dev: true }))
  await emulator.listen()
  client = http2.connect(`https://127.0.0.1:${emulator.https.port}`, { rejectUnauthorized: false })
})
afterEach(async () => {
  client.destroy()
  await emulator.close()
})

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** `body`: sent without its length, unless the headers tell it. */
function send(path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stream = client.request({ ':path': path, ...headers }, { endStream: body === undefined })
    let received: IncomingHttpHeaders = {}
    const chunks: Buffer[] = []
    stream.once('response', head => (received = head))
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.once('error', reject)
    stream.once('end', () =>
      resolve({ status: Number(received[':status']), headers: received, body: Buffer.concat(chunks) }),
    )
    if (body !== undefined) stream.end(body)
  })
}

test('a client that chooses HTTP/2 gets the same answers', async () => {
  const put = await send('/v1/kv/a', { ':method': 'PUT', 'content-length': '5' }, 'value')
  expect([put.status, put.body.toString()]).toEqual([200, 'true'])
  const get = await send('/v1/kv/a?raw')
  expect(get.body.toString()).toBe('value')
  expect(get.headers).toMatchObject({ 'x-consul-knownleader': 'true', 'content-length': '5' })
  expect(await send('/v1/kv/none')).toMatchObject({ status: 404, body: Buffer.alloc(0) })
  expect((await send('/v1/kv/a', { ':method': 'HEAD' })).body.length).toBe(0)
})

test('a body that comes without its length is taken', async () => {
  const payload = JSON.stringify({ Name: 'web', Port: 80 })
  expect((await send('/v1/agent/service/register', { ':method': 'PUT' }, payload)).status).toBe(200)
  expect((await send('/v1/agent/service/web')).status).toBe(200)
})

test('large answers are compressed for clients that take it', async () => {
  await send('/v1/kv/large', { ':method': 'PUT', 'content-length': '9000' }, 'x'.repeat(9000))
  const { headers, body } = await send('/v1/kv/large?raw', { 'accept-encoding': 'gzip' })
  expect(headers['content-encoding']).toBe('gzip')
  expect(body.length).toBeLessThan(1000)
})

test('many blocking queries wait on one connection, and others are answered meanwhile', async () => {
  await send('/v1/kv/a', { ':method': 'PUT' }, '1')
  const index = (await send('/v1/kv/a')).headers['x-consul-index']
  const waiting = Array.from({ length: 20 }, () => send(`/v1/kv/a?index=${index}&wait=60s`))
  await emulator.control.blocked.until({}, 20)
  expect((await send('/v1/status/leader')).status).toBe(200)
  await send('/v1/kv/a', { ':method': 'PUT' }, '2')
  for (const answer of await Promise.all(waiting)) expect(JSON.parse(answer.body.toString())[0].Value).toBe('Mg==')
})

test('a client that gives up a blocking query is forgotten', async () => {
  const stream = client.request({ ':path': '/v1/kv/a?index=100&wait=60s' })
  stream.on('error', () => undefined)
  await emulator.control.blocked.until({}, 1)
  stream.close(http2.constants.NGHTTP2_CANCEL)
  await vi.waitFor(() => expect(emulator.agent.blocking.size).toBe(0))
})

test('what is streamed comes little by little', async () => {
  const stream = client.request({ ':path': '/v1/agent/monitor?loglevel=warn' })
  await new Promise(resolve => stream.once('response', resolve))
  emulator.agent.logger.warn('Look out')
  const first = await new Promise<Buffer>(resolve => stream.once('data', resolve))
  expect(first.toString()).toContain('Look out')
  stream.close()
})

test('plugins are served, too', async () => {
  const config = await send('/ui/config.json')
  expect(JSON.parse(config.body.toString())).toMatchObject({ Datacenter: 'dc1' })
  expect((await send('/_miniconsul/clock')).status).toBe(200)
  expect((await send('/v1/status/leader')).status).toBe(200)
})

test('a fault cuts one answer off, and the connection goes on', async () => {
  emulator.control.faults.use({ path: '/v1/kv/a' }, 'reset')
  await expect(send('/v1/kv/a')).rejects.toThrow()
  expect((await send('/v1/status/leader')).status).toBe(200)
})
