import { createServer } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ClientError, ConsulClient, StatusError } from '../../../src/client/client.ts'
import { stubAgent } from './stub-agent.ts'

test('asks with what it was made of', async () => {
  await using agent = await stubAgent({ '/v1/kv/a b': [], '/v1/kv/a%20b': [] })
  const client = new ConsulClient({
    address: `http://${agent.address}`,
    token: 't',
    datacenter: 'd',
    namespace: 'n',
    partition: 'p',
    stale: true,
    auth: 'me:secret',
  })
  await client.get('/v1/kv/a b', { recurse: true })
  expect(agent.lines()).toEqual(['GET /v1/kv/a%20b?dc=d&ns=n&partition=p&recurse=&stale='])
  expect(agent.seen[0]?.headers).toMatchObject({
    'x-consul-token': 't',
    authorization: 'Basic bWU6c2VjcmV0',
    'content-type': 'application/json',
  })
})

test('writes are never stale; bytes are sent as bytes', async () => {
  await using agent = await stubAgent({ '/v1/kv/k': true })
  const client = new ConsulClient({ address: agent.address, stale: true })
  await client.put('/v1/kv/k', new Uint8Array([255, 0]))
  await client.delete('/v1/kv/k')
  expect(agent.lines()).toEqual(['PUT /v1/kv/k', 'DELETE /v1/kv/k'])
  expect(agent.seen[0]).toMatchObject({
    body: '\xff\0',
    headers: { 'content-type': 'application/octet-stream', 'content-length': '2' },
  })
})

describe('an answer', () => {
  test('has an exact index and exact numbers', async () => {
    await using agent = await stubAgent((_, response) => {
      response.setHeader('X-Consul-Index', '18446744073709551615').end('{"Flags":3304740253564472344}')
    })
    const answer = await new ConsulClient({ address: agent.address }).get('/v1/x')
    expect(answer.index).toBe(18446744073709551615n)
    expect(answer.json()).toEqual({ Flags: 3304740253564472344n })
  })

  test('may come without an index', async () => {
    await using agent = await stubAgent({ '/v1/x': 1 })
    const answer = await new ConsulClient({ address: agent.address }).get('/v1/x')
    expect(answer).toMatchObject({ index: undefined, status: 200 })
    expect(answer.text()).toBe('1')
  })

  test('that refuses is an error of get, put and delete, but not of request', async () => {
    await using agent = await stubAgent((_, response) => {
      response.writeHead(500).end('some text\n')
    })
    const client = new ConsulClient({ address: agent.address })
    const refusal = new StatusError(500, 'some text')
    expect(refusal.message).toBe('Unexpected response code: 500 (some text)')
    await expect(client.get('/v1/x')).rejects.toEqual(refusal)
    await expect(client.put('/v1/x')).rejects.toEqual(refusal)
    await expect(client.delete('/v1/x')).rejects.toEqual(refusal)
    expect((await client.request('GET', '/v1/x')).status).toBe(500)
  })

  test('404 is nothing for find', async () => {
    await using agent = await stubAgent()
    expect(await new ConsulClient({ address: agent.address }).find('/v1/kv/x')).toBeUndefined()
  })

  test('can be read while it comes', async () => {
    await using agent = await stubAgent((_, response) => {
      response.write('one')
      response.end('two')
    })
    const { status, body } = await new ConsulClient({ address: agent.address }).stream('GET', '/v1/agent/monitor')
    let text = ''
    for await (const chunk of body) text += Buffer.from(chunk).toString()
    expect({ status, text }).toEqual({ status: 200, text: 'onetwo' })
  })

  test('cut short is an error', async () => {
    await using agent = await stubAgent((_, response) => {
      response.writeHead(200, { 'Content-Length': '10' }).write('one', () => response.destroy())
    })
    await expect(new ConsulClient({ address: agent.address }).get('/v1/x')).rejects.toEqual(
      new ClientError('unexpected EOF'),
    )
  })
})

