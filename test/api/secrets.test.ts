import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Consul, startConsul } from '../../src/index.ts'

const ROOT = 'aaaaaaaa-0000-0000-0000-000000000001'
const SECRET = 'bbbbbbbb-0000-0000-0000-000000000001'
const ACCESSOR = 'cccccccc-0000-0000-0000-000000000001'
const BEARER = 'bearer-of-a-client'
const GOSSIP_KEY = 'pUqJrVyVRj5jsiYEkM/tFQYfWyJIv4s3XkvDwy7Cu5s='
const PRIVATE_KEY = 'private-key-of-a-gateway'

let consul: Consul
const lines: string[] = []
beforeEach(async () => {
  lines.length = 0
  const log = (msg: string, fields?: object): void => void lines.push(`${msg} ${JSON.stringify(fields)}`)
  const logger = { debug: log, info: log, warn: log, error: log }
  consul = await startConsul({ dns: false, acl: { initialManagement: ROOT }, logger })
})
afterEach(() => consul.close())

const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${consul.http.url}${path}`, init)
const asRoot = (path: string, method: string, body?: object): Promise<Response> =>
  ask(path, { method, headers: { 'X-Consul-Token': ROOT }, ...(body && { body: JSON.stringify(body) }) })

/** Tokens in every place where a request can have one. */
async function useSecrets(): Promise<void> {
  const rules = { Name: 'p', Rules: 'key_prefix "" { policy = "write" }' }
  await asRoot('/v1/acl/policy', 'PUT', rules)
  await asRoot('/v1/acl/token', 'PUT', { SecretID: SECRET, AccessorID: ACCESSOR, Policies: [{ Name: 'p' }] })
  await ask('/v1/kv/a', { method: 'PUT', body: '1', headers: { 'X-Consul-Token': SECRET } })
  await ask('/v1/kv/a', { headers: { Authorization: `Bearer ${SECRET}` } })
  await ask(`/v1/kv/a?token=${SECRET}&raw`)
  await ask(`/v1/kv/missing?token=${SECRET}x`)
  await ask(`/v1/kv/escaped?%74oken=${SECRET}&raw`)
  await ask(`/v1/kv/escaped?raw&tok%65n=${SECRET}`)
  await ask('/v1/kv/%ff', { headers: { 'X-Consul-Token': SECRET } })
  await ask(`/v1/nothing?token=${SECRET}`, { headers: { Referer: `http://a/?token=${SECRET}`, Cookie: SECRET } })
  await asRoot('/v1/operator/keyring', 'POST', { Key: GOSSIP_KEY })
  await asRoot('/v1/operator/keyring', 'DELETE', { Key: GOSSIP_KEY })
  await asRoot('/v1/config', 'PUT', { Kind: 'inline-certificate', Name: 'c', PrivateKey: PRIVATE_KEY })
  await asRoot('/v1/connect/ca/configuration', 'PUT', { Provider: 'consul', Config: { PrivateKey: PRIVATE_KEY } })
  await asRoot('/v1/peering/establish', 'POST', { PeerName: 'p', PeeringToken: SECRET })
  await asRoot('/v1/agent/service/register', 'PUT', { Name: 'web', Token: SECRET })
  await asRoot('/v1/acl/token', 'PUT', { SecretID: [SECRET] })
  await asRoot('/v1/agent/token/default', 'PUT', { Token: SECRET })
  await ask('/v1/acl/login', { method: 'POST', body: JSON.stringify({ AuthMethod: 'none', BearerToken: BEARER }) })
  await ask('/v1/acl/bootstrap', { method: 'PUT', body: JSON.stringify({ BootstrapSecret: SECRET }) })
  await asRoot('/v1/query', 'PUT', { Service: { Service: 'web' }, Token: SECRET })
  await ask('/v1/acl/logout', { method: 'POST', headers: { 'X-Consul-Token': SECRET } })
}

const holdsNone = (text: string): void => {
  for (const secret of [ROOT, SECRET, BEARER, GOSSIP_KEY, PRIVATE_KEY]) {
    const [before = '', ...others] = text.split(secret)
    // what stands before it says where it is
    expect(others.length > 0 ? `${before.slice(-200)}${secret}` : '').toBe('')
  }
}

