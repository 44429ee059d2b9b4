import { createSocket } from 'node:dgram'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type DnsServer, type DnsServerOptions, listenDns } from '../../../src/dns/server.ts'
import { listenTcp } from '../../../src/dns/tcp.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { askUdp, framed, TcpClient } from './clients.ts'
import { FakeCatalog } from './fake-catalog.ts'
import { decode, encode } from './support.ts'

const clock = new MovableClock({ manual: true, start: 0 })
const question = encode({ name: 'n1.node.consul' })
const source = new FakeCatalog().register({ Node: 'n1', Address: '10.0.0.1' })
const open: { close(): unknown }[] = []

async function start(options: Partial<DnsServerOptions> = {}): Promise<DnsServer> {
  const random = seededRandom(1)
  const server = await listenDns({
    host: '127.0.0.1',
    port: 0,
    settings: () => defaultSettings,
    source,
    clock,
    random,
    ...options,
  })
  open.push(server)
  return server
}

const isGood = (answer: Buffer | undefined): boolean =>
  answer !== undefined && decode(answer).answer.join() === 'n1.node.consul. A 0 10.0.0.1'

afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

it('answers by the settings in force', async () => {
  let settings = defaultSettings
  const { port } = await start({ settings: () => settings })
  const ttl = async () => decode((await askUdp(port, question)) as Buffer).answer.join()
  expect(await ttl()).toBe('n1.node.consul. A 0 10.0.0.1')
  settings = { ...settings, dns: { ...settings.dns, nodeTtl: 7 } }
  expect(await ttl()).toBe('n1.node.consul. A 7 10.0.0.1')
})

describe('listening', () => {
  it('takes one free port for UDP and TCP', async () => {
    const { host, port } = await start()
    expect([host, port > 0]).toEqual(['127.0.0.1', true])
    expect(isGood(await askUdp(port, question))).toBe(true)
    const client = await TcpClient.open(port)
    expect(isGood(await client.ask(question))).toBe(true)
  })

  it('takes any number of free ports', async () => {
    const servers = await Promise.all(Array.from({ length: 30 }, () => start()))
    expect(new Set(servers.map(({ port }) => port)).size).toBe(30)
    for (const { port } of servers) expect(isGood(await askUdp(port, question))).toBe(true)
  })

  it('works with IPv6 and with names of hosts', async () => {
    const six = await start({ host: '::1' })
    expect(isGood(await askUdp(six.port, question, '::1'))).toBe(true)
    expect(isGood(await (await TcpClient.open(six.port, '::1')).ask(question))).toBe(true)
    const named = await start({ host: 'localhost' })
    expect(isGood(await askUdp(named.port, question, named.host))).toBe(true)
  })

  /** Takes a port for one transport alone; gives what frees it. */
  const taken: [string, (port: number) => Promise<() => Promise<void>>][] = [
    [
      'TCP',
      async port => {
        const server = createServer()
        await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
        return () => new Promise(resolve => server.close(() => resolve()))
      },
    ],
    [
      'UDP',
      async port => {
        const socket = createSocket('udp4')
        await new Promise<void>(resolve => socket.bind(port, '127.0.0.1', resolve))
        return () => new Promise(resolve => socket.close(resolve))
      },
    ],
  ]
  it.each(taken)('says so when the port is taken for %s, and leaves nothing open', async (transport, take) => {
    const { port, close } = await start()
    await close()
    const free = await take(port)
    await expect(start({ port })).rejects.toMatchObject({
      message: `Failed to listen for DNS on 127.0.0.1:${port} (${transport}): address already in use`,
      code: 'EADDRINUSE',
    })
    await free()
    expect((await start({ port })).port).toBe(port)
  })
})

describe('closing', () => {
  it('ends idle and busy clients at once, and frees the port', async () => {
    const server = await start()
    const clients = await Promise.all([1, 2, 3].map(() => TcpClient.open(server.port)))
    await clients[1]?.ask(question)
    clients[2]?.socket.write(framed(question).subarray(0, 5))
    await Promise.all([server.close(), server.close(), ...clients.map(client => client.closed)])
    expect((await start({ port: server.port })).port).toBe(server.port)
  })

  it('leaves no timers behind', async () => {
    const before = clock.pending
    const server = await start()
    const client = await TcpClient.open(server.port)
    await client.ask(question)
    expect(clock.pending).toBe(before + 1)
    await server.close()
    await client.closed
    expect(clock.pending).toBe(before)
  })
})

