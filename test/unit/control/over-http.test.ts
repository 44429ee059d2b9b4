import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Emulator } from '../../../src/emulator.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { type ApiDocument, DescribedApi } from '../../support/described-api.ts'
import { askUdp } from '../dns/clients.ts'
import { encode } from '../dns/support.ts'
import { START } from './support.ts'

interface Answer {
  readonly status: number
  readonly text: string
  readonly index: number
  readonly json: ReturnType<typeof JSON.parse>
}

let emulator: Emulator
let api: DescribedApi
let url: string

beforeAll(async () => {
  const clock = new MovableClock({ manual: true, start: START })
  const ports = { ...defaultSettings.ports, http: 0, dns: 0 }
  const ui = { ...defaultSettings.ui, history: 100 }
  emulator = new Emulator({ ...defaultSettings, ports, ui }, { clock, random: seededRandom(1) })
  await emulator.listen()
  url = `http://127.0.0.1:${emulator.http.port}`
  api = new DescribedApi((await (await fetch(`${url}/_miniconsul/openapi.json`)).json()) as ApiDocument)
})

afterAll(() => emulator.close())

/** Asks the control API, and holds the exchange against the document. */
async function ask(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await fetch(`${url}/_miniconsul/${path}`, {
    method,
    ...(text !== undefined && { body: text, headers: { 'Content-Type': type } }),
  })
  const said = await answer.text()
  expect(api.problems(method, `/_miniconsul/${path}`, text, answer, said)).toEqual([])
  return {
    status: answer.status,
    text: said,
    index: Number(answer.headers.get('x-consul-index')),
    json: answer.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(said) : undefined,
  }
}

const consul = (path: string, init?: RequestInit): Promise<Response> => fetch(`${url}/v1/${path}`, init)
const put = (path: string, body?: unknown): Promise<Response> =>
  consul(path, {
    method: 'PUT',
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })

describe('the past', () => {
  it('is listed, read and gone back to', async () => {
    await put('kv/past', 'blue')
    const { index } = await ask('GET', 'history?limit=1')
    await put('kv/past', 'green')
    const { json } = await ask('GET', 'history?limit=1')
    expect(json).toMatchObject([{ Index: index + 1, Changes: [{ Table: 'kv', Key: 'past', Change: 'changed' }] }])
    expect((await ask('GET', `history/${index}`)).json).toMatchObject({ version: 1, index })
    expect((await ask('PUT', `history/${index}/revert`)).json).toEqual({ Index: index + 2 })
    expect(await (await consul('kv/past?raw')).text()).toBe('blue')
    expect((await ask('GET', 'history/1000000')).status).toBe(400)
    await consul('kv/past', { method: 'DELETE' })
  })
})

describe('the clock', () => {
  it('is read and moved', async () => {
    expect((await ask('GET', 'clock')).json).toEqual({ Now: '2025-01-01T00:00:00.000Z', Mode: 'manual', OffsetMs: 0 })
    const { ID } = (await (await put('session/create', { TTL: '10s' })).json()) as { ID: string }
    const moved = await ask('PUT', 'clock/advance', { By: '25s' })
    expect(moved.json).toMatchObject({ Now: '2025-01-01T00:00:25.000Z' })
    expect(await (await consul(`session/info/${ID}`)).json()).toEqual([])
  })

  it.each([
    [{ By: '25' }, 'Failed to advance the clock: time: missing unit in duration "25"'],
    [{ By: '-1s' }, 'Failed to advance the clock: -1s is negative.'],
    [{ By: '1000000h' }, 'Failed to advance the clock: more than a year at a time.'],
    [{ By: 25 }, 'By must be a string, not 25.'],
    [{ by: '25s' }, 'Unknown member "by": did you mean "By"?'],
    [{ For: '1s' }, 'Unknown member "For": known are By.'],
    [{}, 'By is missing.'],
    ['{"By"', 'The body is no JSON: unexpected EOF'],
    ['[]', 'The body must be an object with By, not [].'],
    ['', 'The body is missing: it must be a JSON object.'],
    [undefined, 'The body is missing: it must be a JSON object.'],
  ])('refuses %j', async (body, text) => {
    expect(await ask('PUT', 'clock/advance', body)).toMatchObject({ status: 400, text })
  })
})