describe('secrets of tokens', () => {
  it('are in no log line', async () => {
    await useSecrets()
    expect(lines.length).toBeGreaterThan(5)
    holdsNone(lines.join('\n'))
  })

  it('are in no line of the monitor, where a token in a URL is told as hidden', async () => {
    const monitor = await ask('/v1/agent/monitor?loglevel=debug', { headers: { 'X-Consul-Token': ROOT } })
    const reader = (monitor.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
    await useSecrets()
    await ask(`/v1/kv/last?token=${SECRET}&raw`)
    let text = ''
    while (!/kv\/last.*\n/.test(text)) text += (await reader.read()).value ?? ''
    await reader.cancel()
    holdsNone(text)
    expect(text).toContain('url="/v1/kv/last?token=<hidden>&raw"')
    expect(text).toContain('url="/v1/kv/a?token=<hidden>&raw"')
    expect(text.split('\n').filter(line => line.includes('kv/escaped'))).toEqual([
      expect.stringContaining('%74oken=<hidden>&raw'),
      expect.stringContaining('raw&tok%65n=<hidden>'),
    ])
  })

  it('are not shown by a journal that is printed or serialized', async () => {
    await useSecrets()
    const { requests } = consul.journal
    expect(requests.length).toBeGreaterThan(8)
    holdsNone(inspect(requests, { depth: null, showHidden: true }))
    holdsNone(JSON.stringify(requests))
    holdsNone(requests.map(({ url, body, query }) => `${url} ${body} ${JSON.stringify(query)}`).join('\n'))
  })

  it('are not shown by the control API, unless it is asked for them', async () => {
    await ask('/_miniconsul/journal')
    await useSecrets()
    holdsNone(await (await ask('/_miniconsul/journal')).text())
    expect(await (await ask('/_miniconsul/journal?secrets=true')).text()).toContain(SECRET)
    for (const path of ['dump', 'blocked', 'faults', '']) holdsNone(await (await ask(`/_miniconsul/${path}`)).text())
  })

  it('are not shown by faults that match them, nor by what the agent tells of itself', async () => {
    consul.faults.use({ token: SECRET, path: '/elsewhere' }, { status: 500 })
    consul.faults.use({ query: { token: SECRET }, path: '/elsewhere' }, { status: 500 })
    consul.faults.use({ headers: { 'X-Consul-Token': SECRET }, path: '/elsewhere' }, { status: 500 })
    const match = { Token: SECRET, Path: '/elsewhere' }
    const made = await asRoot('/_miniconsul/faults', 'PUT', { Match: match, Fault: { Status: 500 } })
    expect(made.ok).toBe(true)
    holdsNone(await made.text())
    await useSecrets()
    holdsNone(await (await ask('/_miniconsul/faults')).text())
    for (const path of ['self', 'metrics', 'metrics?format=prometheus', 'host', 'services', 'checks']) {
      const told = await ask(`/v1/agent/${path}`, { headers: { 'X-Consul-Token': ROOT } })
      expect([path, told.status]).toEqual([path, 200])
      holdsNone(await told.text())
    }
  })

  it('are in no dump and in no list of differences', async () => {
    const before = consul.snapshot()
    await useSecrets()
    holdsNone(consul.dump())
    holdsNone(JSON.stringify(consul.diff(before)))
    expect(consul.diff(before).find(({ table }) => table === 'aclTokens')?.key).toBe(ACCESSOR)
  })

  it('are in no message of a failed assertion', async () => {
    await useSecrets()
    expect(() => consul.journal.assertRequested({ token: SECRET, path: '/elsewhere' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(SECRET) as string }),
    )
  })

  it('are not shown by queries that wait', async () => {
    expect.hasAssertions()
    const waiting = ask(`/v1/kv/a?index=1000&token=${ROOT}`)
    await consul.untilBlocked()
    holdsNone(JSON.stringify(consul.blocked))
    consul.blocked[0]?.release()
    await waiting
  })
})

it('the journal says which accessor asked, and finds requests by it', async () => {
  await useSecrets()
  const [put] = consul.journal.find({ method: 'PUT', key: 'a' })
  expect(put).toMatchObject({ accessor: ACCESSOR })
  expect(put?.token).toBe(SECRET)
  expect(consul.journal.find({ accessor: ACCESSOR, key: 'a' })).toHaveLength(3)
  expect(consul.journal.find({ token: `${SECRET}x` })).toMatchObject([{ accessor: '' }])
})
