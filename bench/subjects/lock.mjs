import { withAgents } from '../lib/agents.mjs'
import { startWorker } from '../lib/children.mjs'
import { alternate, row } from '../lib/rounds.mjs'

const CONTENDERS = [1, 8]

export default {
  name: 'lock',
  about:
    'a lock taken and given back, by sessions of their own; who misses it waits for its release with a blocking query',
  async run({ programs, rounds, legMs, wants, progress }) {
    const worker = startWorker('watch.mjs')
    try {
      return await withAgents(programs, async agents => {
        const rows = []
        for (const contenders of CONTENDERS) {
          const work = `acquire and release, ${contenders} ${contenders === 1 ? 'contender' : 'contenders'}`
          if (!wants(work)) continue
          progress(work)
          const samples = await alternate(Object.keys(agents), rounds, name =>
            worker.call('lock', { port: agents[name].http, pid: agents[name].pid, contenders, ms: legMs }),
          )
          const goals = [{ of: 'consul', atLeast: 2.5 }]
          const cpu = row(work, { unit: 'µs', better: 'less', samples, metric: 'cpu' })
          rows.push(row(work, { unit: 'cycles/s', better: 'more', samples, metric: 'rate', goals, extra: { cpu } }))
        }
        return rows
      })
    } finally {
      await worker.stop()
    }
  },
}
