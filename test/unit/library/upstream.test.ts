import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Upstream, upstreamOf } from '../../../src/library/upstream.ts'

let dir = ''
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'upstream-'))))
afterEach(() => rmSync(dir, { recursive: true }))

describe('the environment', () => {
  it.each([
    [{}, undefined],
    [{ CONSUL_HTTP_ADDR: '' }, undefined],
    [{ CONSUL_HTTP_ADDR: '10.0.0.1:8500' }, 'http://10.0.0.1:8500'],
    [{ CONSUL_HTTP_ADDR: '10.0.0.1:8500', CONSUL_HTTP_SSL: 'true' }, 'https://10.0.0.1:8500'],
    [{ CONSUL_HTTP_ADDR: '10.0.0.1:8500', CONSUL_HTTP_SSL: 'false' }, 'http://10.0.0.1:8500'],
    [{ CONSUL_HTTP_ADDR: 'https://consul.example/consul', CONSUL_HTTP_SSL: 'false' }, 'https://consul.example/consul'],
    [{ CONSUL_HTTP_ADDR: 'unix:///run/consul.sock' }, 'unix:///run/consul.sock'],
  ])('%o names %s', (env, url) => {
    expect(upstreamOf({ upstream: 'env' }, env)?.url).toBe(url)
  })

  it('is handed on with token, authentication and TLS files', () => {
    const token = join(dir, 'token')
    const ca = join(dir, 'ca.pem')
    writeFileSync(token, 'secret\n')
    writeFileSync(ca, '-----BEGIN CERTIFICATE-----\n')
    const env = {
      CONSUL_HTTP_ADDR: 'https://consul.example',
      CONSUL_HTTP_TOKEN_FILE: token,
      CONSUL_HTTP_AUTH: 'user:password',
      CONSUL_CACERT: ca,
    }
    expect(upstreamOf({ upstream: 'env' }, env)?.env).toMatchObject({
      ...env,
      CONSUL_HTTP_TOKEN_FILE: '',
      CONSUL_HTTP_TOKEN: 'secret',
    })
  })

  it('whose files cannot be read is refused', () => {
    const env = { CONSUL_HTTP_ADDR: 'https://consul.example', CONSUL_CACERT: join(dir, 'nosuch') }
    expect(() => upstreamOf({ upstream: 'env' }, env)).toThrow('Error loading CA File')
    expect(() => upstreamOf({ upstream: 'env' }, { ...env, CONSUL_HTTP_TOKEN_FILE: join(dir, 'no') })).toThrow(
      expect.objectContaining({ code: 'MC_ERR_OPTIONS' }),
    )
  })
})

it('an address may lack its scheme, but must be one', () => {
  expect(new Upstream({ address: '127.0.0.1:8500' })).toMatchObject({ url: 'http://127.0.0.1:8500', port: 8500 })
  for (const address of ['ftp://x', 'http://']) {
    expect(() => new Upstream({ address })).toThrow(expect.objectContaining({ code: 'MC_ERR_OPTIONS' }))
  }
})

describe('a request', () => {
  let server: Server
  const serve = (listener: RequestListener): Promise<string> => {
    const path = join(dir, 'socket')
    server = createServer(listener)
    return new Promise(resolve => server.listen(path, () => resolve(`unix://${path}`)))
  }
  afterEach(() => server.close())

  it('goes over a unix socket, with authentication, as it is written', async () => {
    const address = await serve((req, res) => res.end(`${req.method} ${req.url} ${req.headers.authorization}`))
    const upstream = new Upstream({ address, auth: 'user:password' })
    const answer = await upstream.send('GET', '/v1/kv/a//b?raw')
    expect(answer.text()).toBe(`GET /v1/kv/a//b?raw Basic ${btoa('user:password')}`)
    expect(upstream.port).toBe(0)
  })

  it('is answered with redirects, and with integers beyond 2^53', async () => {
    const address = await serve((_req, res) =>
      res.writeHead(301, { Location: '/v1/kv/a' }).end('{"Flags":18446744073709551615}'),
    )
    const answer = await new Upstream({ address }).send('GET', '/v1/kv//a')
    expect([answer.status, answer.json()]).toEqual([301, { Flags: 18446744073709551615n }])
  })

  it('that nobody answers says where', async () => {
    const upstream = new Upstream({ address: `unix://${join(dir, 'nosuch')}` })
    server = createServer()
    await expect(upstream.send('GET', '/')).rejects.toThrow(
      /^Failed to reach Consul at unix:.*no such file or directory/,
    )
  })
})
