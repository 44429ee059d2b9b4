import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import zlib from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { CheckDefinition } from '../../../../src/model/registration.ts'
import { floodServer } from '../../../support/flood-server.ts'
import { certificate } from './certificate.ts'
import { CheckUnderTest, closedPort, firstResult, listen, settled } from './harness.ts'

interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

type Answer = (response: http.ServerResponse, seen: Seen) => void

/** A server that answers as told and notes what it was asked. */
async function serve(answer: Answer): Promise<{ origin: string; seen: Seen[] }> {
  const seen: Seen[] = []
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const entry = { method, url, headers, body: Buffer.concat(chunks).toString() }
      seen.push(entry)
      answer(response, entry)
    })
  })
  return { origin: `http://127.0.0.1:${await listen(server)}`, seen }
}

/** A server that answers with these bytes and hangs up. */
const raw = (answer: string | Buffer): Promise<number> =>
  listen(net.createServer(socket => socket.once('data', () => socket.end(answer))))

const withCode =
  (code: number, body = '', headers = {}): Answer =>
  response =>
    response.writeHead(code, headers).end(body)

describe('the status', () => {
  test.each([
    [200, 'passing', '200 OK'],
    [204, 'passing', '204 No Content'],
    [300, 'critical', '300 Multiple Choices'],
    [302, 'critical', '302 Found'],
    [304, 'critical', '304 Not Modified'],
    [404, 'critical', '404 Not Found'],
    [429, 'warning', '429 Too Many Requests'],
    [500, 'critical', '500 Internal Server Error'],
    [999, 'critical', '999 unknown'],
  ])('%d is %s', async (code, status, text) => {
    const { origin } = await serve(withCode(code))
    expect(await firstResult({ http: origin })).toEqual({ status, output: `HTTP GET ${origin}: ${text} Output: ` })
  })

  test('shows the words of the server', async () => {
    const port = await raw('HTTP/1.0 200 Fine And Good\r\n\r\nhi there')
    expect((await firstResult({ http: `http://127.0.0.1:${port}/` })).output).toBe(
      `HTTP GET http://127.0.0.1:${port}/: 200 Fine And Good Output: hi there`,
    )
  })
})

