import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { toJson } from '../../../src/go/json.ts'
import { openMany } from '../../support/open-many.ts'
import { until } from '../../support/e2e/until.ts'
import { type Peer, startPeer } from './peers-harness.ts'

/** Sends bytes to a port, and gives all that comes back until it is closed, or until `enough` says so. */
function say(port: number, text: string, enough: (heard: string) => boolean = () => false): Promise<string> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    const end = (): void => {
      socket.destroy()
      resolve(heard)
    }
    socket.on('connect', () => socket.write(text))
    socket.on('data', data => {
      heard += data.toString()
      if (enough(heard)) end()
    })
    socket.on('close', end)
    socket.on('error', end)
  })
}

const portsOf = ({ emulator }: Peer): { serfLan: number; server: number; serfWan: number } =>
  emulator.agent.settings.ports

/** A connection of an agent, as far as its first messages. */
async function handshake(server: Peer, ...messages: readonly object[]): Promise<string> {
  const { server: port } = portsOf(server)
  const hello = await say(
    port,
    'POST /miniconsul/hello HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
  )
  const nonce = /"nonce":"([^"]+)"/.exec(hello)?.[1] ?? ''
  const head = [
    'GET /miniconsul/connection HTTP/1.1',
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: miniconsul',
    `X-Miniconsul-Nonce: ${nonce}`,
    'X-Miniconsul-Number: theirs',
  ]
  const sent = messages.map(message => `${toJson(message)}\n`).join('')
  return say(port, `${head.join('\r\n')}\r\n\r\n${sent}`, heard => heard.includes('"t":"pong"'))
}

const settings = { nodeName: 'c1', nodeId: 'x', datacenter: 'dc1', advertiseAddress: '127.0.0.1', server: false }

