import { createSocket } from 'node:dgram'
import { createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listenDns } from '../../../src/dns/server.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { askUdp, framed, TcpClient } from './clients.ts'
import { FakeCatalog } from './fake-catalog.ts'
import { type Asked, decode, encode, type View } from './support.ts'

/** What the recursor answers, by the first label: flags and how many addresses; nothing is silence. */
const REPLIES: Record<string, [flags: number, count: number] | undefined> = {
  www: [0x8180, 1],
  many: [0x8180, 60],
  nx: [0x8183, 0],
  failing: [0x8182, 0],
  refusing: [0x8185, 0],
  short: [0x8380, 0],
  silent: undefined,
}

/** A recursor on both transports of one port. */
class Recursor {
  readonly seen: string[] = []
  readonly #udp = createSocket('udp4')
  readonly #sockets = new Set<Socket>()
  readonly #tcp = createServer(socket => {
    this.#sockets.add(socket)
    socket.on('data', data => {
      const answer = this.#answer(data.subarray(2), 'tcp')
      if (answer) socket.write(framed(answer))
    })
  })

  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.#tcp.listen(0, '127.0.0.1', resolve))
    const { port } = this.#tcp.address() as { port: number }
    this.#udp.on('message', (packet, from) => {
      const answer = this.#answer(packet, 'udp')
      if (answer) this.#udp.send(answer, from.port, from.address)
    })
    await new Promise<void>(resolve => this.#udp.bind(port, '127.0.0.1', resolve))
    return `127.0.0.1:${port}`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#udp.close()
    await new Promise(resolve => this.#tcp.close(resolve))
  }

  #answer(packet: Buffer, transport: string): Buffer | undefined {
    const { question } = decode(packet)
    this.seen.push(`${transport} ${question}`)
    const label = question.split('.')[0] ?? ''
    if (label === 'garbage') return Buffer.from('hello')
    const reply = REPLIES[label]
    if (!reply) return undefined
    const [flags, count] = label === 'short' && transport === 'tcp' ? [0x8180, 1] : reply
    const head = packet.subarray(0, packet.indexOf(0, 12) + 5)
    const answer = Buffer.from(head)
    answer.writeUInt16BE(flags, 2)
    answer.writeUInt16BE(count, 6)
    answer.writeUInt16BE(0, 10)
    const records = Array.from({ length: count }, (_, i) =>
      Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 1, 2, 3, i]),
    )
    return Buffer.concat([answer, ...records])
  }
}

const clock = new MovableClock({ manual: true, start: 0 })
const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
let recursor: Recursor
let address: string
const closing: (() => Promise<void>)[] = []