describe('the request', () => {
  async function asked(fields: Partial<CheckDefinition>, path = '/'): Promise<{ seen: Seen; output: string }> {
    const { origin, seen } = await serve(withCode(200))
    const { output } = await firstResult({ http: origin + path, ...fields })
    return { seen: seen[0]!, output: output.replace(origin, '') }
  }

  test('is a GET with the headers of Consul', async () => {
    const { seen, output } = await asked({}, '/a%20b?x=1&y=%20#fragment')
    expect(output).toBe('HTTP GET /a%20b?x=1&y=%20#fragment: 200 OK Output: ')
    expect(seen).toMatchObject({ method: 'GET', url: '/a%20b?x=1&y=%20', body: '' })
    const { host, ...headers } = seen.headers
    expect(host).toMatch(/^127\.0\.0\.1:\d+$/)
    expect(headers).toEqual({
      'user-agent': 'Consul Health Check',
      accept: 'text/plain, text/*, */*',
      'accept-encoding': 'gzip',
      connection: 'close',
    })
  })

  test('has the method, headers and body of the definition', async () => {
    const header = { 'X-T': ['1', '2'], Host: ['my.host'], 'User-Agent': ['mine'], Accept: [''], 'X-None': [] }
    const { seen, output } = await asked({ method: 'PUT', body: 'héllo', header })
    expect(output).toBe('HTTP PUT /: 200 OK Output: ')
    expect(seen).toMatchObject({ method: 'PUT', body: 'héllo' })
    expect(seen.headers).toMatchObject({
      'x-t': '1, 2',
      host: 'my.host',
      'user-agent': 'mine',
      accept: 'text/plain, text/*, */*',
      'content-length': '6',
    })
    expect(seen.headers).not.toHaveProperty('x-none')
  })

  test('has a body whatever the method', async () => {
    expect((await asked({ body: 'inget' })).seen).toMatchObject({ method: 'GET', body: 'inget' })
  })

  test('keeps headers of the connection to itself', async () => {
    const header = { 'content-length': ['99'], 'Transfer-Encoding': ['chunked'], Connection: ['keep-alive'] }
    const { seen } = await asked({ header })
    expect(seen.headers.connection).toBe('close')
    expect(seen.headers).not.toHaveProperty('content-length')
    expect(seen.headers).not.toHaveProperty('transfer-encoding')
  })

  test('carries the user of the URL', async () => {
    const { origin, seen } = await serve(withCode(200))
    const url = origin.replace('//', '//u:p%40@')
    expect((await firstResult({ http: url })).output).toBe(`HTTP GET ${url}: 200 OK Output: `)
    expect(seen[0]?.headers.authorization).toBe(`Basic ${btoa('u:p@')}`)
  })

  test('keeps the case of the method', async () => {
    const port = await listen(
      net.createServer(socket =>
        socket.once('data', data => socket.end(`HTTP/1.1 200 OK\r\n\r\n${data.subarray(0, 6).toString()}`)),
      ),
    )
    const { output } = await firstResult({ http: `http://127.0.0.1:${port}/`, method: 'get' })
    expect(output).toBe(`HTTP get http://127.0.0.1:${port}/: 200 OK Output: get / `)
  })

  test.each([
    [{ method: 'B AD' }, 'net/http: invalid method "B AD"'],
    [{ header: { 'b ad': ['x'] } }, 'Get "URL": net/http: invalid header field name "b ad"'],
    [{ header: { 'X-A': ['a\nb'] } }, 'Get "URL": net/http: invalid header field value for "X-A"'],
  ])('%j cannot be sent', async (fields, output) => {
    const url = 'http://127.0.0.1:1/'
    expect(await firstResult({ http: url, ...fields })).toEqual({
      status: 'critical',
      output: output.replace('URL', url),
    })
  })

  test.each([
    ['::bad', 'parse "::bad": missing protocol scheme'],
    ['127.0.0.1:80/x', 'parse "127.0.0.1:80/x": first path segment in URL cannot contain colon'],
    ['localhost/x', 'Get "localhost/x": unsupported protocol scheme ""'],
    ['//127.0.0.1:1/', 'Get "//127.0.0.1:1/": unsupported protocol scheme ""'],
    ['localhost:8080/x', 'Get "localhost:8080/x": unsupported protocol scheme "localhost"'],
    ['ftp://127.0.0.1/x', 'Get "ftp://127.0.0.1/x": unsupported protocol scheme "ftp"'],
    ['http:///x', 'Get "http:///x": http: no Host in request URL'],
    ['http://127.0.0.1:abc/x', 'parse "http://127.0.0.1:abc/x": invalid port ":abc" after host'],
    ['http://127.0.0.1:99999/x', 'Get "http://127.0.0.1:99999/x": dial tcp: address 99999: invalid port'],
    ['http://a\nb/', 'parse "http://a\\nb/": net/url: invalid control character in URL'],
    ['http://%zz/', 'parse "http://%zz/": invalid URL escape "%zz"'],
  ])('%s cannot be asked', async (url, output) => {
    expect(await firstResult({ http: url })).toEqual({ status: 'critical', output })
  })
})

describe('the body', () => {
  const output = async (answer: Answer, fields: Partial<CheckDefinition> = {}): Promise<string> => {
    const { origin } = await serve(answer)
    return (await firstResult({ http: origin, ...fields })).output.replace(/.* Output: /s, '')
  }
  const long = '0123456789'.repeat(500) + 'END'

  test('is cut to its last 4096 bytes', async () => {
    expect(await output(withCode(200, long))).toBe(long.slice(-4096))
    expect(await output(withCode(200, long), { outputMaxSize: 9000 })).toBe(long.slice(-4096))
    expect(await output(withCode(200, long), { outputMaxSize: 10 })).toBe('3456789END')
  })

  test('may be compressed', async () => {
    const zipped = zlib.gzipSync('zipped')
    expect(await output(response => response.writeHead(200, { 'content-encoding': 'gzip' }).end(zipped))).toBe('zipped')
    expect(await output(withCode(200, 'not zipped', { 'content-encoding': 'gzip' }))).toBe('')
  })

  test('may be broken off', async () => {
    const answer: Answer = response => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('part', () => response.destroy())
    }
    expect(await output(answer)).toBe('part')
  })

  test('that never ends counts as far as it came', async () => {
    let sent = (): void => undefined
    const written = new Promise<void>(resolve => {
      sent = resolve
    })
    const { origin } = await serve(response => response.writeHead(200).write('part', sent))
    const check = new CheckUnderTest({ http: origin, timeout: 1000 })
    const result = check.next()
    await check.clock.advance(500)
    await written
    for (let turn = 0; turn < 10; turn++) await settled()
    await check.clock.advance(1000)
    expect(await result).toEqual({ status: 'passing', output: `HTTP GET ${origin}: 200 OK Output: part` })
  })

  test('that floods is read until the time is up, and no more of it is kept than its end', async () => {
    const server = await floodServer('body')
    const check = new CheckUnderTest({ http: server.url, timeout: 1000 })
    const result = check.next()
    await check.clock.advance(500)
    while (server.written() < 20_000_000) await settled()
    await check.clock.advance(1000)
    expect(await result).toEqual({
      status: 'passing',
      output: `HTTP GET ${server.url}: 200 OK Output: ${'x'.repeat(4096)}`,
    })
    await server.closed()
  })
})