describe('the ports for other agents', () => {
  it('survive whatever is sent to them', async () => {
    const server = await startPeer('s1')
    for (const port of [portsOf(server).serfLan, portsOf(server).server, portsOf(server).serfWan]) {
      for (const text of [
        '\x00\x01\x02\x03\xff',
        'nonsense\r\n\r\n',
        'POST /miniconsul/join HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 1\r\n\r\n{',
        'POST /miniconsul/join HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
        'GET /v1/kv/a HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
        'GET /miniconsul/relay/v1/kv/a HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
        'GET /miniconsul/connection HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: miniconsul\r\n\r\n',
        'GET /else HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      ]) {
        const heard = await say(port, text)
        expect(heard).not.toMatch(/^HTTP\/1\.1 (200|101)/)
      }
    }
    expect(await server.get('/v1/agent/members')).toHaveLength(1)
    expect((await server.send('GET', '/v1/status/leader')).status).toBe(200)
  })

  it('refuse web browsers, whatever they ask for', async () => {
    const server = await startPeer('s1')
    const ports = portsOf(server)
    for (const port of [ports.serfLan, ports.server, ports.serfWan]) {
      for (const headers of [
        ['Host: evil.example:8301'],
        [],
        ['Host: localhost.evil.example'],
        ['Host: 127.0.0.1', 'Origin: http://evil.example:8301'],
        ['Host: 127.0.0.1', 'Origin: null'],
        ['Host: 127.0.0.1', 'Sec-Fetch-Site: same-origin'],
      ]) {
        const head = [...(headers[0]?.startsWith('Host') === true ? [] : ['Host: ']), ...headers, 'Connection: close']
        const asked = ['POST /miniconsul/hello HTTP/1.1', ...head, 'Content-Length: 0']
        expect(await say(port, `${asked.join('\r\n')}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 /)
        const upgrade = ['GET /miniconsul/connection HTTP/1.1', ...head, 'Connection: Upgrade', 'Upgrade: miniconsul']
        expect(await say(port, `${upgrade.join('\r\n')}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 /)
      }
    }
  })

  it('do not let a peer without a key make an agent drop what clients wrote', async () => {
    const server = await startPeer('s1')
    await server.send('PUT', '/v1/kv/a', 'mine')
    const { serfLan } = portsOf(server)
    const stateOwner = { name: 'evil', host: '127.0.0.1', port: 1, startedAt: 1 }
    const post = async (path: string, headers: Record<string, string>, body: object): Promise<Response> =>
      fetch(`http://127.0.0.1:${serfLan}${path}`, { method: 'POST', headers, body: toJson(body) }).catch(() => {
        throw new Error('refused by the guard against browsers')
      })
    const raw = async (path: string, headers: readonly string[], body: string): Promise<string> =>
      say(
        serfLan,
        [
          `POST ${path} HTTP/1.1`,
          'Host: 127.0.0.1',
          'Connection: close',
          ...headers,
          `Content-Length: ${body.length}`,
          '',
          body,
        ].join('\r\n'),
      )
    expect((await post('/miniconsul/hello', {}, {})).status).toBe(403)
    const hello = await raw('/miniconsul/hello', [], '')
    const nonce = /"nonce":"([^"]+)"/.exec(hello)?.[1] ?? ''
    const head = [`X-Miniconsul-Nonce: ${nonce}`, 'X-Miniconsul-Number: n']
    const join = toJson({ settings: { ...settings, nodeName: 'evil', server: true }, stateOwner })
    expect(await raw('/miniconsul/join', head, join)).toMatch(/^HTTP\/1\.1 409 /)
    expect(await raw('/miniconsul/join', head, join)).toMatch(/^HTTP\/1\.1 401 /)
    expect((await server.send('GET', '/v1/kv/a?raw')).text).toBe('mine')
    expect((await server.send('PUT', '/v1/kv/a', 'still')).text).toBe('true')
  })

  it('bound what they buffer for peers that have not proved themselves', async () => {
    const server = await startPeer('s1')
    const { serfLan } = portsOf(server)
    const long = [
      'POST /miniconsul/join HTTP/1.1',
      'Host: 127.0.0.1',
      'Connection: close',
      'Content-Length: 1000000',
      '',
      'x'.repeat(1_000_000),
    ]
    expect(await say(serfLan, long.join('\r\n'))).not.toMatch(/^HTTP\/1\.1 200 /)
    const { server: port } = portsOf(server)
    const half = 'x'.repeat(20 * 1024 * 1024)
    const starting = async (): Promise<{ closed: Promise<void>; end: () => void }> => {
      const hello = await say(
        port,
        'POST /miniconsul/hello HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      )
      const nonce = /"nonce":"([^"]+)"/.exec(hello)?.[1] ?? ''
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.resume()
      socket.write(
        `GET /miniconsul/connection HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: miniconsul\r\n` +
          `X-Miniconsul-Nonce: ${nonce}\r\nX-Miniconsul-Number: n\r\n\r\n{"t":"hello","x":"${half}`,
      )
      return { closed: new Promise(resolve => socket.on('close', () => resolve())), end: () => socket.destroy() }
    }
    const connections = [await starting(), await starting(), await starting()]
    await Promise.race(connections.map(({ closed }) => closed))
    for (const { end } of connections) end()
    expect((await server.send('GET', '/v1/status/leader')).status).toBe(200)
  })

  it.each([
    ['say nothing', ''],
    ['begin a head', 'POST /miniconsul/hello HTTP/1.1\r\nHost: 127.0.0.1\r\n'],
    ['begin a body', 'POST /miniconsul/join HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{'],
    ['were answered', 'POST /miniconsul/hello HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n'],
  ])('close the oldest of hundreds of connections that %s, and accept those that come later', async (_, text) => {
    const server = await startPeer('s1')
    const { server: port } = portsOf(server)
    const sockets = await openMany(port, 600, text)
    await until(() => sockets.filter(({ destroyed }) => destroyed).length >= 88, { what: 'room for others' })
    expect(await handshake(server, { t: 'hello', settings }, { t: 'ping' })).toContain('welcome')
    expect(sockets.slice(-400).filter(({ destroyed }) => destroyed)).toEqual([])
  })

  it('end connections that send no valid handshake', async () => {
    const server = await startPeer('s1')
    for (const message of [
      { t: 'ping' },
      { t: 'hello' },
      { t: 'hello', settings: { nodeName: 1 } },
      { t: 'hello', settings: { ...settings, advertiseAddress: 'nowhere' } },
    ]) {
      expect(await handshake(server, message)).not.toContain('welcome')
    }
    expect(await handshake(server, { t: 'hello', settings: { ...settings, datacenter: 'dc2' } })).toContain(
      'wrong datacenter',
    )
    expect(await handshake(server, { t: 'hello', settings: { ...settings, nodeName: 's1' } })).toContain(
      'must be unique',
    )
    expect(await server.get('/v1/agent/members')).toHaveLength(1)
    const { server: _, ...silent } = settings
    expect(await handshake(server, { t: 'hello', settings: silent }, { t: 'ping' })).toContain('welcome')
    expect(await server.get('/v1/agent/members')).toMatchObject([{}, { Name: 'c1', Tags: { role: 'node' } }])
    expect((await server.send('PUT', '/v1/kv/a', 'still a leader')).text).toBe('true')
  })

  it('take from agents what the catalog can show, and no more', async () => {
    const server = await startPeer('s1')
    const heard = await handshake(
      server,
      {
        t: 'hello',
        settings,
        services: [{ row: { ID: 'a', Service: 7, Tags: 'x', Weights: 3 } }, { row: 1, token: 2 }, null, 5],
        checks: 'none',
      },
      {
        t: 'changes',
        changes: [
          {
            t: 'service',
            id: 'b',
            row: { Service: 'b', Tags: ['x', 1], Port: 'y', Meta: { k: 1, l: {} }, TaggedAddresses: { w: 1 } },
          },
          { t: 'check', id: 'c', token: [], row: { Name: 'c', Status: 'unheard of', ServiceID: 'nope' } },
          { t: 'check', id: 'd', row: { Name: 'd', Status: 'passing', ServiceID: 'b', Definition: 4 } },
          { t: 'service', id: 'gone', row: null },
          7,
        ],
      },
      { t: 'changes', changes: 'none' },
      { t: 'settings', settings: { ...settings, nodeName: 'other' } },
      { t: 'unheard-of' },
      { t: 'dns', id: 1, packet: 'AAAA' },
      { t: 'ping' },
    )
    expect(heard).toContain('"t":"welcome"')
    await until(
      async () => {
        expect(await server.get('/v1/agent/members')).toMatchObject([{}, { Name: 'c1', Status: 4 }])
        return true
      },
      { what: 'an agent that is gone' },
    )
    expect(await server.get('/v1/catalog/node/c1')).toMatchObject({
      Node: { Node: 'c1', Address: '127.0.0.1' },
      Services: { a: { Service: '', Tags: [] }, b: { Service: 'b', Tags: ['x'], Meta: {}, Weights: { Passing: 1 } } },
    })
    expect(await server.get('/v1/health/node/c1')).toMatchObject([
      { CheckID: 'd', Status: 'passing', ServiceID: 'b', ServiceName: 'b' },
      { CheckID: 'serfHealth', Status: 'critical' },
    ])
    expect((await server.send('GET', '/v1/catalog/services')).status).toBe(200)
  })
})
