import { withAgents } from '../lib/agents.mjs'
import { startWorker } from '../lib/children.mjs'
import { ask } from '../lib/connection.mjs'
import { headersOf } from '../lib/http-message.mjs'
import { alternate, row } from '../lib/rounds.mjs'

const CONTENDERS = [1, 8]

export default {
  name: 'lock',
  about:
    'a lock taken and given back, by sessions of their own; who misses it waits for its release with a blocking query; floor: node:http that says `true` to all',
  async run({ programs, rounds, legMs, wants, progress }) {
    const worker = startWorker('watch.mjs')
    const floor = startWorker('http-floor.mjs')
    try {
      const bare = { http: await floor.call('listen'), pid: floor.pid, session: 'floor' }
      return await withAgents(programs, async agents => {
        const rows = []
        for (const contenders of CONTENDERS) {
          const work = `acquire and release, ${contenders} ${contenders === 1 ? 'contender' : 'contenders'}`
          if (!wants(work)) continue
          progress(work)
          const { status, head, body } = await ask(agents.miniconsul.http, 'PUT', '/v1/kv/said', 'x')
          await floor.call('prepare', { status, headers: headersOf(head), body })
          // it can't tell who has the lock, which one contender alone does not mind
          const targets = contenders === 1 ? { miniconsul: agents.miniconsul, floor: bare, ...agents } : agents
          const samples = await alternate(Object.keys(targets), rounds, name => {
            const { http: port, pid, session } = targets[name]
            return worker.call('lock', { port, pid, contenders, ms: legMs, session })
          })
          const goals = [{ of: 'consul', atLeast: 2.5 }]
          const cpu = row(work, { unit: 'µs', better: 'less', samples, metric: 'cpu' })
          rows.push(row(work, { unit: 'cycles/s', better: 'more', samples, metric: 'rate', goals, extra: { cpu } }))
        }
        return rows
      })
    } finally {
      await Promise.all([worker.stop(), floor.stop()])
    }
  },
}