describe('redirects', () => {
  const redirect = (status: number) =>
    stubAgent(({ line }, response) => {
      if (line.endsWith('/v1/kv/a/b')) response.end('true')
      else response.writeHead(status, { Location: '/v1/kv/a/b' }).end()
    })

  test.each([
    [301, 'GET'],
    [307, 'PUT'],
  ])('%d goes on with a %s', async (status, method) => {
    await using agent = await redirect(status)
    await new ConsulClient({ address: agent.address }).put('/v1/kv/a//b', 'x')
    expect(agent.lines()).toEqual(['PUT /v1/kv/a//b', `${method} /v1/kv/a/b`])
  })

  test('do not go round for ever', async () => {
    await using agent = await stubAgent((_, response) => response.writeHead(307, { Location: '/v1/x' }).end())
    await expect(new ConsulClient({ address: agent.address }).get('/v1/x')).rejects.toThrow(StatusError)
    expect(agent.seen).toHaveLength(11)
  })
})

describe('what cannot be asked', () => {
  test('refuses as in Go', async () => {
    const client = new ConsulClient({ address: '127.0.0.1:1', stale: true, datacenter: 'dc2' })
    await expect(client.get('/v1/kv/x y')).rejects.toEqual(
      new ClientError(
        'Get "http://127.0.0.1:1/v1/kv/x%20y?dc=dc2&stale=": dial tcp 127.0.0.1:1: connect: connection refused',
      ),
    )
  })

  test('hangs up', async () => {
    await using agent = await stubAgent((_, response) => response.destroy())
    await expect(new ConsulClient({ address: agent.address }).put('/v1/x')).rejects.toThrow(
      `Put "http://${agent.address}/v1/x": EOF`,
    )
  })

  test('is no longer waited for', async () => {
    await using agent = await stubAgent(() => undefined)
    const abort = new AbortController()
    const asked = new ConsulClient({ address: agent.address }).request('GET', '/v1/x', { signal: abort.signal })
    abort.abort()
    await expect(asked).rejects.toThrow(/context canceled$/)
  })

  test.each([
    [{ address: '127.0.0.1:1', token: 'a\nb' }, 'net/http: invalid header field value for "X-Consul-Token"'],
    [{ address: 'unix:///nosuch/socket' }, 'dial unix /nosuch/socket: connect: no such file or directory'],
    [{ address: 'http://' }, 'http: no Host in request URL'],
  ])('%j', async (options, message) => {
    await expect(new ConsulClient(options).get('/v1/x')).rejects.toThrow(message)
  })

  test.each([
    [{ caFile: 'nosuch' }, 'Error loading CA File: open nosuch: no such file or directory'],
    [{ caPath: 'nosuch' }, 'lstat nosuch: no such file or directory'],
    [{ certificate: 'nosuch' }, 'both client cert and client key must be provided'],
    [{ certificate: 'nosuch', key: 'nosuch' }, 'open nosuch: no such file or directory'],
    [{ caFile: 'package.json' }, "Error loading CA File: Couldn't parse PEM in: package.json"],
    [{ caPath: 'bin' }, "Error loading CA Path: Couldn't parse PEM in: bin/miniconsul.js"],
    [{ certificate: 'package.json', key: 'package.json' }, 'tls: failed to find any PEM data in certificate input'],
  ])('with TLS %j', (tls, message) => {
    expect(() => new ConsulClient({ address: 'https://x', tls })).toThrow(new ClientError(message))
  })
})

test('asks over a Unix socket', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'client-'))
  const path = join(folder, 'c.sock')
  const hosts: (string | undefined)[] = []
  const server = createServer((request, response) => {
    hosts.push(request.headers.host)
    response.end('"leader"')
  })
  await new Promise<void>(listening => server.listen(path, listening))
  try {
    const answer = await new ConsulClient({ address: `unix://${path}` }).get('/v1/status/leader')
    expect(answer.json()).toBe('leader')
    expect(hosts).toEqual(['localhost'])
  } finally {
    await new Promise(closed => server.close(closed))
    rmSync(folder, { recursive: true })
  }
})
