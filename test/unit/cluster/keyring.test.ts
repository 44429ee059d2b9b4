import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../support/e2e/until.ts'
import { type Peer, startClient, startPeer } from './peers-harness.ts'

const [K1, K2, K3] = [1, 2, 3].map(byte => Buffer.alloc(32, byte).toString('base64')) as [string, string, string]
const PATH = '/v1/operator/keyring'

let dir = ''
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'keyring-'))))
afterEach(() => rmSync(dir, { recursive: true }))

const isWide = (peer: Peer, datacenters: number): Promise<unknown> =>
  until(async () => (await peer.get('/v1/catalog/datacenters')).length === datacenters, { what: 'datacenters' })

/** A server and two clients, of which one keeps its keys. */
async function cluster(): Promise<readonly [Peer, Peer, Peer]> {
  const server = await startPeer('s1', { encryptKey: K1 })
  const keeper = await startClient('c1', { encryptKey: K1, dataDir: dir, keepsKeyring: true })
  const client = await startClient('c2', { encryptKey: K1 })
  for (const { send } of [keeper, client]) await send('PUT', `/v1/agent/join/${server.lan}`)
  return [server, keeper, client]
}

describe('the keys of several agents', () => {
  it('are counted by the members that have them, and by those that use them', async () => {
    const [server, keeper] = await cluster()
    for (const { get } of [server, keeper]) {
      expect(await get(PATH)).toEqual([
        { WAN: true, Datacenter: 'dc1', Segment: '', Keys: { [K1]: 1 }, PrimaryKeys: { [K1]: 1 }, NumNodes: 1 },
        { WAN: false, Datacenter: 'dc1', Segment: '', Keys: { [K1]: 3 }, PrimaryKeys: { [K1]: 3 }, NumNodes: 3 },
      ])
    }
    expect(await server.get(`${PATH}?local-only=true`)).toMatchObject([{ WAN: false, NumNodes: 3 }])
  })

  it('change in every one of them, and are kept by those that have a folder', async () => {
    const [server, keeper, client] = await cluster()
    expect(await client.send('POST', PATH, { Key: K2 })).toMatchObject({ status: 200, text: '' })
    expect((await server.get(PATH))[1]).toMatchObject({ Keys: { [K1]: 3, [K2]: 3 }, PrimaryKeys: { [K1]: 3 } })
    expect((await server.send('PUT', PATH, { Key: K2 })).status).toBe(200)
    expect((await server.get(PATH))[1]).toMatchObject({ PrimaryKeys: { [K2]: 3 } })
    expect((await keeper.send('DELETE', PATH, { Key: K1 })).status).toBe(200)
    expect((await server.get(PATH))[1]).toMatchObject({ Keys: { [K2]: 3 }, PrimaryKeys: { [K2]: 3 }, NumNodes: 3 })
    expect(JSON.parse(readFileSync(join(dir, 'serf/local.keyring'), 'utf8'))).toEqual([K2])
    // connections that began with another key go on
    await client.send('PUT', '/v1/kv/a', 'b')
    expect((await keeper.send('GET', '/v1/kv/a?raw')).text).toBe('b')
  })

  it('are refused by each of those that have no such key, or use it', async () => {
    const [server] = await cluster()
    const refused = (names: readonly string[], reason: string): string =>
      names.map(name => `\t* ${name}: ${reason}\n`).join('')
    const unknown = 'Requested key is not in the keyring'
    const answer = await server.send('PUT', PATH, { Key: K3 })
    expect(answer).toMatchObject({
      status: 500,
      text:
        '6 errors occurred:\n\t* WAN error: 1/1 nodes reported failure\n' +
        `${refused(['s1.dc1'], unknown)}\t* dc1 (LAN) error: 3/3 nodes reported failure\n` +
        `${refused(['s1', 'c1', 'c2'], unknown)}\n`,
    })
    expect((await server.send('DELETE', PATH, { Key: K1 })).text).toContain(
      'c2: Removing the primary key is not allowed',
    )
  })

  it('let those join that use any of them, and no others', async () => {
    const [server] = await cluster()
    const old = await startClient('old', { encryptKey: K1 })
    const fresh = await startClient('fresh', { encryptKey: K2 })
    const join = (peer: Peer): Promise<{ status: number; text: string }> =>
      peer.send('PUT', `/v1/agent/join/${server.lan}`)
    expect((await join(fresh)).text).toContain('No installed keys could decrypt the message')
    await server.send('POST', PATH, { Key: K2 })
    await server.send('PUT', PATH, { Key: K2 })
    expect((await join(fresh)).status).toBe(200)
    await server.send('DELETE', PATH, { Key: K1 })
    expect((await join(old)).text).toContain('No installed keys could decrypt the message')
    expect((await server.get(PATH))[1]).toMatchObject({ Keys: { [K2]: 4 }, NumNodes: 4 })
  })

  it('are those of the living members only', async () => {
    const [server, , client] = await cluster()
    await client.emulator.close()
    await until(async () => (await server.get('/v1/agent/members'))[2].Status === 4, { what: 'a failed member' })
    expect(await server.send('POST', PATH, { Key: K2 })).toMatchObject({ status: 200 })
    expect((await server.get(PATH))[1]).toMatchObject({ Keys: { [K1]: 2, [K2]: 2 }, NumNodes: 2 })
  })
})

describe('the keys of several datacenters', () => {
  it('change in all of them', async () => {
    const one = await startPeer('s1', { encryptKey: K1 })
    const two = await startPeer('s2', { datacenter: 'dc2', encryptKey: K1 })
    await one.send('PUT', `/v1/agent/join/${two.wan}?wan=1`)
    await isWide(two, 2)
    await one.send('POST', PATH, { Key: K2 })
    const counted = { [K1]: 1, [K2]: 1 }
    expect(await two.get(PATH)).toMatchObject([
      { WAN: true, Datacenter: 'dc2', Keys: { [K1]: 2, [K2]: 2 }, NumNodes: 2 },
      { WAN: false, Datacenter: 'dc2', Keys: counted },
      { WAN: false, Datacenter: 'dc1', Keys: counted },
    ])
    expect(await two.get(`${PATH}?local-only=true`)).toMatchObject([{ WAN: false, Datacenter: 'dc2', NumNodes: 1 }])
    await two.send('PUT', PATH, { Key: K2 })
    await two.send('DELETE', PATH, { Key: K1 })
    expect((await one.get(PATH))[0]).toMatchObject({ Keys: { [K2]: 2 }, PrimaryKeys: { [K2]: 2 } })
  })
})