describe('TCP', () => {
  it('takes questions in pieces and several at once', async () => {
    const client = await TcpClient.open((await start()).port)
    client.socket.setNoDelay(true)
    for (const byte of framed(question)) {
      client.socket.write(Buffer.from([byte]))
      await new Promise(resolve => setImmediate(resolve))
    }
    await client.received(1)
    client.socket.write(Buffer.concat(Array.from({ length: 500 }, () => framed(question))))
    await client.received(501)
    expect(client.answers.every(isGood)).toBe(true)
  })

  it('passes over what is no question', async () => {
    const client = await TcpClient.open((await start()).port)
    client.socket.write(Buffer.from([0, 0, 0, 3, 1, 2, 3]))
    expect(isGood(await client.ask(question))).toBe(true)
  })

  it('answers a client that has ended its side, then ends too', async () => {
    const client = await TcpClient.open((await start()).port)
    client.socket.end(Buffer.concat([framed(question), framed(question), Buffer.from([9])]))
    await client.closed
    expect(client.answers).toHaveLength(2)
  })

  it('does not pile up answers for a client that does not read', async () => {
    const source = new FakeCatalog()
    for (let i = 0; i < 200; i++)
      source.register({ Node: `n${i}`, Address: `10.0.0.${i}`, Service: { Service: 'many' } })
    let asked = 0
    const service = source.service.bind(source)
    source.service = (name, tag) => {
      asked++
      return service(name, tag)
    }
    const { port } = await start({ source })
    const client = await TcpClient.open(port)
    client.socket.pause()
    const questions = 20_000
    const many = framed(encode({ name: 'many.service.consul' }))
    client.socket.write(Buffer.concat(Array.from({ length: questions }, () => many)))
    let before = -1
    while (before !== asked) {
      before = asked
      for (let i = 0; i < 50; i++) await new Promise(resolve => setImmediate(resolve))
      await askUdp(port, encode({ name: 'n1.node.consul' }))
    }
    expect(asked).toBeLessThan(questions)
    client.socket.destroy()
    await client.closed
  })

  it('closes connections that ask nothing for two seconds, or nothing more for eight', async () => {
    const { port } = await start()
    const silent = await TcpClient.open(port)
    const slow = await TcpClient.open(port)
    slow.socket.write(framed(question).subarray(0, 9))
    const asking = await TcpClient.open(port)
    await asking.ask(question)
    await clock.advance(2_000)
    await Promise.all([silent.closed, slow.closed])
    await clock.advance(5_000)
    expect(isGood(await asking.ask(question))).toBe(true)
    await clock.advance(7_999)
    expect(isGood(await asking.ask(question))).toBe(true)
    await clock.advance(8_000)
    await asking.closed
  })

  it('answers a client that comes after thousands that began a question and do not end it', async () => {
    const { port } = await start()
    const clients: TcpClient[] = []
    for (let i = 0; i < 2_000; i++) {
      const client = await TcpClient.open(port)
      client.socket.write(framed(question).subarray(0, 1 + (i % 20)))
      clients.push(client)
    }
    const good = await TcpClient.open(port)
    expect(isGood(await good.ask(question))).toBe(true)
    // who has waited for longest made room, and no more than had to
    await clients[0]?.closed
    expect(isGood(await good.ask(question))).toBe(true)
    for (const client of [...clients, good]) client.socket.destroy()
  })

  it('lets no number of silent clients push out one that waits for a recursor', async () => {
    let answer = (_packet: Buffer): void => {}
    const late = new Promise<Buffer>(resolve => (answer = resolve))
    const listener = await listenTcp('127.0.0.1', 0, clock, () => late)
    open.push(listener)
    const { port } = listener.server.address() as AddressInfo
    const client = await TcpClient.open(port)
    const answered = client.ask(question)
    const silent = await Promise.all(Array.from({ length: 600 }, () => TcpClient.open(port)))
    answer(Buffer.from('the answer'))
    expect(String(await answered)).toBe('the answer')
    for (const one of [client, ...silent]) one.socket.destroy()
  })
})