describe('the state', () => {
  it('is seeded, dumped, snapshot, restored and reset', async () => {
    const seeded = await ask('PUT', 'seed', { kv: { 'a/b': 'one' } })
    expect(seeded.json).toEqual({ Index: emulator.agent.store.index })
    expect(await (await consul('kv/a/b?raw')).text()).toBe('one')
    expect((await ask('PUT', 'seed', 'kv:\n  y: two\n', 'application/yaml')).status).toBe(200)
    expect(await (await consul('kv/y?raw')).text()).toBe('two')
    expect((await ask('GET', 'dump')).text).toContain('a/b')
    const snapshot = await ask('GET', 'snapshot')
    await put('kv/a/b', 'changed')
    expect((await ask('PUT', 'snapshot', snapshot.text)).status).toBe(200)
    expect(await (await consul('kv/a/b?raw')).text()).toBe('one')
    const before = emulator.agent.store.index
    await ask('PUT', 'faults', { Fault: { Hang: true } })
    const reset = await ask('PUT', 'reset')
    expect((await ask('GET', 'faults')).json).toEqual([])
    expect((await ask('GET', 'journal')).json).toEqual([])
    expect(reset.json.Index).toBeGreaterThan(before)
    expect((await consul('kv/a/b')).status).toBe(404)
  })

  it('keeps numbers of 64 bits exactly', async () => {
    await put('kv/big?flags=18446744073709551615', 'x')
    const snapshot = await ask('GET', 'snapshot')
    await put('kv/big?flags=1', 'x')
    await ask('PUT', 'snapshot', snapshot.text)
    expect(await (await consul('kv/big')).text()).toContain('18446744073709551615')
    await ask('PUT', 'reset')
  })

  it.each(['', 'nonsense', '[]', '{}', '{"version":1,"index":1,"tables":{},"entries":{}}', '{"version":1'])(
    'refuses the snapshot %j',
    async body => {
      const before = emulator.agent.store.index
      expect(await ask('PUT', 'snapshot', body)).toMatchObject({ status: 400 })
      expect(emulator.agent.store.index).toBe(before)
    },
  )

  it.each<[string, (check: Record<string, Record<string, unknown>>) => void]>([
    ['the check c is invalid: interval is of another kind', ({ definition }) => (definition!['interval'] = null)],
    ['the check c is invalid: Interval must be > 0', ({ definition }) => (definition!['interval'] = 0)],
    [
      'the check c is invalid: Scripts are disabled on this agent from remote calls',
      ({ definition }) => Object.assign(definition!, { tcp: '', args: ['touch', 'file'] }),
    ],
    ['a check has an invalid row', check => delete check['row']],
  ])('refuses a snapshot where %s', async (reason, spoil) => {
    await put('agent/check/register', { ID: 'c', Name: 'c', TCP: '127.0.0.1:1', Interval: '1h' })
    const snapshot = (await ask('GET', 'snapshot')).json
    spoil(snapshot.agent.checks.find(({ row }: { row: { CheckID: string } }) => row.CheckID === 'c'))
    expect(await ask('PUT', 'snapshot', snapshot)).toMatchObject({
      status: 400,
      text: expect.stringContaining(reason),
    })
    await ask('PUT', 'reset')
  })

  it.each([
    ['PUT', 'seed', 2 << 20],
    ['PUT', 'snapshot', 16 << 20],
    ['PUT', 'faults', 512 << 10],
  ])('refuses a body of %s %s that would be long in work, and names the limit', async (method, path, limit) => {
    const tooLong = { method, body: ' '.repeat(limit + 1) }
    const answer = await fetch(`${url}/_miniconsul/${path}`, tooLong)
    expect([answer.status, await answer.text()]).toEqual([413, `The body is larger than the limit of ${limit} bytes.`])
  })

  it('refuses a seed in YAML that takes long to read, and names the limit', async () => {
    const answer = await ask('PUT', 'seed', `kv: { a: ${'x'.repeat(128 << 10)} }`, 'application/yaml')
    expect([answer.status, answer.text]).toEqual([
      400,
      'Failed to read the body: 131083 characters are more than the limit of 131072 for what is not JSON',
    ])
  })

  it('refuses a seed that means nothing', async () => {
    expect(await ask('PUT', 'seed', { kvs: {} })).toMatchObject({ status: 400, text: expect.stringContaining('kvs') })
  })
})

