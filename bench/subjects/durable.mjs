import { withAgents } from '../lib/agents.mjs'
import { requestBytes } from '../lib/http-message.mjs'
import { answerRow, startLoad } from '../lib/load.mjs'

const VARIANTS = 256
const VALUE = 'v'.repeat(100)

/** One client waits for the disk with each write; 32 share what the disk does at a time. */
const cases = [
  { work: 'PUT of one key, 32 clients', connections: 32, key: () => 'one/key', goals: [{ of: 'consul', atLeast: 1 }] },
  {
    work: 'PUT of different keys, 32 clients',
    connections: 32,
    key: i => `many/${i}`,
    goals: [{ of: 'consul', atLeast: 1 }],
  },
  { work: 'PUT of one key, one client', connections: 1, key: () => 'one/key' },
]

export default {
  name: 'durable',
  about: 'servers with a data folder: a write is acknowledged once it is on the disk',
  async run({ programs, generator, wants, progress, ...how }) {
    const load = startLoad(generator)
    try {
      return await withAgents(
        programs,
        async agents => {
          const rows = []
          for (const { work, connections, key, goals } of cases.filter(one => wants(one.work))) {
            progress(work)
            const requests = Array.from({ length: VARIANTS }, (_, i) =>
              requestBytes('PUT', `/v1/kv/${key(i)}`, `${String(i).padStart(3, '0')}${VALUE}`),
            )
            rows.push(await answerRow(work, agents, requests, { ...how, load, connections, goals }))
          }
          return rows
        },
        { kind: 'compact' },
      )
    } finally {
      await load.stop()
    }
  },
}
