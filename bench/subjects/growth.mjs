import { instance, instances, keys } from '../lib/catalog.mjs'
import { startWorker } from '../lib/children.mjs'
import { ask, askAll } from '../lib/connection.mjs'
import { requestBytes } from '../lib/http-message.mjs'
import { rateRow, startLoad } from '../lib/load.mjs'
import { memoryOf } from '../lib/proc.mjs'
import { alternate, row } from '../lib/rounds.mjs'
import { GROWTH_GOAL, growthRow, ofSize, withSizes } from '../lib/sizes.mjs'
import { seeded } from '../lib/stats.mjs'

const CONNECTIONS = 32
const BYSTANDERS = 200
/** How long watchers get to be woken by what is not theirs. */
const PATIENCE_MS = 300
/** Much longer than that, and soon over: Consul goes on waiting for who went away. */
const BYSTANDERS_WAIT = '60s'
const VALUE = 'v'.repeat(100)

const keyName = i => `grow/${String(i).padStart(8, '0')}`
const count = n => n.toLocaleString('en')

/** What is done with keys somewhere in all of them. */
const keyCases = [
  { what: 'GET of one key', request: i => requestBytes('GET', `/v1/kv/${keyName(i)}`) },
  { what: 'list of 10 keys', request: i => requestBytes('GET', `/v1/kv/${keyName(i).slice(0, -1)}?recurse`) },
  { what: 'PUT of one key', request: (i, n) => requestBytes('PUT', `/v1/kv/${keyName(i)}`, `${n}-${VALUE}`) },
]

const WAKE_UP = 'wake-up of one watcher'

/** A watcher of one key among all of them. */
async function wakeRows({ places, rounds, sizes, names, quick }) {
  const watch = startWorker('watch.mjs')
  try {
    const byPlace = Object.fromEntries(places.map(place => [`${place.name} ${place.size}`, place]))
    const samples = await alternate(Object.keys(byPlace), rounds, key => {
      const { agent, size } = byPlace[key]
      const path = `/v1/kv/${keyName(size >> 1)}`
      return watch.call('wake', { port: agent.http, path, watchers: 1, times: quick ? 50 : 500 })
    })
    const options = { unit: 'ms', better: 'less', metric: 'last' }
    return [
      ...sizes.map(size =>
        row(`${WAKE_UP}, ${count(size)} keys`, { ...options, samples: ofSize(samples, names, size) }),
      ),
      ...sizes.slice(1).map(size => {
        const work = `${WAKE_UP}: time with ${count(size)} keys to ${count(sizes[0])}`
        return growthRow(work, samples, names, [sizes[0], size], { metric: 'last', goal: GROWTH_GOAL })
      }),
    ]
  } finally {
    await watch.stop()
  }
}

async function keyRows({ programs, rounds, legMs, warmMs, sizes, quick, wants, progress }) {
  const load = startLoad('http-load.mjs')
  const names = Object.keys(programs)
  try {
    progress(`keys: filling ${sizes.map(count).join(' and ')}`)
    return await withSizes(
      programs,
      sizes,
      ({ http }, size) => askAll(http, keys(size, keyName, VALUE)),
      async places => {
        const memory = Object.fromEntries(
          places.map(({ name, size, agent }) => [`${name} ${size}`, { memory: [memoryOf(agent.pid)] }]),
        )
        const rows = []
        for (const { what, request } of keyCases.filter(one => wants(one.what))) {
          progress(`keys: ${what}`)
          const random = seeded(1)
          const byPlace = Object.fromEntries(places.map(place => [`${place.name} ${place.size}`, place]))
          const samples = await alternate(Object.keys(byPlace), rounds, key => {
            const { agent, size } = byPlace[key]
            const requests = Array.from({ length: 500 }, (_, i) => request(Math.floor(random() * size), i + random()))
            return load.run({
              port: agent.http,
              pid: agent.pid,
              connections: CONNECTIONS,
              requests,
              warmMs,
              ms: legMs,
            })
          })
          for (const size of sizes) rows.push(rateRow(`${what}, ${count(size)} keys`, ofSize(samples, names, size)))
          for (const size of sizes.slice(1)) {
            const work = `${what}: CPU with ${count(size)} keys to ${count(sizes[0])}`
            rows.push(growthRow(work, samples, names, [sizes[0], size], { goal: GROWTH_GOAL }))
          }
        }
        if (wants(WAKE_UP)) {
          progress(`keys: ${WAKE_UP}`)
          rows.push(...(await wakeRows({ places, rounds, sizes, names, quick })))
        }
        for (const size of sizes) {
          const samples = ofSize(memory, names, size)
          rows.push(row(`memory with ${count(size)} keys`, { unit: 'MiB', better: 'less', samples, metric: 'memory' }))
        }
        return rows
      },
    )
  } finally {
    await load.stop()
  }
}

const serviceOf = size => `of-${size}`
const passing = size => `/v1/health/service/${serviceOf(size)}?passing`