beforeEach(async () => {
  recursor = new Recursor()
  address = await recursor.listen()
  closing.push(() => recursor.close())
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(
  recursors: string[] = [address],
): Promise<{ ask(asked: string | Asked): Promise<View>; port: number }> {
  const source = new FakeCatalog()
    .register({ Node: 'n1', Address: '10.0.0.1', Service: { Service: 'web' } })
    .register({ Node: 'n2', Address: 'www.example.com', Service: { Service: 'two', Address: 'nx.example.com' } })
    .register({ Node: 'n3', Address: '10.0.0.3', Service: { Service: 'ext', Address: 'www.example.com', Port: 1 } })
    .register({ Node: 'n4', Address: '10.0.0.4', Service: { Service: 'chain', Address: 'ext.service.consul' } })
    .register({ Node: 'n5', Address: '10.0.0.5', Service: { Service: 'big', Address: 'many.example.com' } })
  const server = await listenDns({
    host: '127.0.0.1',
    port: 0,
    settings: () => ({ ...defaultSettings, recursors, dns: { ...defaultSettings.dns, serviceTtl: { '*': 5 } } }),
    source,
    clock,
    random: seededRandom(1),
  })
  closing.push(() => server.close())
  const ask = async (asked: string | Asked): Promise<View> => {
    const [name = '', type = 'A'] = typeof asked === 'string' ? asked.split(' ') : []
    const whole = typeof asked === 'string' ? { name, type } : asked
    if (!whole.tcp) return decode(await askUdp(server.port, encode(whole)))
    const client = await TcpClient.open(server.port)
    const answer = await client.ask(encode(whole))
    client.socket.destroy()
    return decode(answer)
  }
  return { ask, port: server.port }
}

describe('with recursors', () => {
  it('our own answers say that recursion is available', async () => {
    const { ask } = await start()
    expect(await ask('web.service.consul')).toMatchObject({ flags: 'aa rd ra', answer: { length: 1 } })
    expect(await ask('nosuch.service.consul')).toMatchObject({ rcode: 'NXDOMAIN', flags: 'aa rd ra' })
    expect(recursor.seen).toEqual([])
  })

  it('other names are asked there, with the transport of the client', async () => {
    const { ask } = await start()
    const answer = { id: 0x1234, rcode: 'NOERROR', flags: 'rd ra', answer: ['WWW.Example.com. A 60 1.2.3.0'] }
    expect(await ask('www.example.com')).toMatchObject({ rcode: 'NOERROR', answer: ['www.example.com. A 60 1.2.3.0'] })
    REPLIES.WWW = [0x8180, 1]
    expect(await ask({ name: 'WWW.Example.com', tcp: true })).toMatchObject(answer)
    expect(await ask('nx.example.com')).toMatchObject({ rcode: 'NXDOMAIN' })
    expect(recursor.seen.map(line => line.slice(0, 7))).toEqual(['udp www', 'tcp WWW', 'udp nx.'])
  })

  it('a cut answer goes back as it is, for the client to ask again over TCP', async () => {
    const { ask } = await start()
    expect(await ask('short.example.com')).toMatchObject({ flags: 'tc rd ra', answer: [] })
    expect(await ask({ name: 'short.example.com', tcp: true })).toMatchObject({ flags: 'rd ra', answer: { length: 1 } })
  })

  it('reverse names that are not ours are asked there', async () => {
    const { ask } = await start()
    REPLIES['9'] = [0x8180, 1]
    expect(await ask('9.9.9.9.in-addr.arpa PTR')).toMatchObject({ flags: 'rd ra', answer: { length: 1 } })
    expect(await ask('1.0.0.10.in-addr.arpa PTR')).toMatchObject({ flags: 'aa rd ra' })
    expect(recursor.seen).toEqual(['udp 9.9.9.9.in-addr.arpa. PTR 1'])
  })

  it.each(['failing', 'refusing', 'garbage', 'many'])('%s ones are a failure', async label => {
    const { ask } = await start()
    expect(await ask({ name: `${label}.example.com`, flags: 0x0110 })).toMatchObject({
      rcode: 'SERVFAIL',
      flags: 'rd ra cd',
      question: `${label}.example.com. A 1`,
      answer: [],
    })
  })

  it('larger answers come where the client takes them', async () => {
    const { ask } = await start()
    expect(await ask({ name: 'many.example.com', edns: 4096 })).toMatchObject({ answer: { length: 60 } })
    expect(await ask({ name: 'many.example.com', tcp: true })).toMatchObject({ answer: { length: 60 } })
  })

  it('the next is asked where one fails', async () => {
    const { ask } = await start(['127.0.0.1:1', address, address])
    expect(await ask('www.example.com')).toMatchObject({ rcode: 'NOERROR' })
    expect(await ask('failing.example.com')).toMatchObject({ rcode: 'SERVFAIL' })
    expect(recursor.seen).toHaveLength(2)
  })

  it.each([false, true])('silence lasts no longer than the timeout (TCP: %s)', async tcp => {
    const before = clock.pending
    const { ask } = await start()
    const answer = ask({ name: 'silent.example.com', tcp, edns: 1232 })
    while (recursor.seen.length === 0) await settle()
    await clock.advance(2_000)
    expect(await answer).toMatchObject({ rcode: 'SERVFAIL', additional: ['OPT 1232'] })
    while (clock.pending > before) await settle()
  })

  it('closing does not wait for them', async () => {
    const { port } = await start()
    const before = clock.pending
    const client = await TcpClient.open(port)
    client.socket.write(framed(encode({ name: 'silent.example.com' })))
    while (recursor.seen.length === 0) await settle()
    expect(clock.pending).toBe(before + 2)
    await closing.pop()?.()
    await client.closed
    await settle()
    expect(clock.pending).toBe(before)
  })
})

describe('the targets of CNAMEs', () => {
  it('are asked there, whatever the type, and share the lifetime of the service', async () => {
    const { ask } = await start()
    for (const type of ['A', 'AAAA', 'MX']) {
      expect((await ask(`ext.service.consul ${type}`)).answer).toEqual([
        'ext.service.consul. CNAME 5 www.example.com.',
        'www.example.com. A 5 1.2.3.0',
      ])
    }
    expect(new Set(recursor.seen)).toEqual(new Set(['udp www.example.com. A 1']))
    expect(await ask('ext.service.consul SRV')).toMatchObject({ additional: ['www.example.com. A 5 1.2.3.0'] })
    expect((await ask('chain.service.consul')).answer).toHaveLength(3)
  })

  it('keep their own lifetime for nodes', async () => {
    const { ask } = await start()
    expect((await ask('n2.node.consul')).answer).toEqual([
      'n2.node.consul. CNAME 0 www.example.com.',
      'www.example.com. A 60 1.2.3.0',
    ])
  })

  it('are what the first recursor that answers says, also where that is a refusal', async () => {
    const other = new Recursor()
    closing.push(() => other.close())
    const { ask } = await start([await other.listen(), address])
    REPLIES['www'] = [0x8185, 0]
    try {
      expect((await ask('ext.service.consul')).answer).toEqual(['ext.service.consul. CNAME 5 www.example.com.'])
      expect([other.seen.length, recursor.seen.length]).toEqual([1, 0])
      expect(await ask('www.example.com')).toMatchObject({ rcode: 'SERVFAIL' })
      expect([other.seen.length, recursor.seen.length]).toEqual([2, 1])
    } finally {
      REPLIES['www'] = [0x8180, 1]
    }
  })

  it('that are not found are left as they are', async () => {
    const { ask } = await start()
    expect((await ask('two.service.consul')).answer).toEqual(['two.service.consul. CNAME 5 nx.example.com.'])
    expect((await ask('big.service.consul')).answer).toEqual(['big.service.consul. CNAME 5 many.example.com.'])
  })
})
