import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ConsulClient } from '../../../src/client/client.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { Watches } from '../../../src/watch/handlers.ts'
import { floodServer } from '../../support/flood-server.ts'
import { stubAgent } from '../client/stub-agent.ts'
import { withAgent } from '../cli/with-agent.ts'
import { until } from '../../support/until.ts'

/** The watches of an agent, and what they log. */
async function bench() {
  const agent = await withAgent()
  const logged: (readonly [message: string, fields: Record<string, unknown>])[] = []
  const log = (message: string, fields: object = {}): void => void logged.push([message, { ...fields }])
  const clock = new MovableClock({ manual: true })
  const { host, port } = agent.emulator.http
  const logger = { debug: log, info: log, warn: log, error: log }
  const watches = new Watches({ address: `${host}:${port}`, clock, logger, env: { PATH: process.env['PATH'] } })
  return {
    ...agent,
    watches,
    logged,
    clock,
    async [Symbol.asyncDispose]() {
      watches.stop()
      await agent.emulator.close()
    },
  }
}

const put = ({ client }: { client: ConsulClient }, value: string) => client.put('/v1/kv/k', value)

test('a script gets the value as JSON and the index', async () => {
  await using b = await bench()
  b.watches.run([{ type: 'key', key: 'k', args: ['sh', '-c', 'echo $CONSUL_INDEX; cat; echo err >&2'] }])
  const shown = { watch_handler: '["sh", "-c", "echo $CONSUL_INDEX; cat; echo err >&2"]' }
  await until(() => b.logged.length === 1)
  expect(b.logged[0]).toEqual(['watch handler output', { ...shown, output: '1\nnull\nerr\n' }])
  await put(b, 'x')
  await until(() => b.logged.length === 2)
  expect(b.logged[1]?.[1]['output']).toMatch(/^\d+\n\{"Key":"k",.*"Value":"eA=="/)
})

test.each([
  [['sh', '-c', 'exit 3'], 'exit status 3'],
  [['no-such-program'], 'exec: "no-such-program": executable file not found in $PATH'],
])('a script %j that fails is told of', async (args, message) => {
  await using b = await bench()
  b.watches.run([{ type: 'key', key: 'k', args }])
  await until(() => b.logged.length > 0)
  expect(b.logged[0]?.[0]).toBe('Failed to run watch handler')
  expect(b.logged[0]?.[1]['error']).toMatchObject({ message })
})

test('a handler over HTTP gets the same', async () => {
  await using receiver = await stubAgent((_, response) => response.writeHead(500).end('no'))
  await using b = await bench()
  const config = { path: `http://${receiver.address}/x?y=1`, header: { 'X-Foo': ['a', 'b'] }, method: 'PUT' }
  b.watches.run([{ type: 'key', key: 'k', handler_type: 'http', http_handler_config: config }])
  await until(() => b.logged.length === 1)
  expect(receiver.seen).toMatchObject([
    {
      line: 'PUT /x?y=1',
      headers: { 'content-type': 'application/json', 'x-consul-index': '1', 'x-foo': 'a, b' },
      body: 'null\n',
    },
  ])
  expect(b.logged[0]).toEqual([
    'http watch handler failed with output',
    { watch: config.path, status: '500 Internal Server Error', output: 'no' },
  ])
})

test.each([
  ['no-scheme', 'Post "no-scheme": unsupported protocol scheme ""'],
  ['localhost:1234/x', 'Post "localhost:1234/x": unsupported protocol scheme "localhost"'],
  ['ftp://u:pw@localhost/x', 'Post "ftp://u:***@localhost/x": unsupported protocol scheme "ftp"'],
  ['http://', 'Post "http:": http: no Host in request URL'],
  ['http:///x', 'Post "http:///x": http: no Host in request URL'],
  ['http://127.0.0.1:99999/x', 'Post "http://127.0.0.1:99999/x": dial tcp: address 99999: invalid port'],
  [
    'http://u:pw@127.0.0.1:1/a b',
    'Post "http://u:***@127.0.0.1:1/a%20b": dial tcp 127.0.0.1:1: connect: connection refused',
  ],
])('a handler over HTTP that cannot be asked at %j is told of in the words of Go', async (path, error) => {
  await using b = await bench()
  b.watches.run([{ type: 'key', key: 'k', handler_type: 'http', http_handler_config: { path } }])
  await until(() => b.logged.length === 1)
  expect(b.logged[0]).toEqual(['Failed to invoke http watch handler', { watch: path, error }])
})

test.each([
  [{ header: { 'b ad': ['x'] } }, 'net/http: invalid header field name "b ad"'],
  [{ header: { Bad: ['x\u0001'] } }, 'net/http: invalid header field value for "Bad"'],
])('a handler over HTTP that is to send %j says why it does not', async (config, why) => {
  await using b = await bench()
  const path = 'http://127.0.0.1:1/'
  b.watches.run([{ type: 'key', key: 'k', handler_type: 'http', http_handler_config: { path, ...config } }])
  await until(() => b.logged.length === 1)
  expect(b.logged[0]?.[1]['error']).toBe(`Post "${path}": ${why}`)
})

test.each([
  [{ path: '127.0.0.1:1234/x' }, 'parse "127.0.0.1:1234/x": first path segment in URL cannot contain colon'],
  [{ path: 'http://127.0.0.1:1/%zz' }, 'parse "http://127.0.0.1:1/%zz": invalid URL escape "%zz"'],
  [{ path: 'http://127.0.0.1:1/', method: 'B AD' }, 'net/http: invalid method "B AD"'],
])('there is no request for the handler %j', async (config, error) => {
  await using b = await bench()
  b.watches.run([{ type: 'key', key: 'k', handler_type: 'http', http_handler_config: config }])
  await until(() => b.logged.length === 1)
  expect(b.logged[0]).toEqual(['Failed to setup http watch', { error }])
})

test('a handler over HTTP that does not answer is given up', async () => {
  await using receiver = await stubAgent(() => undefined)
  await using b = await bench()
  const config = { path: `http://${receiver.address}/`, timeout: '3s' }
  b.watches.run([{ type: 'key', key: 'k', handler_type: 'http', http_handler_config: config }])
  await until(() => receiver.seen.length === 1)
  await b.clock.advance(3_000)
  await until(() => b.logged.length === 1)
  expect(b.logged[0]?.[1]['error']).toBe(
    `Post "${config.path}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
  )
})

test.each(['head', 'body'] as const)(
  'a handler over HTTP whose answer has a %s that does not end is given up',
  async part => {
    const flood = await floodServer(part)
    await using b = await bench()
    const config = { path: `${flood.url}/`, timeout: '3s' }
    b.watches.run([{ type: 'key', key: 'k', handler_type: 'http', http_handler_config: config }])
    // the head is too large before that
    await until(() => flood.written() > 20_000_000 || b.logged.length === 1)
    await b.clock.advance(3_000)
    await until(() => b.logged.length === 1)
    expect(b.logged[0]?.[0]).toContain('http watch handler')
    expect(String(b.logged[0]?.[1]['output'] ?? '').length).toBeLessThanOrEqual(4096)
    await flood.closed()
  },
)

test('others take their place; bad ones change nothing', async () => {
  await using b = await bench()
  b.watches.run([{ type: 'key', key: 'k', handler: 'echo first' }])
  await until(() => b.logged.length === 1)
  expect(() => b.watches.run([{ type: 'bogus', handler: 'x' }])).toThrow('Unsupported watch type: bogus')
  await put(b, 'x')
  await until(() => b.logged.length === 2)
  b.watches.run([{ type: 'key', key: 'k', handler: 'echo second' }])
  await until(() => b.logged.length === 3)
  expect(b.logged.map(([, { output }]) => output)).toEqual(['first\n', 'first\n', 'second\n'])
})

test('a stop ends what runs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watch-'))
  const file = join(folder, 'pid')
  const pid = (): number => Number(existsSync(file) ? readFileSync(file, 'utf8') : 0)
  await using b = await bench()
  b.watches.run([{ type: 'key', key: 'k', args: ['sh', '-c', `echo $$ > ${file}; exec sleep 60`] }])
  await until(() => pid() > 0)
  b.watches.stop()
  await until(() => !isAlive(pid()))
  expect(b.logged.filter(([message]) => message.startsWith('Failed'))).toEqual([])
  rmSync(folder, { recursive: true })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