describe('faults', () => {
  it('are set up, listed and removed', async () => {
    const { json } = await ask('PUT', 'faults', {
      Match: { Method: 'GET', Path: '/^/v1/kv//', Token: 't', Query: { dc: 'dc1' } },
      Fault: { Status: 503, Body: 'busy', Headers: { 'Retry-After': '1' } },
      Times: 2,
    })
    const answer = await consul('kv/a?dc=dc1&token=t')
    expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([503, '1', 'busy'])
    expect((await ask('GET', 'faults')).json).toEqual([
      {
        ID: json.ID,
        Match: { Method: 'GET', Path: '/^/v1/kv//', Token: '<hidden>', Query: { dc: 'dc1' } },
        Fault: { Status: 503, Body: 'busy', Headers: { 'Retry-After': '1' } },
        Times: 2,
        Used: 1,
        Probability: 1,
      },
    ])
    expect((await ask('DELETE', `faults/${json.ID}`)).json).toBe(true)
    expect(await ask('DELETE', `faults/${json.ID}`)).toMatchObject({
      status: 404,
      text: `There is no fault ${json.ID}.`,
    })
    expect((await ask('GET', 'faults')).json).toEqual([])
  })

  it('are of every kind', async () => {
    const kinds = [
      { Delay: '1.5s', Status: 500 },
      { Hang: true },
      { Reset: true },
      { Truncate: 10 },
      { Index: 7 },
      { SpuriousWake: true },
      { NoLeader: true },
      { LastContact: '5s', KnownLeader: false },
    ]
    for (const Fault of kinds) await ask('PUT', 'faults', { Match: { Key: 'nobody' }, Fault, Probability: 0.5 })
    for (const DNS of ['servfail', 'drop', 'truncate', { Delay: '2s' }]) {
      await ask('PUT', 'faults', { Match: { DNS: { Name: '/x$/', Type: 'A' } }, Fault: { DNS } })
    }
    const listed = (await ask('GET', 'faults')).json as { Fault: object; Match: object; Probability: number }[]
    expect(listed.map(({ Fault }) => Fault).reverse()).toEqual([
      ...kinds,
      { DNS: 'servfail' },
      { DNS: 'drop' },
      { DNS: 'truncate' },
      { DNS: { Delay: '2s' } },
    ])
    expect([listed[0]?.Match, listed.at(-1)?.Match]).toEqual([{ DNS: { Name: '/x$/', Type: 'A' } }, { Key: 'nobody' }])
    expect((await ask('DELETE', 'faults')).json).toBe(true)
  })

  it.each([
    ['blocked/until?kee=a', 'Unknown parameter "kee": did you mean "key"?'],
    ['blocked?count=1', 'Unknown parameter "count": known are path, key, index, wait.'],
    ['journal?limt=1', 'Unknown parameter "limt": did you mean "limit"?'],
    ['faults?indx=1', 'Unknown parameter "indx": did you mean "index"?'],
  ])('GET %s is refused for a parameter that would choose nothing', async (path, text) => {
    // not by ask(), which finds no such parameter in the OpenAPI document
    const answer = await fetch(`${url}/_miniconsul/${path}`)
    expect({ status: answer.status, text: await answer.text() }).toEqual({ status: 400, text })
  })

  it('never apply to the control API itself', async () => {
    await ask('PUT', 'faults', { Fault: { Reset: true } })
    expect((await ask('DELETE', 'faults')).status).toBe(200)
  })

  it.each([
    [{}, 'Fault is missing.'],
    [{ Fault: {} }, 'Failed to make a fault: it does nothing.'],
    [{ Fault: { Status: 1 } }, 'Failed to make a fault: status has to be a status from 200 to 599, not 1.'],
    [{ Fault: { Delai: '1s' } }, 'Unknown member "Delai" of Fault: did you mean "Delay"?'],
    [
      { Match: { DNS: { Nam: 'x' } }, Fault: { DNS: 'drop' } },
      'Unknown member "Nam" of Match.DNS: did you mean "Name"?',
    ],
    [{ Fault: { Status: '503' } }, 'Fault.Status must be a whole number, not "503".'],
    [{ Fault: { Headers: { 'Retry-After': 1 } } }, 'Fault.Headers.Retry-After must be a string, not 1.'],
    [
      { Match: { Path: '/(/' }, Fault: { Hang: true } },
      'Failed to match: error parsing regexp: missing closing ): `(`.',
    ],
    [{ Match: { DNS: {} }, Fault: {} }, 'What matches DNS questions needs Fault.DNS.'],
    [{ Match: { Key: 'a' }, Fault: { DNS: 'drop' } }, 'A fault is of DNS questions or of HTTP requests, not of both.'],
    [
      { Fault: { DNS: { Wait: 1 } } },
      'Fault.DNS must be servfail, drop or truncate or an object with Delay, not {"Wait":1}.',
    ],
    [{ Fault: { DNS: 7 } }, 'Fault.DNS must be servfail, drop or truncate or an object with Delay, not 7.'],
    [{ Fault: { Delay: 'soon' } }, 'Failed to read the delay: time: invalid duration "soon"'],
    [{ Fault: { Hang: true }, Times: 0 }, 'Failed to make a fault: times has to be a number from 1 on, not 0.'],
  ])('refuses %j', async (body, text) => {
    expect(await ask('PUT', 'faults', body)).toMatchObject({ status: 400, text })
  })
})