describe('no answer', () => {
  test('nobody listens', async () => {
    const port = await closedPort()
    const refused = `dial tcp 127.0.0.1:${port}: connect: connection refused`
    expect(await firstResult({ http: `http://127.0.0.1:${port}/` })).toEqual({
      status: 'critical',
      output: `Get "http://127.0.0.1:${port}/": ${refused}`,
    })
    expect((await firstResult({ http: `http://u:p@127.0.0.1:${port}`, method: 'PUT' })).output).toBe(
      `Put "http://u:***@127.0.0.1:${port}": ${refused}`,
    )
  })

  test('the server hangs up', async () => {
    const url = `http://127.0.0.1:${await raw('')}/`
    expect(await firstResult({ http: url })).toEqual({ status: 'critical', output: `Get "${url}": EOF` })
  })

  test('the server resets the connection', async () => {
    const port = await listen(net.createServer(socket => socket.once('data', () => socket.resetAndDestroy())))
    const { output } = await firstResult({ http: `http://127.0.0.1:${port}/` })
    expect(output.replace(/:\d+->/, ':0->')).toBe(
      `Get "http://127.0.0.1:${port}/": read tcp 127.0.0.1:0->127.0.0.1:${port}: read: connection reset by peer`,
    )
  })

  test('the server does not speak HTTP', async () => {
    const url = `http://127.0.0.1:${await raw('garbage\r\n\r\n')}/`
    expect((await firstResult({ http: url })).output).toBe(
      `Get "${url}": net/http: HTTP/1.x transport connection broken: malformed HTTP response "garbage"`,
    )
  })

  test('the head of the answer does not end', async () => {
    const server = await floodServer('head')
    expect(await firstResult({ http: server.url })).toEqual({
      status: 'critical',
      output: `Get "${server.url}": net/http: server response headers exceeded 1048576 bytes; aborted`,
    })
    await server.closed()
  })

  test('the server is silent for longer than the time-out', async () => {
    const { origin, seen } = await serve(() => undefined)
    const check = new CheckUnderTest({ http: origin, timeout: 1000 })
    const result = check.next()
    await check.clock.advance(500)
    while (seen.length === 0) await settled()
    await check.clock.advance(1000)
    expect(await result).toEqual({
      status: 'critical',
      output: `Get "${origin}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
    })
  })

  test('the check is stopped', async () => {
    let hungUp = (): void => undefined
    const closed = new Promise<void>(resolve => {
      hungUp = resolve
    })
    const { origin, seen } = await serve(response => response.on('close', hungUp))
    const check = new CheckUnderTest({ http: origin })
    await check.clock.advance(500)
    while (seen.length === 0) await settled()
    check.running.stop()
    check.running.stop()
    await closed
    await settled()
    expect(check.reports).toEqual([])
    expect(check.clock.pending).toBe(0)
  })
})

describe('redirects', () => {
  const redirecting = (code: number, location: string): Answer => {
    return (response, { url }) =>
      (url === '/' ? withCode(code, 'moved', { location }) : withCode(200, 'there'))(response, { url } as Seen)
  }

  test('are followed', async () => {
    const { origin, seen } = await serve(redirecting(302, '/there'))
    expect(await firstResult({ http: origin })).toEqual({
      status: 'passing',
      output: `HTTP GET ${origin}: 200 OK Output: there`,
    })
    expect(seen.map(({ url }) => url)).toEqual(['/', '/there'])
    expect(seen[1]?.headers.referer).toBe(`${origin}/`)
  })

  test('are not followed if the definition says so', async () => {
    const { origin } = await serve(redirecting(302, '/there'))
    expect(await firstResult({ http: origin, disableRedirects: true })).toEqual({
      status: 'critical',
      output: `HTTP GET ${origin}: 302 Found Output: moved`,
    })
  })

  test.each([
    [301, 'GET', ''],
    [302, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', 'body'],
    [308, 'POST', 'body'],
  ])('%d goes on with %s', async (code, method, body) => {
    const { origin, seen } = await serve(redirecting(code, '/there'))
    const header = { Host: ['my.host'], 'Content-Type': ['a/b'], 'X-T': ['1'] }
    const { output } = await firstResult({ http: origin, method: 'POST', body: 'body', header })
    expect(output).toBe(`HTTP POST ${origin}: 200 OK Output: there`)
    expect(seen[1]).toMatchObject({ method, body, headers: { host: 'my.host', 'x-t': '1' } })
    expect(seen[1]?.headers['content-type']).toBe(body && 'a/b' ? 'a/b' : undefined)
  })

  test('do not take secrets elsewhere', async () => {
    const other = await serve(withCode(200))
    const { origin } = await serve(withCode(302, '', { location: `${other.origin}/x` }))
    await firstResult({ http: origin, header: { Authorization: ['secret'], Cookie: ['secret'], Host: ['my.host'] } })
    expect(other.seen[0]?.headers).not.toHaveProperty('authorization')
    expect(other.seen[0]?.headers).not.toHaveProperty('cookie')
    expect(other.seen[0]?.headers.host).toBe(new URL(other.origin).host)
  })

  test('end after ten requests', async () => {
    const { origin, seen } = await serve(withCode(302, '', { location: '/loop' }))
    expect(await firstResult({ http: origin })).toEqual({
      status: 'critical',
      output: 'Get "/loop": stopped after 10 redirects',
    })
    expect(seen).toHaveLength(10)
  })

  test.each([
    ['http://%zz/', 'Get "ORIGIN": failed to parse Location header "http://%zz/": parse "http://%zz/": invalid URL'],
    ['ftp://x/', 'Get "ftp://x/": unsupported protocol scheme "ftp"'],
  ])('to %s fail', async (location, output) => {
    const { origin } = await serve(withCode(302, '', { location }))
    expect((await firstResult({ http: origin })).output).toBe(output.replace('ORIGIN', origin))
  })

  test('to where nobody listens fail', async () => {
    const location = `http://127.0.0.1:${await closedPort()}/x`
    const { origin } = await serve(withCode(302, '', { location }))
    expect((await firstResult({ http: origin })).output).toBe(
      `Get "${location}": dial tcp ${new URL(location).host}: connect: connection refused`,
    )
  })
})

describe('HTTPS', () => {
  const secure = async (): Promise<string> => {
    const server = https.createServer(certificate, (request, response) => {
      const name = 'servername' in request.socket ? String(request.socket.servername) : ''
      response.end(`asked for ${name}`)
    })
    return `https://127.0.0.1:${await listen(server)}/`
  }

  test('verifies the certificate', async () => {
    const url = await secure()
    const why = "x509: cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs"
    expect(await firstResult({ http: url })).toEqual({
      status: 'critical',
      output: `Get "${url}": tls: failed to verify certificate: ${why}`,
    })
  })

  test('or not, and asks for the name of the definition', async () => {
    const url = await secure()
    expect(await firstResult({ http: url, tlsSkipVerify: true, tlsServerName: 'other.test' })).toEqual({
      status: 'passing',
      output: `HTTP GET ${url}: 200 OK Output: asked for other.test`,
    })
  })

  test('fails when the server speaks HTTP', async () => {
    const { origin } = await serve(withCode(200))
    const url = origin.replace('http', 'https')
    expect((await firstResult({ http: url })).output).toBe(
      `Get "${url}": http: server gave HTTP response to HTTPS client`,
    )
  })
})
