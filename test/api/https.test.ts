import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import https from 'node:https'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Consul, startConsul } from '../../src/index.ts'

let consul: Consul
beforeEach(async () => {
  consul = await startConsul({ https: true })
})
afterEach(() => consul.close())

function get(url: string, options: https.RequestOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    https
      .get(url, options, response => {
        let text = ''
        response.on('data', part => (text += part)).on('end', () => resolve(text))
      })
      .on('error', reject)
  })
}

test('a client that trusts the authority is served, by name and by address', async () => {
  consul.kv.put('greeting', 'hello')
  const { url, port, ca } = consul.https
  expect(await get(`${url}/v1/kv/greeting?raw`, { ca })).toBe('hello')
  expect(await get(`https://localhost:${port}/v1/kv/greeting?raw`, { ca })).toBe('hello')
  await expect(get(`${url}/v1/kv/greeting?raw`, {})).rejects.toThrow('unable to verify')
  await expect(get(`https://localhost:${port}/`, { ca, servername: 'other.example' })).rejects.toThrow('altnames')
})

test('plain HTTP is served besides', async () => {
  expect((await fetch(`${consul.http.url}/v1/status/leader`)).status).toBe(200)
})

test('the environment leads a program to HTTPS, and trusts the authority', () => {
  const { env } = consul
  expect(env).toMatchObject({ CONSUL_HTTP_ADDR: consul.https.url, CONSUL_HTTP_SSL: 'true' })
  expect(readFileSync(env['CONSUL_CACERT'] ?? '', 'utf8')).toBe(consul.https.ca)
})

test('a Node program of its own fetches with that environment', async () => {
  const program = `fetch(process.env.CONSUL_HTTP_ADDR + '/v1/agent/self').then(r => console.log(r.status))`
  const child = spawn(process.execPath, ['-e', program], { env: { ...process.env, ...consul.env } })
  let out = ''
  child.stdout.on('data', part => (out += part))
  await new Promise(resolve => child.once('close', resolve))
  expect(out).toBe('200\n')
})

test('the file with the authority is removed at the close, and everything is the same after listening again', async () => {
  const { CONSUL_CACERT: file = '' } = consul.env
  const { url, ca } = consul.https
  await consul.close()
  expect(existsSync(file)).toBe(false)
  await consul.listen()
  expect(consul.https).toMatchObject({ url, ca })
})

test('without the option there is no HTTPS', async () => {
  const plain = await startConsul()
  expect(() => plain.https).toThrow('Failed to tell where HTTPS is served')
  await plain.close()
})