describe('the journal', () => {
  it('tells what came', async () => {
    await ask('DELETE', 'journal')
    await consul('kv/a?stale', { headers: { 'X-Consul-Token': 't' } })
    await put('kv/a', 'value')
    await askUdp(emulator.dns.port, encode({ name: 'consul.service.consul', type: 'SRV' }))
    const { json } = await ask('GET', 'journal')
    const common = {
      ID: expect.stringMatching(/^\d+$/),
      At: new Date(emulator.agent.clock.now()).toISOString(),
      DurationMs: 0,
      Fault: null,
    }
    const http = { ...common, Kind: 'http', Path: '/v1/kv/a', Blocked: false, Accessor: '' }
    const headers = (given: object): object => expect.objectContaining(given) as object
    const answer = (Body: string): object => ({ Headers: headers({ 'content-length': String(Body.length) }), Body })
    expect(json).toEqual([
      {
        ...http,
        Method: 'GET',
        Query: { stale: '' },
        Token: '<hidden>',
        Headers: headers({ 'x-consul-token': '<hidden>' }),
        Status: 404,
        Body: '',
        Answer: answer(''),
      },
      {
        ...http,
        Method: 'PUT',
        Query: {},
        Token: '',
        Headers: headers({ 'content-length': '5' }),
        Status: 200,
        Body: 'value',
        Answer: answer('true'),
      },
      {
        ...common,
        Kind: 'dns',
        Transport: 'udp',
        Name: 'consul.service.consul',
        Type: 'SRV',
        Rcode: 'NOERROR',
        Answers: 1,
      },
    ])
    const count = async (query: string): Promise<number> => (await ask('GET', `journal?${query}`)).json.length
    const { json: shown } = await ask('GET', 'journal?secrets=true&method=GET')
    expect(shown).toMatchObject([{ Token: 't' }])
    expect(await count('kind=dns')).toBe(1)
    expect(await count('kind=http')).toBe(2)
    expect(await count('method=PUT')).toBe(1)
    expect(await count('path=/v1/kv/a')).toBe(2)
    expect(await count('path=/kv/')).toBe(2)
    expect(await count('key=a&method=get')).toBe(1)
    expect(await count('name=/service/&type=SRV')).toBe(1)
    expect(await count('limit=1')).toBe(1)
    expect(await count('limit=0')).toBe(0)
    expect(await count('kind=dns&key=a')).toBe(0)
  })

  it('is waited for', async () => {
    const { index } = await ask('GET', 'journal')
    const waiting = ask('GET', `journal?index=${index}&since=${index}`)
    await consul('kv/news')
    const { json, index: next } = await waiting
    expect(json).toMatchObject([{ Path: '/v1/kv/news' }])
    expect(next).toBe(index + 1)
    const timesOut = ask('GET', `journal?index=${next}&wait=10s`)
    await blocked('/_miniconsul/journal')
    await ask('PUT', 'clock/advance', { By: '11s' })
    expect((await timesOut).index).toBe(next)
  })

  it('answers at once to an index from before a restart', async () => {
    expect((await ask('GET', 'journal?index=99999999')).status).toBe(200)
  })

  it.each([
    ['kind=x', 'kind must be http or dns, not "x".'],
    ['limit=x', 'limit must be a whole number, not "x".'],
    ['since=-1', 'since must be >= 0, not -1.'],
    ['index=x', 'index must be a whole number, not "x".'],
    ['index=1&wait=x', 'Invalid wait time'],
    ['path=/[/', 'Failed to match: error parsing regexp: missing closing ]: `[`.'],
  ])('refuses %s', async (query, text) => {
    expect(await ask('GET', `journal?${query}`)).toMatchObject({ status: 400, text })
  })

  it('refuses a pattern that would hold the process, and names the limit', async () => {
    await ask('GET', 'journal')
    for (let i = 0; i < 20; i++) await consul(`kv/${'ab'.repeat(2000)}c${i}`)
    const text = 'Failed to match: more than the limit of 4000000 steps.'
    expect(await ask('GET', 'journal?path=/a[ab]{500}[cd]$/')).toMatchObject({ status: 400, text })
    expect(await ask('GET', 'journal?path=/(.?){1000}x/')).toMatchObject({ status: 200 })
  })

  it('takes a fault for one that does not fit where its pattern would hold the process', async () => {
    const fault = { Match: { Path: '/a([ab]{500}){2}[cd]$/' }, Fault: { Status: 503 } }
    expect(await ask('PUT', 'faults', fault)).toMatchObject({ status: 200 })
    expect((await consul(`kv/${'ab'.repeat(3900)}c`)).status).toBe(404)
    expect((await ask('DELETE', 'faults')).status).toBe(200)
  })
})

