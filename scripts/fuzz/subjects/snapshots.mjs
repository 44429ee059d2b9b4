import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { extract, pack } from 'tar-stream'
import { altered, mutated } from '../lib/mutate.mjs'

const sha256 = bytes => createHash('sha256').update(bytes).digest('hex')

async function filesIn(archive) {
  const tar = extract()
  tar.end(gunzipSync(archive))
  const files = {}
  for await (const entry of tar) {
    const parts = []
    for await (const part of entry) parts.push(part)
    files[entry.header.name] = Buffer.concat(parts)
  }
  return files
}

async function archiveOf(state) {
  const meta = Buffer.from('{}')
  const tar = pack()
  tar.entry({ name: 'meta.json' }, meta)
  tar.entry({ name: 'state.bin' }, state)
  tar.entry({ name: 'SHA256SUMS' }, `${sha256(meta)}  meta.json\n${sha256(state)}  state.bin\n`)
  tar.finalize()
  const parts = []
  for await (const part of tar) parts.push(part)
  return gzipSync(Buffer.concat(parts), { level: 1 })
}

/** Rows that are like good ones, in a file whose sums are right; or a file that is damaged. */
function damaged(lines, random) {
  return lines
    .flatMap(line => {
      if (random.chance(1, 30)) return []
      if (random.chance(1, 30)) return [mutated(line, random)]
      return [random.chance(1, 3) ? JSON.stringify(altered(JSON.parse(line), random, 12)) : line]
    })
    .join('\n')
}

const READS = [
  '/v1/health/state/any',
  '/v1/health/service/web',
  '/v1/catalog/nodes',
  '/v1/kv/?recurse',
  '/v1/session/list',
  '/v1/query',
  '/v1/config/service-resolver',
  '/v1/discovery-chain/web',
  '/v1/internal/ui/services',
  '/v1/internal/ui/nodes',
  '/v1/connect/intentions',
  '/v1/query/web/execute',
  '/v1/coordinate/nodes',
  '/v1/acl/tokens',
]

/** Snapshots that come in: what is refused leaves no trace, what is taken can be read. */
export const snapshots = {
  name: 'snapshots',
  unit: 'requests',
  weight: 0.2,
  width: 2,
  batch: 50,
  async prepare(agent) {
    for (const [method, path, body] of [
      ['PUT', '/v1/agent/service/register', { Name: 'web', Port: 80, Check: { TTL: '60m', Status: 'passing' } }],
      ['PUT', '/v1/query', { Name: 'web', Service: { Service: 'web' } }],
      ['PUT', '/v1/session/create', {}],
      ['PUT', '/v1/config', { Kind: 'service-resolver', Name: 'web', ConnectTimeout: '5s' }],
      ['PUT', '/v1/connect/intentions/exact?source=web&destination=db', { Action: 'allow' }],
    ]) {
      await agent.request(method, path, JSON.stringify(body))
    }
    const answer = await fetch(`${agent.url}/v1/snapshot`)
    this.good = Buffer.from(await answer.arrayBuffer())
    this.lines = (await filesIn(this.good))['state.bin'].toString().trimEnd().split('\n')
  },
  make(random) {
    const { good, lines } = this
    if (random.chance(1, 4)) return { bytes: mutated(good.toString('latin1'), random), read: random.pick(READS) }
    if (random.chance(1, 4))
      return { tar: mutated(gunzipSync(good).toString('latin1'), random), read: random.pick(READS) }
    return { state: `${damaged(lines, random)}\n`, read: random.pick(READS) }
  },
  count: () => 2,
  async send(agent, { bytes, tar, state, read }) {
    const body =
      bytes !== undefined
        ? Buffer.from(bytes, 'latin1')
        : tar !== undefined
          ? gzipSync(Buffer.from(tar, 'latin1'))
          : await archiveOf(Buffer.from(state))
    const put = await agent.request('PUT', '/v1/snapshot', body)
    const got = await agent.request('GET', read)
    if (got.status === 500) throw new Error(`${read} is answered 500 ${got.text} after ${put.status} ${put.text}`)
    return put.text + got.text
  },
}
