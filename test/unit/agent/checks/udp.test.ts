import dgram from 'node:dgram'
import { expect, test } from 'vitest'
import { afterTest } from '../../../support/after-test.ts'
import { CheckUnderTest, firstResult, settled } from './harness.ts'

/** A UDP server; `asked` gives what the first datagram held. */
async function server(answer?: string): Promise<{ port: number; asked: Promise<string>; close: () => Promise<void> }> {
  const socket = dgram.createSocket('udp4')
  let open = true
  const close = async (): Promise<void> => {
    if (!open) return
    open = false
    await new Promise<void>(resolve => {
      socket.close(resolve)
    })
  }
  afterTest(close)
  const asked = new Promise<string>(resolve => {
    socket.on('message', (message, from) => {
      resolve(message.toString())
      if (answer !== undefined) socket.send(answer, from.port, from.address)
    })
  })
  await new Promise<void>(resolve => {
    socket.bind(0, '127.0.0.1', resolve)
  })
  return { port: socket.address().port, asked, close }
}

test.each(['pong', ''])('any answer passes: %j', async answer => {
  const { port, asked } = await server(answer)
  expect(await firstResult({ udp: `127.0.0.1:${port}` })).toEqual({
    status: 'passing',
    output: `UDP connect 127.0.0.1:${port}: Success`,
  })
  expect(await asked).toBe('')
})

test('a closed port is critical', async () => {
  const { port, close } = await server()
  await close()
  const { status, output } = await firstResult({ udp: `127.0.0.1:${port}` })
  expect(status).toBe('critical')
  expect(output.replace(/:\d+->/, ':0->')).toBe(`read udp 127.0.0.1:0->127.0.0.1:${port}: read: connection refused`)
})

test.each([
  ['127.0.0.1', 'dial udp: address 127.0.0.1: missing port in address'],
  ['127.0.0.1:abc', 'dial udp: lookup udp/abc: unknown port'],
])('%s is no address', async (udp, output) => {
  expect(await firstResult({ udp })).toEqual({ status: 'critical', output })
})

test('without an answer it waits, beyond any time-out, until it is stopped', async () => {
  const { port, asked } = await server()
  const check = new CheckUnderTest({ udp: `127.0.0.1:${port}`, timeout: 1000 })
  await check.clock.advance(500)
  await asked
  await check.clock.advance(100_000)
  await settled()
  expect(check.reports).toEqual([])
  check.running.stop()
  await settled()
  expect(check.reports).toEqual([])
  expect(check.clock.pending).toBe(0)
})