/** Resolves once a request with this path waits, those of the control API included. */
async function blocked(path: string): Promise<void> {
  const waits = (): boolean => [...emulator.agent.blocking.blocked].some(({ label }) => label.startsWith(path))
  if (waits()) return
  await new Promise<void>(resolve => {
    const end = emulator.agent.blocking.onChange(() => {
      if (!waits()) return
      end()
      resolve()
    })
  })
}

describe('blocked queries', () => {
  it('is listed, waited for and released', async () => {
    expect((await ask('GET', 'blocked')).json).toEqual([])
    const until = ask('GET', 'blocked/until?path=/v1/kv/a&count=2')
    await blocked('/_miniconsul/blocked/until')
    const first = consul('kv/a?index=10000')
    const second = consul('kv/a?index=10001&wait=1m')
    const found = (await until).json
    expect(found).toMatchObject([
      { Path: '/v1/kv/a', Index: expect.any(Number), For: '0s' },
      { Path: '/v1/kv/a', Index: expect.any(Number) },
    ])
    await ask('PUT', 'clock/advance', { By: '1.5s' })
    const { json, index } = await ask('GET', 'blocked?key=a')
    expect(json.map(({ For }: { For: string }) => For)).toEqual(['1.5s', '1.5s'])
    expect((await ask('GET', 'blocked?key=b')).json).toEqual([])
    const changes = ask('GET', `blocked?index=${index}`)
    await blocked('/_miniconsul/blocked?')
    for (const { ID } of found) expect((await ask('PUT', `blocked/${ID}/release`)).json).toBe(true)
    expect((await changes).index).toBeGreaterThan(index)
    expect([(await first).status, (await second).status]).toEqual([200, 200])
    expect(await ask('PUT', `blocked/${found[0].ID}/release`)).toMatchObject({ status: 404 })
  })

  it('says when too few were', async () => {
    const until = ask('GET', 'blocked/until?key=nobody&timeout=5s')
    await blocked('/_miniconsul/blocked/until')
    await ask('PUT', 'clock/advance', { By: '6s' })
    expect(await until).toMatchObject({ status: 408, text: '0 of 1 such queries wait.' })
  })

  it.each([
    ['blocked/until?count=0', 'count must be >= 1, not 0.'],
    ['blocked/until?timeout=x', 'Failed to read the timeout: time: invalid duration "x"'],
    ['blocked?path=/(/', 'Failed to match: error parsing regexp: missing closing ): `(`.'],
  ])('refuses %s', async (path, text) => {
    expect(await ask('GET', path)).toMatchObject({ status: 400, text })
  })

  it('leaves the page out that looks on', async () => {
    const own = consul(`kv/page?index=${emulator.agent.store.index}`, { headers: { 'X-Miniconsul': '1' } })
    await blocked('/_miniconsul/page/v1/kv/page')
    expect((await ask('GET', 'blocked')).json).toEqual([])
    await put('kv/page', 'x')
    await own
  })
})

