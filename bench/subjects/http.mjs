import { withAgents } from '../lib/agents.mjs'
import { instance, instances, keys } from '../lib/catalog.mjs'
import { startWorker } from '../lib/children.mjs'
import { ask, askAll } from '../lib/connection.mjs'
import { headersOf, requestBytes } from '../lib/http-message.mjs'
import { rateRow, startLoad } from '../lib/load.mjs'
import { alternate, row } from '../lib/rounds.mjs'

const CONNECTIONS = 32
/** Bodies that a writing benchmark goes round, so that no write is like the one before. */
const VARIANTS = 256
const VALUE = 'v'.repeat(100)

const changing = body => Array.from({ length: VARIANTS }, (_, i) => body(String(i).padStart(6, '0')))

const txnOf64 = variant =>
  Array.from({ length: 64 }, (_, i) => ({
    KV: { Verb: 'set', Key: `txn/key-${i}`, Value: Buffer.from(variant + VALUE).toString('base64') },
  }))

const manyKey = i => `many/${String(i).padStart(5, '0')}`

const readCases = [
  { work: 'GET of one key', path: '/v1/kv/one/key', items: 1, goals: { floor: 0.75, consul: 1.4 } },
  { work: 'catalog/services', path: '/v1/catalog/services', names: 23, goals: { floor: 0.75, consul: 4 } },
  {
    work: 'health/service, 10 instances',
    path: '/v1/health/service/web',
    items: 10,
    goals: { floor: 0.75, consul: 6 },
  },
  {
    work: 'health/service, 500 instances',
    path: '/v1/health/service/large',
    items: 500,
    goals: { floor: 0.7, consul: 20 },
  },
  { work: 'kv recurse, 1,000 keys', path: '/v1/kv/many/?recurse', items: 1000, goals: { floor: 0.7, consul: 20 } },
]

/** What is asked; `items`: how many entries a right answer has. */
const cases = [
  ...readCases,
  {
    work: 'PUT of one key',
    method: 'PUT',
    path: '/v1/kv/one/written',
    bodies: () => changing(v => v + VALUE),
    goals: { floor: 0.65, consul: 2.6 },
  },
  {
    work: 'txn of 64 sets',
    method: 'PUT',
    path: '/v1/txn',
    bodies: () => changing(txnOf64),
    results: 64,
    goals: { floor: 0.55, consul: 5 },
  },
]

/** A read that always follows a change of one thing in it; the rate counts both. */
const changedCases = [
  {
    work: 'health/service, 500 instances, one changed before each read',
    path: '/v1/health/service/large',
    items: 500,
    change: i => ['PUT', '/v1/catalog/register', instance('large', (i % 500) + 1, { output: `change ${i}` })],
    goals: { consul: 6 },
  },
  {
    work: 'kv recurse, 1,000 keys, one changed before each read',
    path: '/v1/kv/many/?recurse',
    items: 1000,
    change: i => ['PUT', `/v1/kv/${manyKey((i * 7) % 1000)}`, `change ${i} ${VALUE}`],
    goals: { consul: 6 },
  },
]

const CPU_GOAL = { of: 'consul', atMost: 0.45 }

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
    ...keys(1000, manyKey, VALUE),
    ...instances('web', 10),
    ...instances('large', 500),
    ...Array.from({ length: 20 }, (_, i) => instances(`service-${i}`, 1)).flat(),
  ])
}

const goalsOf = ({ goals }) => Object.entries(goals).map(([of, atLeast]) => ({ of, atLeast }))

async function measureRate(one, { label, agents, floor, load, rounds, legMs, warmMs }) {
  const { method = 'GET', path, bodies } = one
  const requests = (bodies?.() ?? [undefined]).map(body => requestBytes(method, path, body))
  const body = bodies?.()[0]
  for (const agent of Object.values(agents)) verify(one, (await ask(agent.http, method, path, body)).body)
  const ready = await ask(agents.miniconsul.http, method, path, body)
  await floor.worker.call('prepare', { status: ready.status, headers: headersOf(ready.head), body: ready.body })
  const targets = { miniconsul: agents.miniconsul, floor, ...agents }
  const samples = await alternate(Object.keys(targets), rounds, name => {
    const { http: port, pid } = targets[name]
    return load.run({ port, pid, connections: CONNECTIONS, requests, warmMs, ms: legMs })
  })
  return rateRow(label, samples, { goals: goalsOf(one), cpuGoal: CPU_GOAL })
}

async function measureChanged(one, { label, agents, load, rounds, legMs, warmMs }) {
  const read = requestBytes('GET', one.path)
  let changes = 0
  const samples = await alternate(Object.keys(agents), rounds, async name => {
    const { http: port, pid } = agents[name]
    verify(one, (await ask(port, 'GET', one.path)).body)
    const requests = Array.from({ length: 200 }, () => [requestBytes(...one.change(++changes)), read]).flat()
    return load.run({ port, pid, connections: 1, requests, warmMs, ms: legMs })
  })
  return rateRow(label, samples, { goals: goalsOf(one), cpuGoal: CPU_GOAL })
}

/** Reads and writes that hang on what was read: a round of both counts as one. */
const SWAP = 'CAS: a key read, and written if it is still so'

async function measureSwap({ agents, rounds, legMs, warmMs }) {
  const worker = startWorker('swap.mjs')
  try {
    const samples = await alternate(Object.keys(agents), rounds, name => {
      const { http: port, pid } = agents[name]
      return worker.call('run', { port, pid, connections: CONNECTIONS, value: VALUE, warmMs, ms: legMs })
    })
    const cpu = row(SWAP, { unit: 'µs', better: 'less', samples, metric: 'cpu' })
    return row(SWAP, { unit: 'swaps/s', better: 'more', samples, metric: 'rate', extra: { cpu } })
  } finally {
    await worker.stop()
  }
}

export default {
  name: 'http',
  about: `${CONNECTIONS} persistent connections, one where every other request is a change; floor: node:http that answers the same bytes, ready made`,
  async run({ programs, generator, wants, progress, ...how }) {
    const load = startLoad(generator)
    const worker = startWorker('http-floor.mjs')
    const rows = []
    try {
      const floor = { worker, http: await worker.call('listen'), pid: worker.pid }
      const compactCases = readCases.filter(({ work }) => work !== 'GET of one key')
      for (const [kind, rates, suffix] of [
        ['dev', cases, ''],
        ['compact', compactCases, ', compact'],
      ]) {
        const label = one => one.work + suffix
        const wanted = [...rates, ...changedCases].filter(one => wants(label(one)))
        const swaps = kind === 'dev' && wants(SWAP)
        if (wanted.length === 0 && !swaps) continue
        await withAgents(
          programs,
          async agents => {
            for (const agent of Object.values(agents)) await fill(agent)
            for (const one of wanted) {
              progress(label(one))
              const measure = one.change ? measureChanged : measureRate
              rows.push(await measure(one, { label: label(one), agents, floor, load, ...how }))
            }
            if (swaps) {
              progress(SWAP)
              rows.push(await measureSwap({ agents, ...how }))
            }
          },
          { kind },
        )
      }
      return rows
    } finally {
      await Promise.all([load.stop(), worker.stop()])
    }
  },
}
