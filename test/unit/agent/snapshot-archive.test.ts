import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { type Consul, createConsul } from '../../../src/index.ts'
import { writeArchive } from '../../../src/agent/snapshot-archive.ts'
import { toJson } from '../../../src/go/json.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { writeState } from '../../../src/state/snapshot.ts'
import type { StateSnapshot } from '../../../src/state/store.ts'

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** A snapshot file around a state, its sums right. */
async function fileOf(state: Buffer): Promise<Buffer> {
  const meta = Buffer.from('{}')
  const sums = Buffer.from(`${sha256(meta)}  meta.json\n${sha256(state)}  state.bin\n`)
  const tar = pack()
  tar.entry({ name: 'meta.json' }, meta)
  tar.entry({ name: 'state.bin' }, state)
  tar.entry({ name: 'SHA256SUMS' }, sums)
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  return gzipSync(Buffer.concat(chunks), { level: 1 })
}

function arranged(): Consul {
  const consul = createConsul({ clock: 'manual' })
  consul.agent.register({ name: 'web', port: 80, check: 'passing' })
  const session = consul.session.create({ ttl: '10s' })
  consul.kv.acquire('lock', session, 'me')
  consul.query.create({ Name: 'web', Service: { Service: 'web' }, Session: session })
  consul.config.set({ Kind: 'service-resolver', Name: 'web', ConnectTimeout: '5s' })
  return consul
}

type Tables = Record<string, Record<string, unknown>[]>

/** A snapshot with something changed in its rows, as a file. */
function changed(consul: Consul, change: (tables: Tables) => void): Promise<Buffer> {
  const snapshot = structuredClone(consul.snapshot()) as unknown as StateSnapshot
  change(snapshot.tables as unknown as Tables)
  return fileOf(Buffer.from([...writeState(snapshot)].join('')))
}

async function put(consul: Consul, body: Buffer): Promise<{ status: number; text: string }> {
  const answer = await consul.inject('PUT', '/v1/snapshot', body)
  return { status: answer.statusCode, text: answer.body }
}

const at = <T>(rows: readonly T[] | undefined): T => rows?.[0] as T

const DANGLING: readonly [what: string, change: (tables: Tables) => void, text: string][] = [
  ['a service without its node', t => (t['nodes'] = []), 'is about the node node1, which is not there'],
  ['a service of another node', t => (at(t['services'])['Node'] = 'x'), 'is about the node x, which is not there'],
  [
    'a check without its service',
    t => (at(t['checks'])['ServiceID'] = 'x'),
    'is about the service x of the node node1',
  ],
  ['a check without its node', t => (at(t['checks'])['Node'] = 'x'), 'which is not there'],
  ['a session without its node', t => (at(t['sessions'])['Node'] = 'x'), 'a row of sessions is about the node x'],
  ['a lock without its session', t => (at(t['kv'])['Session'] = 'x'), 'a row of kv is about the session x'],
  ['a query without its session', t => (at(t['queries'])['Session'] = 'x'), 'a row of queries is about the session x'],
  ['a config entry of no kind', t => (at(t['configEntries'])['Kind'] = 'x'), 'invalid config entry kind: x'],
  ['a config entry of another shape', t => (at(t['configEntries'])['Subsets'] = [1]), 'configEntries'],
  ['a config entry of other types', t => (at(t['configEntries'])['ConnectTimeout'] = '5'), 'configEntries'],
  ['a template that does not compile', t => (at(t['queries'])['Template'] = TEMPLATE), 'Bad Regexp'],
  ['a policy that cannot be parsed', t => void t['aclPolicies']?.push(POLICY), 'aclPolicies'],
]
const TEMPLATE = { Type: 'name_prefix_match', Regexp: '(', RemoveEmptyTags: false }
const POLICY = {
  ...{ ID: 'p', Name: 'p', Description: '', Rules: 'key "', Datacenters: [], Hash: '' },
  ...{ CreateIndex: 1, ModifyIndex: 1 },
}