describe('the cluster', () => {
  it('has nodes that join, fail, recover and leave', async () => {
    const start = (await ask('GET', 'cluster')).json
    expect(start).toEqual({
      Leader: '127.0.0.1:8300',
      Nodes: [{ Name: 'node1', Address: '127.0.0.1', Status: 'alive', Server: true, Datacenter: 'dc1' }],
    })
    const joined = await ask('PUT', 'cluster/nodes/node2', {
      Address: '10.0.0.2',
      Services: [{ Name: 'web', Port: 80 }],
    })
    expect(joined.json.Nodes).toContainEqual({
      Name: 'node2',
      Address: '10.0.0.2',
      Status: 'alive',
      Server: false,
      Datacenter: 'dc1',
    })
    expect(await (await consul('catalog/service/web')).json()).toMatchObject([{ Node: 'node2', ServicePort: 80 }])
    expect((await ask('PUT', 'cluster/nodes/node3')).json.Nodes).toHaveLength(3)
    const status = (answer: Answer): string =>
      answer.json.Nodes.find(({ Name }: { Name: string }) => Name === 'node2')?.Status
    expect(status(await ask('PUT', 'cluster/nodes/node2/fail'))).toBe('failed')
    expect(status(await ask('PUT', 'cluster/nodes/node2/recover'))).toBe('alive')
    expect(status(await ask('DELETE', 'cluster/nodes/node2'))).toBe('left')
    expect(await (await consul('catalog/service/web')).json()).toEqual([])
  })

  it('loses and elects its leader', async () => {
    expect((await ask('PUT', 'cluster/lose-leader')).json.Leader).toBe('')
    expect((await ask('PUT', 'cluster/elect')).json.Leader).toBe('127.0.0.1:8300')
  })

  it('is alone again after a reset', async () => {
    await ask('PUT', 'reset')
    expect((await ask('GET', 'cluster')).json.Nodes).toHaveLength(1)
  })

  it('refuses what cannot be', async () => {
    expect(await ask('PUT', 'cluster/nodes/nobody/fail')).toMatchObject({ status: 400 })
    expect(await ask('PUT', 'cluster/nodes/x', { Services: [1] })).toMatchObject({ status: 400 })
    expect(await ask('PUT', 'cluster/nodes/node1', {})).toMatchObject({ status: 400 })
  })
})

