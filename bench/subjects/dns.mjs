import { withAgents } from '../lib/agents.mjs'
import { instances } from '../lib/catalog.mjs'
import { startWorker } from '../lib/children.mjs'
import { askAll } from '../lib/connection.mjs'
import { answersOf, dnsQuery, TYPE } from '../lib/dns-message.mjs'
import { rateRow, startLoad } from '../lib/load.mjs'
import { alternate } from '../lib/rounds.mjs'

const IN_FLIGHT = 32

const cases = [
  { work: 'A, 3 instances', query: dnsQuery('web.service.consul', TYPE.A), answers: 3 },
  { work: 'SRV, 3 instances', query: dnsQuery('web.service.consul', TYPE.SRV), answers: 3 },
  { work: 'A of a node', query: dnsQuery('web-node-1.node.consul', TYPE.A), answers: 1 },
  { work: 'A, 50 instances, EDNS', query: dnsQuery('large.service.consul', TYPE.A, 4096), answers: 50 },
]

export default {
  name: 'dns',
  about: `UDP, ${IN_FLIGHT} queries under way; floor: a socket that sends back a ready packet`,
  async run({ programs, rounds, legMs, warmMs, wants, progress }) {
    const load = startLoad('dns-load.mjs')
    const asker = startWorker('dns-load.mjs')
    const floor = startWorker('dns-floor.mjs')
    try {
      const floorPort = await floor.call('listen')
      return await withAgents(programs, async agents => {
        for (const { http } of Object.values(agents)) {
          await askAll(http, [...instances('web', 3), ...instances('large', 50)])
        }
        const targets = { miniconsul: agents.miniconsul, floor: { dns: floorPort, pid: floor.pid }, ...agents }
        const rows = []
        for (const { work, query, answers } of cases.filter(one => wants(one.work))) {
          progress(work)
          for (const [name, { dns: port }] of Object.entries(agents)) {
            const got = answersOf(Buffer.from(await asker.call('ask', { port, query })))
            if (got !== answers)
              throw new Error(`Failed to measure ${work}: ${name} has ${got} answers, not ${answers}.`)
          }
          await floor.call('prepare', await asker.call('ask', { port: agents.miniconsul.dns, query }))
          const samples = await alternate(Object.keys(targets), rounds, name => {
            const { dns: port, pid } = targets[name]
            return load.run({ port, pid, connections: IN_FLIGHT, query, answers, warmMs, ms: legMs })
          })
          rows.push(rateRow(work, samples, { unit: 'queries/s' }))
        }
        return rows
      })
    } finally {
      await Promise.all([load.stop(), asker.stop(), floor.stop()])
    }
  },
}
