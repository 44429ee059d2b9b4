import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { altered, hostileJson, mutated, WORDS } from '../lib/mutate.mjs'
import { escaped } from '../lib/http.mjs'
import { cut, talk } from '../lib/talk.mjs'

/** As src/cluster/peers/key.ts proves that it knows a secret. */
const prove = (secret, ...parts) => createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url')

const node = { ID: 'x', Node: 'n', Address: '10.0.0.1', Datacenter: 'dc2', TaggedAddresses: {}, Meta: { a: 'b' } }
const service = { ID: 'web', Service: 'web', Port: 80, Tags: ['x'], Meta: {}, Weights: { Passing: 1, Warning: 1 } }
const MESSAGES = [
  { t: 'hello', datacenter: 'dc2', pems: ['-----BEGIN CERTIFICATE-----'], addresses: ['127.0.0.1:1'], proof: '' },
  { t: 'exports', names: ['web', 'api'] },
  { t: 'service', name: 'web', instances: [{ node, service, status: 'passing' }] },
  { t: 'service', name: 'api', instances: [{ node, service: { ...service, ID: 'api', Service: 'api' }, status: 'x' }] },
  { t: 'ping' },
  { t: 'terminated' },
]
const WAYS = ['noise', 'hello', 'page', 'exchange', 'exchange', 'connect', 'connect', 'connect']
const PAGE = [
  'Origin: http://evil.example',
  'Sec-Fetch-Site: cross-site',
  'Sec-Fetch-Mode: cors',
  'Referer: http://evil.example/',
]
const READS = [
  '/v1/peerings',
  '/v1/peering/fuzzed',
  '/v1/health/service/web?peer=fuzzed',
  '/v1/catalog/nodes?peer=fuzzed',
  '/v1/internal/ui/services',
  '/v1/imported-services',
]

const head = (method, path, headers) =>
  `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers.map(line => `${line}\r\n`).join('')}\r\n`
const bytes = text => Buffer.from(text).toString('latin1')
const lines = messages => messages.map(message => `${message}\n`).join('')

/** Uses a token up, and gives what both sides make of its secret. */
async function agree(port, { PeerID, EstablishmentSecret }, damage) {
  const nonce = await nonceOf(port)
  const proof = damage(prove(EstablishmentSecret, 'exchange', nonce, PeerID))
  const headers = [`X-Miniconsul-Nonce: ${nonce}`, `X-Miniconsul-Peering: ${damage(PeerID)}`]
  const rest = [`X-Miniconsul-Proof: ${proof}`, 'X-Miniconsul-Number: n', 'Content-Length: 0', 'Connection: close']
  const heard = await talk(port, [head('POST', '/miniconsul/peering/exchange', [...headers, ...rest])])
  return { heard, stream: prove(EstablishmentSecret, 'stream', PeerID) }
}

async function nonceOf(port) {
  const hello = await talk(port, [head('POST', '/miniconsul/hello', ['Connection: close', 'Content-Length: 0'])])
  return /"nonce":"([^"]+)"/.exec(hello)?.[1] ?? ''
}

async function tokenFrom(agent, name) {
  const { text } = await agent.request('POST', '/v1/peering/token', JSON.stringify({ PeerName: name }))
  try {
    return JSON.parse(Buffer.from(JSON.parse(text).PeeringToken, 'base64'))
  } catch {
    throw new Error(`no peering token: ${text}`)
  }
}

/** A cluster that an agent is talked into dialling: it proves all that it has to, and then says what it likes. */
function hostilePeer(secret, peerId, says) {
  const server = createServer((req, res) => {
    const json = req.url === '/miniconsul/hello' ? { nonce: 'n' } : { proof: proofFor(req, 'exchanged') }
    res.writeHead(200, { 'Content-Type': 'application/x-miniconsul+json' }).end(JSON.stringify(json))
  })
  const proofFor = (req, what, key = secret) => prove(key, what, String(req.headers['x-miniconsul-number']))
  server.on('upgrade', (req, socket) => {
    socket.on('error', () => undefined)
    const proof = proofFor(req, 'welcome', prove(secret, 'stream', peerId))
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: miniconsul\r\n\r\n')
    socket.write(lines([JSON.stringify({ ...MESSAGES[0], proof }), ...says]))
    socket.once('data', () => socket.end())
  })
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server)))
}