async function fillServices({ http }, sizes) {
  for (const size of sizes) await askAll(http, instances(serviceOf(size), size))
  await askAll(http, Array.from({ length: BYSTANDERS }, (_, i) => instances(`bystander-${i}`, 1)).flat())
  for (const size of sizes) {
    const got = JSON.parse((await ask(http, 'GET', passing(size))).body).length
    if (got !== size) throw new Error(`Failed to measure: ${got} instances instead of ${size}.`)
  }
}

async function instanceRows({ programs, rounds, legMs, warmMs, sizes, wants, progress }) {
  const load = startLoad('http-load.mjs')
  const watch = startWorker('watch.mjs')
  const names = Object.keys(programs)
  const [small, large] = sizes
  try {
    progress(`instances: filling ${sizes.map(count).join(' and ')}`)
    return await withSizes(
      programs,
      ['all'],
      agent => fillServices(agent, sizes),
      async places => {
        const agents = Object.fromEntries(places.map(({ name, agent }) => [name, agent]))
        const cells = Object.fromEntries(
          sizes.flatMap(size => names.map(name => [`${name} ${size}`, { agent: agents[name], size }])),
        )
        const rows = []

        if (wants('health/service?passing')) {
          progress('instances: unchanged')
          const samples = await alternate(Object.keys(cells), rounds, key => {
            const { agent, size } = cells[key]
            const requests = [requestBytes('GET', passing(size))]
            return load.run({ port: agent.http, pid: agent.pid, connections: 8, requests, warmMs, ms: legMs })
          })
          for (const size of sizes) {
            rows.push(rateRow(`health/service?passing, ${count(size)} instances`, ofSize(samples, names, size)))
          }
          const work = `health/service?passing: CPU per instance, ${count(large)} to ${count(small)}`
          rows.push(growthRow(work, samples, names, sizes, { per: large / small }))
        }

        if (wants('read after a change')) {
          progress('instances: read after a change')
          const samples = await alternate(Object.keys(cells), rounds, (key, turn) => {
            const { agent, size } = cells[key]
            const changes = Array.from({ length: 20 }, (_, i) => [
              'PUT',
              '/v1/catalog/register',
              instance(serviceOf(size), (i % size) + 1, { output: `${turn}-${i}` }),
            ])
            const times = Math.max(5, Math.round((20 * legMs) / size))
            return watch.call('readAfter', { port: agent.http, changes, path: passing(size), times })
          })
          for (const size of sizes) {
            const options = { unit: 'ms', better: 'less', samples: ofSize(samples, names, size), metric: 'p50' }
            rows.push(row(`read after a change of one of ${count(size)} instances`, options))
          }
          const options = { per: large / small, metric: 'p50' }
          rows.push(growthRow('read after a change: time per instance, large to small', samples, names, sizes, options))
        }

        if (wants('one more instance')) {
          progress('instances: one more')
          rows.push(...(await oneMore({ agents, names, rounds, watch, large })))
        }
        return rows
      },
    )
  } finally {
    await Promise.all([load.stop(), watch.stop()])
  }
}

/** Registers one more instance while its own watcher and those of other services wait. */
async function oneMore({ agents, names, rounds, watch, large }) {
  const paths = Array.from({ length: BYSTANDERS }, (_, i) => `/v1/health/service/bystander-${i}?passing`)
  const samples = await alternate(names, rounds, async (name, turn) => {
    const { http: port } = agents[name]
    await watch.call('watch', { name: 'bystanders', port, paths, wait: BYSTANDERS_WAIT })
    const request = ['PUT', '/v1/catalog/register', instance(serviceOf(large), large + turn + 1)]
    const { last, written } = await watch.call('wakeBy', { port, path: passing(large), request })
    await new Promise(resolve => setTimeout(resolve, PATIENCE_MS))
    const woken = await watch.call('woken', 'bystanders')
    await watch.call('unwatch', 'bystanders')
    return { last, written, woken }
  })
  const what = `one more of ${count(large)} instances`
  return [
    row(`${what}: its watcher has the answer`, { unit: 'ms', better: 'less', samples, metric: 'last' }),
    row(`${what}: the registration is answered`, { unit: 'ms', better: 'less', samples, metric: 'written' }),
    row(`${what}: woken of ${BYSTANDERS} watchers of other services`, {
      unit: 'watchers',
      better: 'less',
      samples,
      metric: 'woken',
      goal: { atMost: 0 },
    }),
  ]
}

export default {
  name: 'growth',
  about: 'the same work where there is more of everything; no floor but itself at the smaller size',
  async run(context) {
    const { quick, million, wants } = context
    const keySizes = quick ? [200, 2000] : [1000, 100_000, ...(million ? [1_000_000] : [])]
    const rows = []
    if (wants(WAKE_UP) || keyCases.some(({ what }) => wants(what)))
      rows.push(...(await keyRows({ ...context, sizes: keySizes })))
    if (['health/service?passing', 'read after a change', 'one more instance'].some(wants)) {
      rows.push(...(await instanceRows({ ...context, sizes: quick ? [50, 500] : [500, 5000] })))
    }
    return rows
  },
}
