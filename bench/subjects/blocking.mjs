import { startAgent, withAgents } from '../lib/agents.mjs'
import { keys } from '../lib/catalog.mjs'
import { memoryOf } from '../lib/proc.mjs'
import { startWorker } from '../lib/children.mjs'
import { askAll } from '../lib/connection.mjs'
import { alternate, row } from '../lib/rounds.mjs'
import { ephemeralPorts, mostSockets } from '../lib/system-limits.mjs'
import { quotients } from '../lib/stats.mjs'

const MS = { unit: 'ms', better: 'less' }

/** What a floor answers to a write and to a read alike: it has to have an index to wait for. */
const FLOOR_ANSWER = {
  status: 200,
  headers: ['Vary', 'Accept-Encoding', 'X-Consul-Index', '7', 'Content-Type', 'application/json'],
  body: '[{"LockIndex":0,"Key":"watched","Flags":0,"Value":"dmFsdWU=","CreateIndex":7,"ModifyIndex":7}]',
}

/**
 * 50,000 where the system lets one process have as many sockets, and one address call another one from as many ports;
 * else nearly as many as it lets.
 */
const mostWatchers = Math.min(50_000, mostSockets() - 2000, ephemeralPorts() - 2000)

const elsewhereKey = i => `elsewhere/${i}`
const storeElsewhere = (port, count, value) => askAll(port, keys(count, elsewhereKey, value))

/** One writer of one key, and one watcher of it, while so many wait for other keys, and none of them may be woken. */
async function writeBeside(watch, port, count, { legMs, wakes }) {
  if (count > 0) {
    const paths = Array.from({ length: count }, (_, i) => `/v1/kv/${elsewhereKey(i)}`)
    await watch.call('watch', { name: 'elsewhere', port, paths })
  }
  const times = await watch.call('write', { port, path: '/v1/kv/alone', ms: legMs })
  const { last } = await watch.call('wake', { port, path: '/v1/kv/watched-alone', watchers: 1, times: wakes })
  if (count > 0 && (await watch.call('woken', 'elsewhere')) > 0) {
    throw new Error('Failed to measure: a write woke those who watch other keys.')
  }
  return { ...times, last }
}

/** KiB that one of many watchers takes after all of them were woken and came back a few times, and how long the last one waited for news. */
async function manyWatchers(program, watch, count) {
  const agent = await startAgent(program)
  try {
    await storeElsewhere(agent.http, Math.min(count, 5000), 'v')
    const before = memoryOf(agent.pid)
    const path = '/v1/kv/watched'
    const { last } = await watch.call('wake', { port: agent.http, path, watchers: count, times: 3, stay: 'memory' })
    const after = memoryOf(agent.pid)
    await watch.call('unwatch', 'memory')
    return { memory: [((after - before) * 1024) / count], last: [last] }
  } finally {
    await agent.stop()
  }
}

export default {
  name: 'blocking',
  about: 'from the write until who waited has the whole answer; floor: node:http that holds requests by path',
  async run({ programs, rounds, legMs, quick, wants, progress }) {
    const [elsewhere, wakes] = quick ? [200, 100] : [5000, 1000]
    const sizes = quick ? [20, 100] : [100, 1000, 5000]
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
          const goals = [
            { of: 'consul', atMost: 0.8 },
            { of: 'floor', atMost: 2 },
          ]
          rows.push(row('one watcher woken, p50', { ...MS, samples, metric: 'last', goals }))
          rows.push(row('one watcher woken, p99', { ...MS, samples, metric: 'lastP99' }))
        }
        if (wants('a write that wakes nobody')) {
          progress('a write that wakes nobody')
          const work = count => `a write that wakes nobody, ${count.toLocaleString('en')} watch elsewhere`
          const p50 = {}
          for (const count of [0, elsewhere]) {
            const samples = await alternate(names, rounds, async (name, turn) => {
              const { http: port } = targets[name]
              const times = await writeBeside(watch, port, count, { legMs, wakes })
              // Consul goes on waiting for who went away, so all are answered before they go
              if (count > 0 && agents[name]) await storeElsewhere(port, count, `turn ${turn} of ${name}`)
              await watch.call('unwatch', 'elsewhere')
              return times
            })
            p50[count] = samples
            rows.push(row(work(count), { ...MS, samples, metric: 'p50' }))
            const beside = `one watcher woken, p50, while ${count.toLocaleString('en')} watch as many other keys`
            if (count > 0) rows.push(row(beside, { ...MS, samples, metric: 'last' }))
          }
          const speed = Object.fromEntries(
            names.map(name => [name, { speed: quotients(p50[0][name].p50, p50[elsewhere][name].p50) }]),
          )
          const goal = { atLeast: 0.95 }
          rows.push(
            row(`${work(elsewhere)}: speed`, { unit: '×', better: 'more', samples: speed, metric: 'speed', goal }),
          )
        }
        for (const size of sizes) {
          const many = `${size.toLocaleString('en')} watchers of one key`
          if (!wants(many)) continue
          progress(many)
          const samples = await wake(`size-${size}`, size, quick ? 3 : Math.ceil(15_000 / size))
          const goals = [{ of: 'consul', atMost: 0.9 }]
          rows.push(row(`${many}: the last one`, { ...MS, samples, metric: 'last', ...(size >= 1000 && { goals }) }))
          const write = `${many}: the write that wakes them`
          const soon = size >= 5000 ? { goal: { atMost: 5 } } : {}
          rows.push(row(write, { ...MS, samples, metric: 'written', ...soon }))
        }
      })
      if (wants('memory of a blocked watcher')) {
        progress('memory of a blocked watcher')
        const samples = {}
        for (const [name, program] of Object.entries(programs)) {
          samples[name] = await manyWatchers(program, watch, elsewhere)
        }
        const goals = [{ of: 'consul', atMost: 0.5 }]
        rows.push(row('memory of a blocked watcher', { unit: 'KiB', better: 'less', samples, metric: 'memory', goals }))
      }
      const most = `${mostWatchers.toLocaleString('en')} watchers in one process`
      if (!quick && wants(most)) {
        progress(most)
        const samples = {}
        for (const [name, program] of Object.entries(programs)) {
          samples[name] = await manyWatchers(program, watch, mostWatchers)
        }
        const goals = [{ of: 'consul', atMost: 0.6 }]
        rows.push(row(`${most}: the last one`, { ...MS, samples, metric: 'last', goals }))
        const memory = { unit: 'KiB', better: 'less', samples, metric: 'memory', goal: { atMost: 15 } }
        rows.push(row(`${most}: memory of each`, memory))
      }
      return rows
    } finally {
      await Promise.all([watch.stop(), floor.stop()])
    }
  },
}