describe('the status', () => {
  it('tells what is in effect, and can be waited for', async () => {
    const status = async (after?: number) => ask('GET', after === undefined ? 'status' : `status?index=${after}`)
    const change = async (from: Answer, run: () => Promise<unknown>): Promise<Answer> => {
      const waiting = status(from.index)
      await blocked('/_miniconsul/status')
      await run()
      return waiting
    }
    const first = await status()
    expect(first.json).toMatchObject({
      Clock: { Mode: 'manual', OffsetMs: 0 },
      Faults: 0,
      BlockedQueries: 0,
      History: true,
    })
    const armed = await change(first, () => ask('PUT', 'faults', { Fault: { Status: 500 }, Match: { Path: '/v1/x' } }))
    expect(armed.json).toMatchObject({ Faults: 1 })
    const alone = await change(armed, () => ask('PUT', 'cluster/lose-leader'))
    expect(alone.json).toMatchObject({ Leader: '' })
    const led = await change(alone, () => ask('PUT', 'cluster/elect'))
    expect(led.json.Leader).not.toBe('')
    const moved = await change(led, () => ask('PUT', 'clock/advance', { By: '1s' }))
    expect(Date.parse(moved.json.Clock.Now) - Date.parse(led.json.Clock.Now)).toBe(1000)
    const done = await change(moved, () => ask('DELETE', 'faults'))
    expect(done.json).toMatchObject({ Faults: 0 })
    expect(done.index).toBeGreaterThan(first.index)
  })

  it('counts a fault no more that has happened as often as it may, and queries while they wait', async () => {
    await ask('PUT', 'faults', { Fault: { Status: 500 }, Match: { Path: '/v1/kv/once' }, Times: 1 })
    await consul('kv/once')
    expect((await ask('GET', 'status')).json).toMatchObject({ Faults: 0, BlockedQueries: 0 })
    await ask('DELETE', 'faults')
    const end = new AbortController()
    const waiting = consul('kv/waited?index=1000000', { signal: end.signal }).catch(() => undefined)
    await blocked('/v1/kv/waited')
    expect((await ask('GET', 'status')).json).toMatchObject({ BlockedQueries: 1 })
    end.abort()
    await waiting
  })
})

describe('checks and sessions', () => {
  const health = async (node: string, id: string): Promise<unknown> => {
    const checks = (await (await consul(`health/node/${node}`)).json()) as { CheckID: string }[]
    return checks.find(({ CheckID }) => CheckID === id)
  }

  it('forces checks of the agent', async () => {
    await put('agent/check/register', { ID: 'ttl/1', Name: 'ttl', TTL: '1h' })
    await put('agent/check/register', { ID: 'tcp', Name: 'tcp', TCP: '127.0.0.1:1', Interval: '1h', Status: 'warning' })
    expect((await ask('PUT', 'checks/node1/ttl%2F1', { Status: 'passing', Output: 'fine' })).json).toBe(true)
    expect(await health('node1', 'ttl/1')).toMatchObject({ Status: 'passing', Output: 'fine' })
    await ask('PUT', 'checks/NODE1/tcp', { Status: 'passing' })
    expect(await health('node1', 'tcp')).toMatchObject({ Status: 'passing', Output: '' })
  })

  it('forces checks of other nodes, and ends the sessions that hang on them', async () => {
    await put('catalog/register', {
      Node: 'other',
      Address: '10.0.0.1',
      Service: { Service: 'db' },
      Check: { CheckID: 'up', Name: 'up', ServiceID: 'db', Status: 'passing' },
    })
    const { ID } = (await (await put('session/create', { Node: 'other', NodeChecks: ['up'] })).json()) as { ID: string }
    await ask('PUT', 'checks/other/up', { Status: 'critical', Output: 'gone' })
    expect(await health('other', 'up')).toMatchObject({ Status: 'critical', Output: 'gone', ServiceName: 'db' })
    expect(await (await consul(`session/info/${ID}`)).json()).toEqual([])
  })

  it('forces serfHealth', async () => {
    await ask('PUT', 'checks/node1/serfHealth', { Status: 'critical' })
    expect(await health('node1', 'serfHealth')).toMatchObject({ Status: 'critical' })
    await ask('PUT', 'checks/node1/serfHealth', { Status: 'passing' })
  })

  it('refuses what there is not', async () => {
    expect(await ask('PUT', 'checks/node1/nobody', { Status: 'passing' })).toMatchObject({
      status: 404,
      text: "There is no check 'nobody' of a node 'node1'.",
    })
    expect(await ask('PUT', 'checks/node1/tcp', { Status: 'fine' })).toMatchObject({
      status: 400,
      text: 'Status must be passing, warning or critical, not "fine".',
    })
  })

  it('tells when sessions end', async () => {
    const now = emulator.agent.clock.now()
    const { ID } = (await (await put('session/create', { TTL: '10s' })).json()) as { ID: string }
    const { json, index } = await ask('GET', 'sessions')
    expect(json).toContainEqual({ ID, EndsAt: new Date(now + 20_000).toISOString() })
    const waiting = ask('GET', `sessions?index=${index}`)
    await blocked('/_miniconsul/sessions')
    await put(`session/destroy/${ID}`)
    expect((await waiting).json).not.toContainEqual({ ID, EndsAt: expect.anything() })
  })

  it('ends sessions', async () => {
    const { ID } = (await (await put('session/create', { Name: 's' })).json()) as { ID: string }
    await put(`kv/lock?acquire=${ID}`, 'x')
    expect((await ask('PUT', `sessions/${ID}/expire`)).json).toBe(true)
    expect(await (await consul(`session/info/${ID}`)).json()).toEqual([])
    expect(await (await put(`kv/lock?acquire=${ID}`, 'x')).text()).not.toBe('true')
    expect(await ask('PUT', `sessions/${ID}/expire`)).toMatchObject({
      status: 404,
      text: `There is no session '${ID}'.`,
    })
  })
})

