import { type IncomingMessage, request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { whyRefused } from '../../../src/control/http/guard.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { run, type Running } from './support.ts'

interface Asked {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string>
}

/** As a client whose library does not choose the headers. */
function ask({ emulator }: Running, { method = 'GET', path = 'clock', headers = {} }: Asked): Promise<Said> {
  return new Promise((resolve, reject) => {
    const { port } = emulator.http
    const sent = request({ host: '127.0.0.1', port, method, path: `/_miniconsul/${path}`, headers }, answer => {
      let text = ''
      answer.on('data', chunk => (text += String(chunk)))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

interface Said {
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
}

describe('the name that it is asked by', () => {
  it.each([
    'localhost',
    'localhost:8500',
    'app.localhost:8500',
    'LOCALHOST.',
    '127.0.0.1:1',
    '127.9.9.9',
    '[::1]:8500',
  ])('%s is good', async host => {
    expect((await ask(await run(), { headers: { Host: host } })).status).toBe(200)
  })

  it.each(['example.com', 'localhost.example.com', '10.0.0.1:8500', '127.0.0.1.example.com', '[::2]', '::1'])(
    '%s is not: another name may have been made to lead here',
    async host => {
      expect(await ask(await run(), { headers: { Host: host } })).toMatchObject({
        status: 403,
        text: 'The control API is asked by an address of this machine, or as localhost.',
      })
    },
  )
})

describe('browsers', () => {
  const own = (running: Running): Record<string, string> => ({
    Host: `localhost:${running.emulator.http.port}`,
    Origin: `http://localhost:${running.emulator.http.port}`,
    'Sec-Fetch-Site': 'same-origin',
  })

  it("may read from the agent's own page, and change with a header", async () => {
    const running = await run()
    expect((await ask(running, { headers: own(running) })).status).toBe(200)
    expect(await ask(running, { method: 'DELETE', path: 'faults', headers: own(running) })).toMatchObject({
      status: 403,
      text: 'A page that changes something has to send the header X-Miniconsul: 1.',
    })
    const headers = { ...own(running), 'X-Miniconsul': '1' }
    expect((await ask(running, { method: 'DELETE', path: 'faults', headers })).status).toBe(200)
  })

  it.each([
    { Origin: 'http://example.com' },
    { Origin: 'null' },
    { Origin: 'http://localhost' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'cross-site', 'X-Miniconsul': '1' },
  ])('may do nothing from another page: %j', async headers => {
    expect(await ask(await run(), { headers: headers as Record<string, string> })).toMatchObject({
      status: 403,
      text: 'The control API is for pages of the agent itself only.',
    })
  })

  it('are never told that they may share an answer', async () => {
    const running = await run({
      http: { ...defaultSettings.http, responseHeaders: { 'Access-Control-Allow-Origin': '*', 'X-Other': 'kept' } },
    })
    const { status, headers } = await ask(running, {})
    expect([status, headers['access-control-allow-origin'], headers['x-other']]).toEqual([200, undefined, 'kept'])
    expect((await running.fetch('/v1/status/leader')).headers.get('access-control-allow-origin')).toBe('*')
    const preflight = await ask(running, { method: 'OPTIONS', headers: { Origin: 'http://example.com' } })
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([403, undefined])
  })
})

describe('where it is asked from', () => {
  const from = (
    remoteAddress: string | undefined,
    localAddress: string | undefined,
    host: string,
    allowed: readonly string[] = [],
  ): string | undefined =>
    whyRefused(
      { method: 'GET', headers: { host }, socket: { remoteAddress, localAddress } } as IncomingMessage,
      allowed,
    )

  it.each(['127.0.0.1', '127.3.2.1', '::1', '::ffff:127.0.0.1'])('%s may', address => {
    expect(from(address, address, 'localhost')).toBeUndefined()
  })

  it('may by the address that the agent is bound to', () => {
    expect(from('127.0.0.1', '10.0.0.7', '10.0.0.7:8500')).toBeUndefined()
  })

  it.each(['10.0.0.1', '192.168.1.1', '::ffff:10.0.0.1', 'fe80::1', '', 'nonsense'])('%s may not', address => {
    expect(from(address, '10.0.0.7', 'localhost')).toBe(
      `The control API is for clients on the same machine only. For ${address} start the agent with -test-bench-allow=CIDR, ` +
        'ui_config.test_bench_allow or MINICONSUL_TEST_BENCH_ALLOW.',
    )
  })

  it.each([
    ['172.17.0.1', 'localhost:32768'],
    ['::ffff:172.17.0.9', 'consul:8500'],
  ])('%s may from a network that is allowed, by a local name', (address, host) => {
    expect(from(address, '172.17.0.2', host, ['10.0.0.0/8', '172.16.0.0/12'])).toBeUndefined()
  })

  it('may not from another network, nor by a name that others can register', () => {
    const allowed = ['172.16.0.0/12']
    expect(from('192.168.1.1', '172.17.0.2', 'localhost', allowed)).toContain('on the same machine only')
    expect(from('172.17.0.1', '172.17.0.2', 'evil.example', allowed)).toContain('by a local name')
  })

  it('may over a Unix socket', () => {
    expect(from(undefined, undefined, 'anything')).toBeUndefined()
  })
})

describe('whether it is there', () => {
  it('is not where the settings leave it out', async () => {
    const { fetch, emulator } = await run({ ui: { ...defaultSettings.ui, testBench: false } })
    const answer = await fetch('/_miniconsul/clock')
    expect([answer.status, await answer.text()]).toEqual([404, await (await fetch('/_another/clock')).text()])
    expect(emulator.control.journal.requests).toEqual([])
  })

  it('is where it was asked for, and not where it was asked not to be', async () => {
    const there = await run({ ui: { ...defaultSettings.ui, testBench: false } }, { control: { enabled: true } })
    expect((await there.fetch('/_miniconsul/clock')).status).toBe(200)
    const away = await run({}, { control: { enabled: false } })
    expect((await away.fetch('/_miniconsul/clock')).status).toBe(404)
  })

  it('answers 404 and 405 as everything else', async () => {
    const { fetch } = await run()
    expect((await fetch('/_miniconsul/nothing')).status).toBe(404)
    const wrong = await fetch('/_miniconsul/clock', { method: 'PUT' })
    expect([wrong.status, await wrong.text()]).toEqual([405, 'method PUT not allowed'])
  })

  it('answers without a socket, too', async () => {
    const { emulator } = await run()
    expect((await emulator.inject({ method: 'GET', url: '/_miniconsul/clock' })).statusCode).toBe(200)
  })

  it('says that a clock cannot be moved', async () => {
    const running = await run({}, { clock: { now: () => 0, setTimeout: () => ({ clear: () => undefined }) } })
    const answer = await running.put('/_miniconsul/clock/advance', { By: '1s' })
    expect([answer.status, await answer.text()]).toEqual([501, expect.stringContaining('cannot be moved')])
  })
})
