import { startWorker } from '../lib/children.mjs'
import { ask, askAll } from '../lib/connection.mjs'
import { dnsQuery, TYPE } from '../lib/dns-message.mjs'
import { requestBytes } from '../lib/http-message.mjs'
import { rateRow, startLoad } from '../lib/load.mjs'
import { memoryOf } from '../lib/proc.mjs'
import { alternate, row } from '../lib/rounds.mjs'
import { GROWTH_GOAL, growthRow, ofSize, withSizes } from '../lib/sizes.mjs'
import { median, seeded } from '../lib/stats.mjs'

const CONNECTIONS = 8
const IN_FLIGHT = 8
const INSTANCES_A_SERVICE = 10
const SERVICES_A_NODE = 4
/** Requests of a turn: about as many services at both sizes, spread over all, so that caches hold as much of either. */
const REQUESTS = 2000
const SETTLE_MS = 3000
const WAKES = 30

const count = n => n.toLocaleString('en')
const serviceName = i => `service-${i}`

/** Instance `i` of all: those of a service lie on nodes far from each other, as a scheduler puts them. */
function registration(i, size, output = 'ok') {
  const service = serviceName(Math.floor(i / INSTANCES_A_SERVICE))
  const node = i % (size / SERVICES_A_NODE)
  const id = `${service}-${i}`
  return {
    Node: `node-${node}`,
    Address: `10.${(node >> 8) & 255}.${node & 255}.1`,
    Service: { ID: id, Service: service, Tags: ['v1'], Meta: { version: String(i % 5) }, Port: 8000 + (i % 1000) },
    Checks: [{ CheckID: `service:${id}`, Name: 'check', ServiceID: id, Status: 'passing', Output: output }],
  }
}

const register = (i, size, output) => ['PUT', '/v1/catalog/register', registration(i, size, output)]

/** `request(i, turn, size)`: about instance `i`, another one in each turn. */
const cases = [
  {
    what: 'register an instance again, changed',
    request: (i, turn, size) => requestBytes(...register(i, size, `change ${turn}`)),
  },
  {
    what: 'health of a service of 10',
    request: i => requestBytes('GET', `/v1/health/service/${serviceName(Math.floor(i / INSTANCES_A_SERVICE))}?passing`),
  },
  {
    what: 'filter of a service of 10, never asked before',
    request: (i, turn) => {
      const filter = encodeURIComponent(`Service.Meta.version == "1" and Service.ID != "never-${turn}"`)
      return requestBytes(
        'GET',
        `/v1/health/service/${serviceName(Math.floor(i / INSTANCES_A_SERVICE))}?filter=${filter}`,
      )
    },
  },
  {
    what: 'services of a node',
    request: (i, _turn, size) => requestBytes('GET', `/v1/catalog/node/node-${i % (size / SERVICES_A_NODE)}`),
  },
]
const DNS_CASE = 'DNS A of a service of 10'
const WAKE_CASE = 'watcher of a service woken by a change of it'

async function fill({ http }, size) {
  await askAll(
    http,
    Array.from({ length: size }, (_, i) => register(i, size)),
  )
  const services = JSON.parse((await ask(http, 'GET', '/v1/catalog/services')).body)
  const expected = size / INSTANCES_A_SERVICE + 1
  const got = Object.keys(services).length
  if (got !== expected) throw new Error(`Failed to measure: ${got} services instead of ${expected}.`)
}

export default {
  name: 'scale',
  about:
    'a catalog of many services of 10 instances, 4 instances a node, beside one of a tenth of it: cost has to follow the result',
  async run({ programs, rounds, legMs, warmMs, quick, wants, progress }) {
    const sizes = quick ? [80, 800] : [2000, 20_000]
    const [small, large] = sizes
    const names = Object.keys(programs)
    const [load, dnsLoad, watch] = [startLoad('http-load.mjs'), startLoad('dns-load.mjs'), startWorker('watch.mjs')]
    const rows = []
    let turn = 0
    try {
      progress(`filling ${sizes.map(count).join(' and ')} instances`)
      return await withSizes(programs, sizes, fill, async places => {
        const byPlace = Object.fromEntries(places.map(place => [`${place.name} ${place.size}`, place]))
        const measure = (work, run) => {
          progress(work)
          return alternate(Object.keys(byPlace), rounds, key => run(byPlace[key]))
        }
        const report = (what, samples, rowOf, metric) => {
          for (const size of sizes) rows.push(rowOf(`${what}, ${count(size)} instances`, ofSize(samples, names, size)))
          const of = metric === 'cpu' ? 'CPU' : 'time'
          rows.push(
            growthRow(`${what}: ${of}, ${count(large)} to ${count(small)}`, samples, names, sizes, {
              metric,
              goal: GROWTH_GOAL,
            }),
          )
        }
        if (wants('memory')) {
          await new Promise(resolve => setTimeout(resolve, quick ? 100 : SETTLE_MS))
          const samples = Object.fromEntries(
            names.map(name => [name, { memory: [memoryOf(byPlace[`${name} ${large}`].agent.pid)] }]),
          )
          const goals = [{ of: 'consul', atMost: 0.5 }]
          const options = { unit: 'MiB', better: 'less', samples, metric: 'memory', goals }
          rows.push(row(`memory with ${count(large)} instances`, options))
        }
        for (const { what, request } of cases.filter(one => wants(one.what))) {
          const random = seeded(1)
          const samples = await measure(what, ({ agent, size }) => {
            const requests = Array.from({ length: REQUESTS }, () => {
              const service = Math.floor((random() * small) / INSTANCES_A_SERVICE) * (size / small)
              const i = service * INSTANCES_A_SERVICE + Math.floor(random() * INSTANCES_A_SERVICE)
              return request(i, ++turn, size)
            })
            return load.run({ port: agent.http, pid: agent.pid, connections: CONNECTIONS, requests, warmMs, ms: legMs })
          })
          report(what, samples, rateRow, 'cpu')
        }
        if (wants(DNS_CASE)) {
          const samples = await measure(DNS_CASE, ({ agent, size }) => {
            const name = serviceName(Math.floor(size / INSTANCES_A_SERVICE / 2))
            const query = dnsQuery(`${name}.service.consul`, TYPE.A, 4096)
            return dnsLoad.run({
              port: agent.dns,
              pid: agent.pid,
              connections: IN_FLIGHT,
              query,
              answers: INSTANCES_A_SERVICE,
              warmMs,
              ms: legMs,
            })
          })
          report(DNS_CASE, samples, (work, of) => rateRow(work, of, { unit: 'queries/s' }), 'cpu')
        }
        if (wants(WAKE_CASE)) {
          const samples = await measure(WAKE_CASE, async ({ agent, size }) => {
            const i = size >> 1
            const path = `/v1/health/service/${serviceName(Math.floor(i / INSTANCES_A_SERVICE))}`
            const times = []
            for (let left = quick ? 3 : WAKES; left > 0; left--) {
              const request = register(i, size, `wake ${++turn}`)
              times.push((await watch.call('wakeBy', { port: agent.http, path, request })).last)
            }
            return { last: median(times) }
          })
          report(
            WAKE_CASE,
            samples,
            (work, of) => row(work, { unit: 'ms', better: 'less', samples: of, metric: 'last' }),
            'last',
          )
        }
        return rows
      })
    } finally {
      await Promise.all([load.stop(), dnsLoad.stop(), watch.stop()])
    }
  },
}
