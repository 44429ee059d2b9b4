import { withAgents } from '../lib/agents.mjs'
import { instance, instances } from '../lib/catalog.mjs'
import { ask, askAll, Connection } from '../lib/connection.mjs'
import { requestBytes } from '../lib/http-message.mjs'
import { answerRow, startLoad } from '../lib/load.mjs'
import { alternate, row } from '../lib/rounds.mjs'

const VALUE = 'v'.repeat(100)
const VARIANTS = 256

const cases = [
  { work: 'GET of one key', path: '/v1/kv/one/key', atLeast: 1.5 },
  {
    work: 'PUT of one key',
    method: 'PUT',
    path: '/v1/kv/one/written',
    bodies: Array.from({ length: VARIANTS }, (_, i) => `${i}${VALUE}`),
    atLeast: 2,
  },
  { work: 'health/service, 10 instances', path: '/v1/health/service/web', atLeast: 2 },
]

/** Every round registers services that are not there yet. */
async function registering({ http }, turn, count) {
  const bodies = Array.from({ length: count }, (_, i) =>
    requestBytes('PUT', '/v1/catalog/register', instance(`round-${turn}-${i}`, 1)),
  )
  const connection = await Connection.open(http)
  try {
    const begun = performance.now()
    for (const bytes of bodies) {
      const { status } = await connection.send(bytes)
      if (status !== 200) throw new Error(`Failed to measure: a registration was answered ${status}.`)
    }
    return { rate: (count * 1000) / (performance.now() - begun) }
  } finally {
    connection.close()
  }
}

export default {
  name: 'alone',
  about: 'one connection, one request after the other, as a test asks',
  async run({ programs, generator, quick, wants, progress, ...how }) {
    const load = startLoad(generator)
    const services = quick ? 100 : 3000
    try {
      return await withAgents(programs, async agents => {
        for (const { http } of Object.values(agents)) {
          await ask(http, 'PUT', '/v1/kv/one/key', VALUE)
          await askAll(http, instances('web', 10))
        }
        const rows = []
        for (const { work, method = 'GET', path, bodies = [undefined], atLeast } of cases) {
          if (!wants(work)) continue
          progress(work)
          const requests = bodies.map(body => requestBytes(method, path, body))
          rows.push(await answerRow(work, agents, requests, { ...how, load, goals: [{ of: 'consul', atLeast }] }))
        }
        const work = `${services.toLocaleString('en')} services registered over the catalog`
        if (wants(work)) {
          progress(work)
          const samples = await alternate(Object.keys(agents), how.rounds, (name, turn) =>
            registering(agents[name], turn, services),
          )
          const goals = [{ of: 'consul', atLeast: 3 }]
          rows.push(row(work, { unit: 'services/s', better: 'more', samples, metric: 'rate', goals }))
        }
        return rows
      })
    } finally {
      await load.stop()
    }
  },
}
