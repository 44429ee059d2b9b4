import { altered, hostileJson, mutated } from '../lib/mutate.mjs'
import { cut, talk } from '../lib/talk.mjs'

const settings = {
  nodeName: 'c1',
  nodeId: 'x',
  datacenter: 'dc1',
  advertiseAddress: '127.0.0.1',
  server: false,
  ports: { server: 1, serfLan: 1 },
}
const row = { ID: 'a', Service: 'a', Tags: ['x'], Weights: { Passing: 1, Warning: 1 }, Meta: {} }
const MESSAGES = [
  {
    t: 'state',
    services: [{ row, token: '' }],
    checks: [{ row: { CheckID: 'c', Name: 'c', Status: 'passing' }, token: '' }],
  },
  {
    t: 'changes',
    changes: [
      { t: 'service', id: 'b', row, token: '' },
      { t: 'check', id: 'd', row: null },
    ],
  },
  { t: 'settings', settings, tokens: { agent: '', default: '' } },
  { t: 'dns', id: 1, packet: 'AAAAAAABAAAAAAAAA3dlYgdzZXJ2aWNlBmNvbnN1bAAAAQAB', transport: 'udp' },
  { t: 'query', id: 2, query: { Name: 'q', Token: '', Service: { Service: 'web' }, Template: {} }, run: { limit: 1 } },
  { t: 'force-leave', name: 'nobody', prune: true },
  { t: 'ping' },
  { t: 'leave' },
]
const stateOwner = { name: 'evil', host: '127.0.0.1', port: 1, startedAt: 1 }
const post = (path, nonce, body) =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-Miniconsul-Nonce: ${nonce}\r\nX-Miniconsul-Number: n\r\nX-Miniconsul-Proof: \r\nContent-Length: ${body.length}\r\n\r\n${body}`

/** The ports for other agents: joins, handshakes with messages behind them, relayed requests, noise. */
export const cluster = {
  name: 'cluster',
  unit: 'requests',
  weight: 0.5,
  make(random) {
    const name = `c${random.int(50)}`
    const hello = {
      t: 'hello',
      settings: { ...settings, nodeName: name },
      services: [{ row, token: '' }],
      checks: [],
      tokens: { agent: '', default: '' },
    }
    const messages = [
      random.chance(1, 4) ? altered(hello, random) : hello,
      ...random.times(5, () => altered(random.pick(MESSAGES), random)),
    ]
    return {
      port: random.pick(['server', 'serf_lan', 'serf_wan']),
      way: random.pick(['noise', 'join', 'connect', 'connect', 'relay']),
      lines: messages
        .map(message => (random.chance(1, 10) ? mutated(JSON.stringify(message), random) : JSON.stringify(message)))
        .join('\n')
        // a server that goes takes the majority along, here as with Consul
        .replaceAll('"server":true', '"server":false'),
      join: hostileJson(
        {
          settings: { ...settings, nodeName: name, server: true },
          stateOwner: random.chance(1, 2) ? stateOwner : undefined,
          wan: random.chance(1, 3) ? true : undefined,
        },
        random,
      ),
      damage: random.int(1e9),
    }
  },
  async send(agent, { port, way, lines, join, damage }, random) {
    const at = agent.ports[way === 'connect' ? 'server' : port]
    const hello = await talk(at, [post('/miniconsul/hello', '', '')])
    const nonce = /"nonce":"([^"]+)"/.exec(hello)?.[1] ?? ''
    const head = `GET /miniconsul/connection HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: miniconsul\r\nX-Miniconsul-Nonce: ${nonce}\r\nX-Miniconsul-Number: n\r\nX-Miniconsul-Proof: \r\n\r\n`
    const bytes = text => Buffer.from(text).toString('latin1')
    const texts = {
      noise: mutated(head, random, 10),
      join: post('/miniconsul/join', nonce, bytes(join)),
      connect: `${head}${bytes(lines)}\n`,
      relay: mutated(
        `GET /miniconsul/relay/v1/kv/a HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Miniconsul-Connection: x\r\nX-Miniconsul-Number: ${damage}\r\nX-Miniconsul-Proof: \r\n\r\n`,
        random,
      ),
    }
    return talk(at, cut(texts[way], random), { quiet: agent.quiet(60) })
  },
}