/** Lets the agent dial a hostile cluster, and deletes the peering again. */
async function dialled(agent, says, read) {
  const [secret, PeerID, name] = ['s3cret', '00000000-0000-0000-0000-00000000000d', 'dialled']
  const server = await hostilePeer(secret, PeerID, says)
  try {
    const token = {
      CA: null,
      ServerAddresses: [`127.0.0.1:${server.address().port}`],
      ServerName: 'server.dc2.peering.x.consul',
      PeerID,
      EstablishmentSecret: secret,
      Remote: { Partition: 'default', Datacenter: 'dc2', Locality: null },
    }
    const PeeringToken = Buffer.from(JSON.stringify(token)).toString('base64')
    const body = JSON.stringify({ PeerName: name, PeeringToken })
    const established = await agent.request('POST', '/v1/peering/establish', body)
    const seen = await agent.request('GET', read.replace('fuzzed', name))
    await agent.request('DELETE', `/v1/peering/${name}`)
    return established.text + seen.text
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** The port for other clusters: proofs of tokens, right and wrong, connections of peers that say what no peer does, pages, noise. */
export const peering = {
  name: 'peering',
  unit: 'requests',
  weight: 0.3,
  width: 8,
  batch: 100,
  make(random) {
    const said = [MESSAGES[0], ...random.times(6, () => random.pick(MESSAGES))].map(message =>
      random.chance(1, 12) ? hostileJson(message, random) : JSON.stringify(altered(message, random, 10)),
    )
    return {
      way: random.chance(1, 20) ? 'dialled' : random.pick(WAYS),
      said: random.chance(1, 2) ? [JSON.stringify(MESSAGES[0]), JSON.stringify(MESSAGES[1]), ...said] : said,
      name: random.chance(1, 30) ? random.pick(WORDS) : `fuzzed${random.int(6)}`,
      isNew: random.chance(1, 2),
      header: random.pick(PAGE),
      isDamaged: random.chance(1, 3),
      read: random.pick(READS),
    }
  },
  async send(agent, { way, said, name, isNew, header, isDamaged, read }, random) {
    const port = agent.ports.grpc_tls
    const damage = text => (isDamaged && random.chance(1, 2) ? mutated(text, random).replace(/[\r\n]/g, '') : text)
    const options = { quiet: agent.quiet(60) }
    const upgrade = ['Connection: Upgrade', 'Upgrade: miniconsul', 'X-Miniconsul-Number: n']
    if (way === 'dialled') return dialled(agent, said, read)
    if (way === 'noise')
      return talk(
        port,
        cut(mutated(head('GET', '/miniconsul/peering/connection', upgrade), random, 10), random),
        options,
      )
    if (way === 'hello') {
      const body = bytes(said.join(''))
      return talk(
        port,
        cut(head('POST', '/miniconsul/hello', [`Content-Length: ${body.length}`]) + body, random),
        options,
      )
    }
    if (way === 'page') {
      const page = [
        head('POST', '/miniconsul/hello', [header]),
        head('GET', '/miniconsul/peering/connection', [...upgrade, header]),
      ]
      const heard = await talk(port, [random.pick(page)], options)
      if (heard !== '' && !heard.startsWith('HTTP/1.1 403 ')) throw new Error(`a page was answered ${heard}`)
      return heard
    }
    // others that run meanwhile use the same names, so that tokens are good or not, and connections take each other's place
    if (isNew) await agent.request('DELETE', `/v1/peering/${escaped(name)}`)
    const token = await tokenFrom(agent, name).catch(() => undefined)
    if (!token) return ''
    const { heard, stream } = await agree(port, token, damage)
    if (way === 'exchange') return heard
    const nonce = await nonceOf(port)
    const proof = damage(prove(stream, 'peering', nonce, token.PeerID))
    const proved = [
      `X-Miniconsul-Nonce: ${nonce}`,
      `X-Miniconsul-Peering: ${token.PeerID}`,
      `X-Miniconsul-Proof: ${proof}`,
    ]
    const connection = head('GET', '/miniconsul/peering/connection', [...upgrade, ...proved]) + bytes(lines(said))
    const told = await talk(port, cut(connection, random), options)
    const seen = await agent.request('GET', read.replace('fuzzed', escaped(name)))
    if (seen.status === 500) throw new Error(`${read} is answered 500 ${seen.text}`)
    return told + seen.text
  },
  async after(agent) {
    const { text } = await agent.request('GET', '/v1/peerings')
    for (const { Name } of JSON.parse(text)) await agent.request('DELETE', `/v1/peering/${escaped(Name)}`)
  },
}