describe('the DNS', () => {
  it('is asked', async () => {
    expect((await ask('GET', 'dns?name=consul.service.consul&type=SRV')).json).toEqual({
      Rcode: 'NOERROR',
      Answers: [{ Name: 'consul.service.consul.', Type: 'SRV', TTL: 0, Data: '1 1 8300 node1.node.dc1.consul.' }],
      Authority: [],
      Additional: expect.arrayContaining([{ Name: 'node1.node.dc1.consul.', Type: 'A', TTL: 0, Data: '127.0.0.1' }]),
    })
    expect((await ask('GET', 'dns?name=nobody.service.consul.')).json).toMatchObject({
      Rcode: 'NXDOMAIN',
      Answers: [],
      Authority: [
        { Name: 'consul.', Type: 'SOA', Data: expect.stringMatching(/^ns.consul. hostmaster.consul. \d+ 3600/) },
      ],
    })
    expect((await ask('GET', 'dns?name=1.0.0.127.in-addr.arpa&type=12')).json.Answers).toMatchObject([{ Type: 'PTR' }])
    expect((await ask('GET', 'dns?name=example.com')).json).toMatchObject({ Rcode: 'REFUSED' })
    const addresses = await ask('GET', 'dns?name=00000000000000000000000000000001.addr.consul&type=AAAA')
    expect(addresses.json.Answers).toMatchObject([{ Type: 'AAAA', Data: '::1' }])
  })

  it.each([
    ['dns', 'name is missing.'],
    ['dns?name=', 'name is missing.'],
    ['dns?name=a&type=nothing', "Failed to ask: there is no type 'nothing'."],
    [`dns?name=${'a'.repeat(64)}.consul`, /^Failed to ask: /],
    [`dns?name=${'abc.'.repeat(80)}consul`, /^Failed to ask: /],
  ])('refuses %s', async (path, text) => {
    const answer = await ask('GET', path)
    expect(answer.status).toBe(400)
    expect(answer.text).toMatch(text)
  })
})

describe('the document', () => {
  it('is well formed', () => {
    expect(api.document).toMatchObject({
      openapi: '3.1.0',
      info: { title: expect.any(String), version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    })
    const ids = api.operations.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(20)
    for (const [path, item] of Object.entries(api.document.paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      for (const { parameters = [] } of Object.values(item)) {
        const inPath = parameters.filter(parameter => parameter.in === 'path')
        expect(inPath.map(({ name }) => name)).toEqual(named)
        expect(inPath.every(({ required }) => required)).toBe(true)
      }
    }
    for (const operation of api.operations) {
      expect(operation.summary).not.toBe('')
      expect(Object.keys(operation.responses)).toContain('403')
      for (const { content } of Object.values(operation.responses)) expect(Object.keys(content)).toHaveLength(1)
      for (const parameter of operation.parameters ?? [])
        expect(parameter).toMatchObject({ in: expect.stringMatching(/^(query|path)$/), schema: {} })
    }
  })

  it('was held against an answer of every operation above', () => {
    expect(api.operations.map(({ operationId }) => operationId).filter(id => !api.used.has(id))).toEqual([])
  })
})
