import { connect } from 'node:http2'
import { type AddressInfo, createConnection, createServer } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { settingsFromConfig } from '../../../../src/config/settings.ts'
import { Http2Connections } from '../../../../src/http/http2/connections.ts'
import { Emulator } from '../../../../src/emulator.ts'

interface Frames {
  get(stream: number, path: string): Buffer
  reset(stream: number): Buffer
  settings(window?: number): Buffer
  ping(ack: boolean): Buffer
  continuation(stream: number, payload: Buffer, last: boolean): Buffer
  frame(type: number, flags: number, stream: number, payload?: Buffer): Buffer
  headerBlock(method: string, path: string): Buffer
  sendFrames(port: number, pieces: Buffer[], options: { reads?: boolean; quiet?: number }): Promise<number>
}
const path = new URL('../../../../scripts/fuzz/lib/http2.mjs', import.meta.url).href
const { get, reset, settings, ping, continuation, frame, headerBlock, sendFrames } = (await import(path)) as Frames

let emulator: Emulator
beforeEach(async () => {
  emulator = new Emulator(settingsFromConfig({ ports: { http: 0, https: 0, dns: -1 } }, { dev: true }))
  await emulator.listen()
})
afterEach(() => emulator.close())

const odd = (i: number): number => 2 * i + 1
const many = (count: number, make: (i: number) => Buffer): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, i) => make(i)))
/** A stream of HEADERS that does not end. */
const begun = frame(1, 1, 1, headerBlock('GET', '/v1/kv/a'))
const header = headerBlock('GET', '/').subarray(10)

const FLOODS: Record<string, Buffer> = {
  'takes its requests back at once (CVE-2023-44487)': many(5000, i =>
    Buffer.concat([get(odd(i), '/v1/kv/a?index=100&wait=60s'), reset(odd(i))]),
  ),
  'asks more than it may at a time': many(2000, i => get(odd(i), '/v1/kv/a')),
  'sends headers that do not end (CVE-2024-27316)': Buffer.concat([
    begun,
    many(20_000, () => continuation(1, header, false)),
  ]),
  'sends headers that are empty and do not end': Buffer.concat([
    begun,
    many(50_000, () => continuation(1, Buffer.alloc(0), false)),
  ]),
  'sends settings only': many(20_000, () => settings()),
  'sends pings only': many(20_000, () => ping(false)),
  'sends empty data only': Buffer.concat([
    frame(1, 4, 1, headerBlock('PUT', '/v1/kv/a')),
    many(50_000, () => frame(0, 0, 1)),
  ]),
}

test.each(Object.entries(FLOODS).flatMap(([name, flood]) => [true, false].map(reads => ({ name, flood, reads }))))(
  'a client of HTTP/2 that $name is cut off or ignored, and leaves nothing (it reads: $reads)',
  async ({ flood, reads }) => {
    await sendFrames(emulator.https.port, [settings(), flood], { reads, quiet: 50 })
    await vi.waitFor(() => expect(emulator.agent.blocking.size).toBe(0), 20_000)
    const answer = await fetch(`http://127.0.0.1:${emulator.http.port}/v1/status/leader`)
    expect(answer.status).toBe(200)
  },
  60_000,
)

test('a client of HTTP/2 that opens no window for answers is forgotten when it goes', async () => {
  emulator.agent.store.write(
    tx =>
      void tx.put('kv', {
        Key: 'large',
        Value: 'x'.repeat(400_000),
        Flags: 0,
        Session: '',
        LockIndex: 0,
        CreateIndex: 1,
        ModifyIndex: 1,
      }),
  )
  const requests = many(200, i => get(odd(i), '/v1/kv/large?raw'))
  expect(await sendFrames(emulator.https.port, [settings(0), requests], { quiet: 200 })).toBeLessThan(100_000)
  const answer = await fetch(`http://127.0.0.1:${emulator.http.port}/v1/kv/large?raw`)
  expect((await answer.text()).length).toBe(400_000)
})

test('a client of HTTP/2 that says nothing is asked whether it is there, and cut off when it does not answer', async () => {
  const requests: string[] = []
  const connections = new Http2Connections(({ url }) => requests.push(url), 10_000, 30)
  const closed: string[] = []
  const server = createServer(socket => {
    connections.take(socket as TLSSocket)
    socket.once('close', () => closed.push('server'))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const good = connect(`http://127.0.0.1:${port}`)
  good.request({ ':path': '/good' }).on('error', () => undefined)
  let pings = 0
  good.on('ping', () => pings++)
  await vi.waitFor(() => expect(pings).toBeGreaterThan(3), 20_000)
  expect(closed).toEqual([])
  const silent = createConnection(port, '127.0.0.1').on('error', () => undefined)
  silent.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), settings(), get(1, '/silent')]))
  await vi.waitFor(() => expect(closed).toEqual(['server']), 20_000)
  expect(requests).toEqual(['/good', '/silent'])
  good.destroy()
  silent.destroy()
  await new Promise(resolve => server.close(resolve))
}, 60_000)
