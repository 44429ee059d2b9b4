import { withAgents } from '../lib/agents.mjs'
import { instances, keys } from '../lib/catalog.mjs'
import { startWorker } from '../lib/children.mjs'
import { ask, askAll } from '../lib/connection.mjs'
import { headersOf, requestBytes } from '../lib/http-message.mjs'
import { rateRow, startLoad } from '../lib/load.mjs'
import { alternate } from '../lib/rounds.mjs'

const CONNECTIONS = 32
/** Bodies that a writing benchmark goes round, so that no write is like the one before. */
const VARIANTS = 256
const VALUE = 'v'.repeat(100)

const changing = body => Array.from({ length: VARIANTS }, (_, i) => body(String(i).padStart(6, '0')))

const txnOf64 = variant =>
  Array.from({ length: 64 }, (_, i) => ({
    KV: { Verb: 'set', Key: `txn/key-${i}`, Value: Buffer.from(variant + VALUE).toString('base64') },
  }))

/** What is asked; `items`: how many entries a right answer has. */
const cases = [
  { work: 'GET of one key', path: '/v1/kv/one/key', items: 1, goal: { of: 'floor', atLeast: 0.55 } },
  { work: 'PUT of one key', method: 'PUT', path: '/v1/kv/one/written', bodies: () => changing(v => v + VALUE) },
  { work: 'txn of 64 sets', method: 'PUT', path: '/v1/txn', bodies: () => changing(txnOf64), results: 64 },
  { work: 'catalog/services', path: '/v1/catalog/services', names: 23 },
  { work: 'health/service, 10 instances', path: '/v1/health/service/web', items: 10 },
  { work: 'health/service, 500 instances', path: '/v1/health/service/large', items: 500 },
  { work: 'kv recurse, 1,000 keys', path: '/v1/kv/many/?recurse', items: 1000 },
]

/** Throws unless the answer is what the case is about: what is fast and wrong does not count. */
function verify({ work, items, names, results }, body) {
  const answer = JSON.parse(body)
  const right =
    (items === undefined || answer.length === items) &&
    (names === undefined || Object.keys(answer).length === names) &&
    (results === undefined || answer.Results.length === results)
  if (!right) throw new Error(`Failed to measure ${work}: the answer is another one: ${String(body).slice(0, 200)}`)
}

async function fill({ http }) {
  await askAll(http, [
    ['PUT', '/v1/kv/one/key', VALUE],
    ...keys(1000, i => `many/${String(i).padStart(5, '0')}`, VALUE),
    ...instances('web', 10),
    ...instances('large', 500),
    ...Array.from({ length: 20 }, (_, i) => instances(`service-${i}`, 1)).flat(),
  ])
}

export default {
  name: 'http',
  about: `${CONNECTIONS} kept connections; floor: node:http that answers the same bytes, ready made`,
  async run({ programs, rounds, legMs, warmMs, wants, progress }) {
    const load = startLoad('http-load.mjs')
    const floor = startWorker('http-floor.mjs')
    try {
      const floorPort = await floor.call('listen')
      return await withAgents(programs, async agents => {
        for (const agent of Object.values(agents)) await fill(agent)
        const targets = { miniconsul: agents.miniconsul, floor: { http: floorPort, pid: floor.pid }, ...agents }
        const rows = []
        for (const one of cases.filter(({ work }) => wants(work))) {
          progress(one.work)
          const { work, method = 'GET', path, bodies, goal } = one
          const requests = (bodies?.() ?? [undefined]).map(body => requestBytes(method, path, body))
          const body = bodies?.()[0]
          for (const agent of Object.values(agents)) verify(one, (await ask(agent.http, method, path, body)).body)
          const ready = await ask(agents.miniconsul.http, method, path, body)
          await floor.call('prepare', { status: ready.status, headers: headersOf(ready.head), body: ready.body })
          const samples = await alternate(Object.keys(targets), rounds, name => {
            const { http: port, pid } = targets[name]
            return load.run({ port, pid, connections: CONNECTIONS, requests, warmMs, ms: legMs })
          })
          rows.push(rateRow(work, samples, { goal }))
        }
        return rows
      })
    } finally {
      await Promise.all([load.stop(), floor.stop()])
    }
  },
}
