import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startAgent, type Agent } from '../support/e2e/agent.ts'
import { run, start } from '../support/e2e/programs.ts'
import { requireTool } from '../support/e2e/tools.ts'
import { until } from '../support/e2e/until.ts'

let curl: string
let agent: Agent

beforeAll(async () => {
  curl = requireTool('curl', 'apt-get install curl')
  agent = await startAgent()
})
afterAll(() => agent?.stop())

/** The arguments, with paths of the API made addresses. */
const typed = (...args: string[]): string[] =>
  ['-sS', '--max-time', '60', ...args].map(arg => (arg.startsWith('/v1/') ? agent.url + arg : arg))

async function type(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(curl, typed(...args))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

async function json(...args: string[]): Promise<unknown> {
  return JSON.parse(await type(...args))
}

/** The value of a header in what `curl -i` prints. */
function headerOf(printed: string, name: string): string | undefined {
  return new RegExp(`^${name}: (.*?)\\r?$`, 'im').exec(printed)?.[1]
}

describe('keys', () => {
  test('are written and read', async () => {
    expect(await type('-X', 'PUT', '-d', 'hello', '/v1/kv/greeting')).toBe('true')
    expect(await type('/v1/kv/greeting?raw')).toBe('hello')
    expect(await json('/v1/kv/greeting')).toEqual([
      expect.objectContaining({
        Key: 'greeting',
        Value: Buffer.from('hello').toString('base64'),
        Flags: 0,
        LockIndex: 0,
      }),
    ])
    expect(await type('-X', 'DELETE', '/v1/kv/greeting')).toBe('true')
    expect(await type('-o', '/dev/null', '-w', '%{http_code}', '/v1/kv/greeting')).toBe('404')
  })

  test('are uploaded from a file', async () => {
    expect(await type('-T', agent.file, '/v1/kv/upload')).toBe('true')
    expect(JSON.parse(await type('/v1/kv/upload?raw'))).toHaveProperty('node_name', 'node1')
  })

  test('are uploaded in chunks', async () => {
    expect(await type('-X', 'PUT', '-H', 'Transfer-Encoding: chunked', '-d', 'in parts', '/v1/kv/chunks')).toBe('true')
    expect(await type('/v1/kv/chunks?raw')).toBe('in parts')
  })

  test('are listed', async () => {
    for (const name of ['a', 'b/c', 'b/d']) await type('-X', 'PUT', '-d', name, `/v1/kv/list/${name}`)
    const keys = ['list/a', 'list/b/c', 'list/b/d']
    expect(await json('/v1/kv/list/?recurse')).toEqual(keys.map(Key => expect.objectContaining({ Key })))
    expect(await json('/v1/kv/list/?keys')).toEqual(keys)
    expect(await json('/v1/kv/list/?keys&separator=/')).toEqual(['list/a', 'list/b/'])
    expect(await type('-X', 'DELETE', '/v1/kv/list/?recurse')).toBe('true')
    expect(await type('/v1/kv/list/?keys')).toBe('')
  })

  test('are written only if nobody else has written them', async () => {
    expect(await type('-X', 'PUT', '-d', 'first', '/v1/kv/lease?cas=0')).toBe('true')
    expect(await type('-X', 'PUT', '-d', 'second', '/v1/kv/lease?cas=0')).toBe('false')
    const [row] = (await json('/v1/kv/lease')) as { ModifyIndex: number }[]
    expect(await type('-X', 'PUT', '-d', 'third', `/v1/kv/lease?cas=${row?.ModifyIndex}`)).toBe('true')
    expect(await type('-X', 'PUT', '-d', 'fourth', `/v1/kv/lease?cas=${row?.ModifyIndex}`)).toBe('false')
    expect(await type('/v1/kv/lease?raw')).toBe('third')
  })
})

describe('a blocking read', () => {
  test('returns when the key is written', async () => {
    await type('-X', 'PUT', '-d', 'before', '/v1/kv/watched')
    const index = headerOf(await type('-i', '/v1/kv/watched'), 'X-Consul-Index')
    const reader = start(curl, typed('-iv', `/v1/kv/watched?raw&index=${index}&wait=5m`))
    await until(() => reader.output().includes('> GET'), { what: 'the request' })
    await type('-X', 'PUT', '-d', 'elsewhere', '/v1/kv/other')
    expect(reader.output()).not.toContain('HTTP/1.1 200 OK')

    await type('-X', 'PUT', '-d', 'after', '/v1/kv/watched')
    const { code, stdout } = await reader.exited
    expect(code).toBe(0)
    expect(stdout.endsWith('\r\n\r\nafter')).toBe(true)
    expect(Number(headerOf(stdout, 'X-Consul-Index'))).toBeGreaterThan(Number(index))
  })

  test('returns unchanged when its time is over', async () => {
    const index = headerOf(await type('-i', '/v1/kv/watched'), 'X-Consul-Index')
    const printed = await type('-i', '-w', '\n%{time_total}', `/v1/kv/watched?raw&index=${index}&wait=200ms`)
    expect(headerOf(printed, 'X-Consul-Index')).toBe(index)
    expect(Number(printed.split('\n').at(-1))).toBeGreaterThanOrEqual(0.2)
  })

  test('may be given up', async () => {
    const index = headerOf(await type('-i', '/v1/kv/watched'), 'X-Consul-Index')
    const late = 28
    expect((await run(curl, typed('--max-time', '0.2', `/v1/kv/watched?index=${index}`))).code).toBe(late)
    expect(await type('/v1/kv/watched?raw')).toBe('after')
  })
})

test('a service with a check is found while it is healthy', async () => {
  const service = { Name: 'web', Port: 8080, Check: { TTL: '30s', Status: 'passing' } }
  expect(await type('-X', 'PUT', '-d', JSON.stringify(service), '/v1/agent/service/register')).toBe('')
  const instances = () => json('/v1/health/service/web?passing') as Promise<unknown[]>
  const found = { what: 'the instance' }
  const [instance] = await until(async () => ((await instances()).length === 1 ? instances() : false), found)
  expect(instance).toHaveProperty('Service.Port', 8080)

  await type('-X', 'PUT', '/v1/agent/check/fail/service:web?note=broken')
  await until(async () => (await instances()).length === 0, { what: 'no instance' })
  await type('-X', 'PUT', '/v1/agent/check/pass/service:web')
  await until(async () => (await instances()).length === 1, { what: 'the instance again' })
})

test('headers and mistakes look like the real ones', async () => {
  const printed = await type('-i', '/v1/agent/self')
  expect(printed).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(headerOf(printed, 'Content-Type')).toBe('application/json')
  expect(headerOf(printed, 'Vary')).toBe('Accept-Encoding')
  expect(await type('-X', 'POST', '-w', ' %{http_code}', '/v1/status/leader')).toBe('method POST not allowed 405')
  expect(await type('-w', ' %{http_code}', '/v1/nonsense')).toBe(
    'Invalid URL path: not a recognized HTTP API endpoint\n 404',
  )
})

test('answers are compressed for clients that ask for it', async () => {
  const value = 'x'.repeat(10_000)
  await type('-X', 'PUT', '-d', value, '/v1/kv/big')
  const printed = await type('--compressed', '-D', '-', '-o', '/dev/null', '/v1/kv/big?raw')
  expect(headerOf(printed, 'Content-Encoding')).toBe('gzip')
  expect(await type('--compressed', '/v1/kv/big?raw')).toBe(value)
})

test('several requests share a connection', async () => {
  const printed = await type('-w', '%{num_connects} ', ...Array.from({ length: 5 }, () => '/v1/status/leader'))
  expect(printed.match(/(?<=")\d (?="|$)/g)).toEqual(['1 ', '0 ', '0 ', '0 ', '0 '])
})
