import { withAgents } from '../lib/agents.mjs'
import { keys } from '../lib/catalog.mjs'
import { startWorker } from '../lib/children.mjs'
import { askAll } from '../lib/connection.mjs'
import { alternate, row } from '../lib/rounds.mjs'

const MS = { unit: 'ms', better: 'less' }

/** What a floor answers to a write and to a read alike: it has to have an index to wait for. */
const FLOOR_ANSWER = {
  status: 200,
  headers: ['Vary', 'Accept-Encoding', 'X-Consul-Index', '7', 'Content-Type', 'application/json'],
  body: '[{"LockIndex":0,"Key":"watched","Flags":0,"Value":"dmFsdWU=","CreateIndex":7,"ModifyIndex":7}]',
}

const elsewhereKey = i => `elsewhere/${i}`
const storeElsewhere = (port, count, value) => askAll(port, keys(count, elsewhereKey, value))

/** One writer of one key, while so many wait for other keys, and none of them may be woken. */
async function writeBeside(watch, port, count, legMs) {
  if (count > 0) {
    const paths = Array.from({ length: count }, (_, i) => `/v1/kv/${elsewhereKey(i)}`)
    await watch.call('watch', { name: 'elsewhere', port, paths })
  }
  const times = await watch.call('write', { port, path: '/v1/kv/alone', ms: legMs })
  if (count > 0 && (await watch.call('woken', 'elsewhere')) > 0) {
    throw new Error('Failed to measure: a write woke those who watch other keys.')
  }
  return times
}

export default {
  name: 'blocking',
  about: 'from the write until who waited has the whole answer; floor: node:http that parks requests by path',
  async run({ programs, rounds, legMs, quick, wants, progress }) {
    const [elsewhere, crowd, wakes, crowdWakes] = quick ? [200, 100, 100, 3] : [2000, 1000, 1000, 15]
    const watch = startWorker('watch.mjs')
    const floor = startWorker('http-floor.mjs')
    const rows = []
    try {
      const floorPort = await floor.call('listen')
      await floor.call('prepare', FLOOR_ANSWER)
      await withAgents(programs, async agents => {
        const targets = { miniconsul: agents.miniconsul, floor: { http: floorPort }, ...agents }
        const names = Object.keys(targets)
        for (const { http } of Object.values(agents)) await storeElsewhere(http, elsewhere, 'v')
        const wake = (path, watchers, times) =>
          alternate(names, rounds, name =>
            watch.call('wake', { port: targets[name].http, path: `/v1/kv/${path}`, watchers, times }),
          )

        if (wants('one watcher')) {
          progress('one watcher')
          const samples = await wake('one', 1, wakes)
          rows.push(row('one watcher woken, p50', { ...MS, samples, metric: 'last' }))
          rows.push(row('one watcher woken, p99', { ...MS, samples, metric: 'lastP99' }))
        }
        if (wants('a write that wakes nobody')) {
          progress('a write that wakes nobody')
          for (const count of [0, elsewhere]) {
            const samples = await alternate(names, rounds, async (name, turn) => {
              const { http: port } = targets[name]
              const times = await writeBeside(watch, port, count, legMs)
              // Consul goes on waiting for who went away, so all are answered before they go
              if (count > 0 && agents[name]) await storeElsewhere(port, count, `turn ${turn} of ${name}`)
              await watch.call('unwatch', 'elsewhere')
              return times
            })
            const work = `a write that wakes nobody, ${count.toLocaleString('en')} watch elsewhere`
            rows.push(row(work, { ...MS, samples, metric: 'p50' }))
          }
        }
        const many = `${crowd.toLocaleString('en')} watchers of one key`
        if (wants(many)) {
          progress(many)
          const samples = await wake('crowd', crowd, crowdWakes)
          rows.push(row(`${many}: the last one`, { ...MS, samples, metric: 'last' }))
          rows.push(row(`${many}: the write that wakes them`, { ...MS, samples, metric: 'written' }))
        }
      })
      return rows
    } finally {
      await Promise.all([watch.stop(), floor.stop()])
    }
  },
}
