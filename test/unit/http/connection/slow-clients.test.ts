import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { settingsFromConfig } from '../../../../src/config/settings.ts'
import { Emulator } from '../../../../src/emulator.ts'

let emulator: Emulator
beforeEach(async () => {
  const limits = { http_max_conns_per_client: 0 }
  emulator = new Emulator(settingsFromConfig({ ports: { http: 0, dns: -1 }, limits }, { dev: true }))
  await emulator.listen()
})
afterEach(() => emulator.close())

const HEAD = 'GET /v1/status/leader HTTP/1.1\r\nHost: localhost\r\n'
const PUT = 'PUT /v1/kv/slow HTTP/1.1\r\nHost: localhost\r\n'

test.each([
  ['nothing', '', ''],
  ['a part of a line', 'GET /v1', ' x'],
  ['a part of a head', HEAD, 'X-A: b\r\n'],
  ['a head of a request behind another', `${HEAD}\r\n${HEAD}`, 'X-A: b\r\n'],
  ['a part of a body', `${PUT}Content-Length: 1000\r\n\r\nx`, 'y'],
  ['a part of a body in chunks', `${PUT}Transfer-Encoding: chunked\r\n\r\n3\r\nab`, 'c\r\n1\r\n'],
])(
  'hundreds of clients that send %s, and now and then more, hinder nobody, and leave nothing when they go',
  async (_, beginning, more) => {
    const { port } = emulator.http
    const sockets = Array.from({ length: 300 }, () =>
      connect(port, '127.0.0.1')
        .on('error', () => undefined)
        .resume(),
    )
    await Promise.all(sockets.map(socket => once(socket, 'connect')))
    const sent = (text: string): Promise<unknown> =>
      Promise.all(sockets.map(socket => new Promise(resolve => socket.write(text, resolve))))
    const isServed = async (): Promise<void> => {
      const { status } = await fetch(`http://127.0.0.1:${port}/v1/status/leader`)
      expect(status).toBe(200)
    }
    await sent(beginning)
    await isServed()
    for (let i = 0; i < 5; i++) await sent(more)
    await isServed()
    // Consul waits for as long as they like
    expect(sockets.filter(socket => socket.destroyed)).toEqual([])
    for (const socket of sockets) socket.destroy()
    await isServed()
    await vi.waitFor(() => expect(emulator.agent.blocking.size).toBe(0))
    expect(emulator.agent.store.view.get('kv', 'slow')).toBeUndefined()
  },
  60_000,
)
