import http2 from 'node:http2'
import net from 'node:net'
import { expect, test } from 'vitest'
import { certificate } from './certificate.ts'
import { CheckUnderTest, closedPort, firstResult, listen } from './harness.ts'

const plain = (port: number) => ({ h2ping: `127.0.0.1:${port}`, h2pingUseTls: false })

test('a server of HTTP/2 that answers a ping passes', async () => {
  const port = await listen(http2.createServer())
  expect(await firstResult(plain(port))).toEqual({ status: 'passing', output: 'HTTP2 ping was successful' })
})

test('TLS is the default, and the certificate is verified', async () => {
  const port = await listen(http2.createSecureServer({ ...certificate }))
  const h2ping = `127.0.0.1:${port}`
  expect(await firstResult({ h2ping, tlsSkipVerify: true })).toMatchObject({ status: 'passing' })
  expect(await firstResult({ h2ping })).toMatchObject({
    status: 'critical',
    output: expect.stringMatching(/^Failed to dial to 127\.0\.0\.1:\d+: tls: failed to verify certificate: x509: /),
  })
})

test('what cannot be reached is critical', async () => {
  const port = await closedPort()
  expect(await firstResult({ h2ping: `127.0.0.1:${port}` })).toEqual({
    status: 'critical',
    output: `Failed to dial to 127.0.0.1:${port}: dial tcp 127.0.0.1:${port}: connect: connection refused`,
  })
})

test.each([
  ['hangs up', (socket: net.Socket) => socket.end(), 'EOF'],
  [
    'speaks HTTP/1.1',
    (socket: net.Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    'http2: failed reading the frame payload: http2: frame too large, note that the frame header looked like an HTTP/1.1 header',
  ],
])('a server that %s is critical', async (_what, answer, reason) => {
  const port = await listen(net.createServer(socket => void answer(socket.on('error', () => undefined))))
  expect(await firstResult(plain(port))).toEqual({ status: 'critical', output: `HTTP2 ping failed: ${reason}` })
})

test('a server that says nothing is critical once the time is up', async () => {
  let connected = (): void => undefined
  const connection = new Promise<void>(resolve => (connected = resolve))
  const port = await listen(net.createServer(socket => void socket.once('data', connected)))
  const check = new CheckUnderTest({ ...plain(port), timeout: 2000 })
  const result = check.next()
  await check.clock.advance(1000)
  await connection
  await check.clock.advance(2000)
  expect(await result).toEqual({ status: 'critical', output: 'HTTP2 ping failed: context deadline exceeded' })
})