describe('restoring a snapshot', () => {
  it.each(DANGLING)('refuses %s, and leaves everything as it was', async (_, change, text) => {
    const consul = arranged()
    const before = consul.snapshot()
    const answer = await put(consul, await changed(consul, change))
    expect(answer.status).toBe(500)
    expect(answer.text).toContain('failed to read snapshot file: state.bin is invalid: ')
    expect(answer.text).toContain(text)
    expect(consul.snapshot()).toEqual(before)
    const direct = structuredClone(before) as unknown as { tables: Tables }
    change(direct.tables)
    expect(() => consul.restore(direct as never)).toThrow(expect.objectContaining({ code: 'MC_ERR_SNAPSHOT' }))
    expect(consul.snapshot()).toEqual(before)
  })

  it('gives back what was saved', async () => {
    const consul = arranged()
    // a text that came in a body of almost the greatest size, and is written as six times as many characters
    await consul.inject('PUT', '/v1/agent/check/register', {
      Name: 'long',
      TTL: '1h',
      Notes: '<'.repeat(7 * 1024 * 1024),
    })
    const before = consul.snapshot()
    const file = await writeArchive(before as never, defaultSettings, 0)
    consul.reset()
    expect((await put(consul, file)).status).toBe(200)
    expect(consul.diff(before)).toEqual([])
  })

  it('refuses what unpacks to too much, and names the limit', async () => {
    const consul = arranged()
    const before = consul.snapshot()
    const answer = await put(consul, await fileOf(Buffer.alloc(258 * 1024 * 1024)))
    expect(answer.status).toBe(500)
    expect(answer.text).toBe(
      'failed to read snapshot file: it unpacks to more than 269484032 bytes, which is the limit',
    )
    expect(consul.snapshot()).toEqual(before)
  })

  it('refuses a line that has no end, and a state that was cut', async () => {
    const consul = arranged()
    const [head = ''] = writeState(consul.snapshot() as never)
    const long = await put(
      consul,
      await fileOf(Buffer.concat([Buffer.from(head), Buffer.alloc(53 * 1024 * 1024, 'x')])),
    )
    expect(long.text).toBe('failed to read snapshot file: a line of state.bin has more than 54525952 bytes')
    const cut = await put(consul, await fileOf(Buffer.from(head.slice(0, -2))))
    expect(cut.text).toBe('failed to read snapshot file: state.bin ends within a line')
  })

  it.each([
    ['nothing', Buffer.alloc(0), 'failed to decompress snapshot: EOF'],
    ['text', Buffer.from('hello, all'), 'failed to decompress snapshot: gzip: invalid header'],
    ['less than a head', Buffer.from('hello'), 'failed to decompress snapshot: unexpected EOF'],
  ])('refuses %s', async (_, body, text) => {
    expect((await put(arranged(), body)).text).toBe(text)
  })

  it.each([
    ['another program', 'hello\n', 'state.bin was not written by miniconsul'],
    ['another version', `${toJson({ format: 'miniconsul state 99' })}\n`, 'state.bin was not written by miniconsul'],
    ['an index out of bounds', `${HEAD(2 ** 53)}\n`, 'state.bin is invalid: it has an invalid index'],
    ['a table that is none', `${HEAD(1)}\n["x",{}]\n`, 'a line of state.bin is no row'],
    [
      'a row that is none',
      `${HEAD(1)}\n["kv",7]\n`,
      'state.bin is invalid: it has an invalid table kv: a row is no object',
    ],
  ])('refuses the state of %s', async (_, text, said) => {
    const answer = await put(arranged(), await fileOf(Buffer.from(text)))
    expect(answer.text).toBe(`failed to read snapshot file: ${said}`)
  })
})

function HEAD(index: number): string {
  return toJson({ format: 'miniconsul state 2', index, entries: {} })
}
