import net from 'node:net'
import tls from 'node:tls'
import { describe, expect, test } from 'vitest'
import { certificate } from './certificate.ts'
import { CheckUnderTest, closedPort, firstResult, listen, settled } from './harness.ts'

/** A server that takes connections and says nothing; `connected` is there after the first, `closed` when it is over. */
async function silent(): Promise<{ port: number; connected: Promise<void>; closed: Promise<void> }> {
  let connect = (): void => undefined
  let close = (): void => undefined
  const connected = new Promise<void>(resolve => {
    connect = resolve
  })
  const closed = new Promise<void>(resolve => {
    close = resolve
  })
  const server = net.createServer(socket => {
    connect()
    socket.on('close', close)
    socket.resume()
  })
  return { port: await listen(server), connected, closed }
}

describe('a TCP check', () => {
  test('passes when it can connect, and hangs up', async () => {
    const { port, closed } = await silent()
    expect(await firstResult({ tcp: `127.0.0.1:${port}` })).toEqual({
      status: 'passing',
      output: `TCP connect 127.0.0.1:${port}: Success`,
    })
    await closed
  })

  test('takes names, too', async () => {
    const { port } = await silent()
    expect(await firstResult({ tcp: `localhost:${port}` })).toEqual({
      status: 'passing',
      output: `TCP connect localhost:${port}: Success`,
    })
  })

  test('is critical when nobody listens', async () => {
    const port = await closedPort()
    expect(await firstResult({ tcp: `127.0.0.1:${port}` })).toEqual({
      status: 'critical',
      output: `dial tcp 127.0.0.1:${port}: connect: connection refused`,
    })
    expect((await firstResult({ tcp: `:${port}` })).output).toBe(`dial tcp :${port}: connect: connection refused`)
  })

  test.each([
    ['127.0.0.1', 'dial tcp: address 127.0.0.1: missing port in address'],
    ['[::1]', 'dial tcp: address [::1]: missing port in address'],
    ['127.0.0.1:99999', 'dial tcp: address 99999: invalid port'],
    ['127.0.0.1:-1', 'dial tcp: address -1: invalid port'],
    ['127.0.0.1:abc', 'dial tcp: lookup tcp/abc: unknown port'],
    ['::1:1', 'dial tcp: address ::1:1: too many colons in address'],
    ['http://127.0.0.1:1', 'dial tcp: address http://127.0.0.1:1: too many colons in address'],
  ])('%s is no address', async (tcp, output) => {
    expect(await firstResult({ tcp })).toEqual({ status: 'critical', output })
  })
})

describe('a TCP check with TLS', () => {
  const secure = (): Promise<number> => listen(tls.createServer(certificate))
  const check = (port: number, fields: object = {}): ReturnType<typeof firstResult> =>
    firstResult({ tcp: `127.0.0.1:${port}`, tcpUseTls: true, ...fields })
  const UNVERIFIED = 'tls: failed to verify certificate: x509: '

  test('passes when the certificate need not be verified', async () => {
    const port = await secure()
    expect(await check(port, { tlsSkipVerify: true })).toEqual({
      status: 'passing',
      output: `TCP+TLS connect 127.0.0.1:${port}: Success`,
    })
  })

  test('looks at the name, then at the issuer', async () => {
    const port = await secure()
    expect(await check(port)).toEqual({
      status: 'critical',
      output: `${UNVERIFIED}cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs`,
    })
    expect((await check(port, { tlsServerName: 'other.test' })).output).toBe(
      `${UNVERIFIED}certificate is valid for example.test, not other.test`,
    )
    expect((await check(port, { tlsServerName: 'example.test' })).output).toBe(
      `${UNVERIFIED}certificate signed by unknown authority`,
    )
  })

  test('is critical when the server does not speak TLS', async () => {
    const port = await listen(net.createServer(socket => socket.end('hello')))
    expect(await check(port)).toEqual({
      status: 'critical',
      output: 'tls: first record does not look like a TLS handshake',
    })
  })

  test('is critical when the server says nothing', async () => {
    const { port, connected, closed } = await silent()
    const check = new CheckUnderTest({ tcp: `127.0.0.1:${port}`, tcpUseTls: true, timeout: 1000 })
    const result = check.next()
    await check.clock.advance(500)
    await connected
    await settled()
    await check.clock.advance(1000)
    expect(await result).toEqual({ status: 'critical', output: 'context deadline exceeded' })
    await closed
  })

  test('ends with stop', async () => {
    const { port, connected, closed } = await silent()
    const check = new CheckUnderTest({ tcp: `127.0.0.1:${port}`, tcpUseTls: true })
    await check.clock.advance(500)
    await connected
    check.running.stop()
    await closed
    await settled()
    expect(check.reports).toEqual([])
    expect(check.clock.pending).toBe(0)
  })
})
