import { cpus } from 'node:os'
import { startWorker } from './children.mjs'
import { alternate, row } from './rounds.mjs'
import { median } from './stats.mjs'

/** As many as can saturate one server without sharing its core. */
const WORKERS = Math.max(1, Math.min(3, cpus().length - 1))

/** Load processes that work as one. `file`: the worker; each gets its share of `connections`. */
export function startLoad(file) {
  const workers = Array.from({ length: WORKERS }, () => startWorker(file))
  return {
    /** Rate per second, CPU of the server per answer in µs, and how much of a core either side had. */
    async run({ connections, ...work }) {
      const parts = await Promise.all(
        workers.map((worker, i) => {
          const share = Math.floor((connections + i) / WORKERS)
          return worker.call('run', { ...work, connections: share })
        }),
      )
      const rate = parts.reduce((sum, { count, ms }) => sum + (count * 1000) / ms, 0)
      const [{ cpuMs, ms }] = parts
      return {
        rate,
        cpu: (cpuMs * 1000) / ((rate * ms) / 1000),
        busy: cpuMs / ms,
        loadBusy: Math.max(...parts.map(part => part.loadBusy)),
        p50: Math.max(...parts.map(part => part.p50)),
        p99: Math.max(...parts.map(part => part.p99)),
        ...(parts[0].lost !== undefined && { lost: parts.reduce((sum, { lost }) => sum + lost, 0) }),
      }
    },
    stop: () => Promise.all(workers.map(worker => worker.stop())),
  }
}

/**
 * The row of what agents answer, each in its turn. `requests` are sent over and over; a function makes others for every turn.
 * `how`: `load`, `connections`, `tls`, and what a subject is run with.
 */
export async function answerRow(work, agents, requests, { goals, ...how }) {
  const { load, connections = 1, tls = false, rounds, legMs, warmMs } = how
  const samples = await alternate(Object.keys(agents), rounds, name => {
    const { http, https, pid } = agents[name]
    const sent = typeof requests === 'function' ? requests() : requests
    return load.run({ port: tls ? https : http, pid, connections, tls, requests: sent, warmMs, ms: legMs })
  })
  return rateRow(work, samples, { goals })
}

/** A row of a rate, with the CPU that one answer took, and what limited it. */
export function rateRow(work, samples, { unit = 'requests/s', goals, cpuGoal } = {}) {
  const cpu = row(work, { unit: 'µs', better: 'less', samples, metric: 'cpu', goal: cpuGoal })
  return row(work, {
    unit,
    better: 'more',
    samples,
    metric: 'rate',
    goals,
    extra: { cpu, limits: limitsOf(samples), ...lostOf(samples) },
  })
}

/**
 * Whose rate was not its own limit. `load`: the load generator had no more to give; `machine`: neither side had a core
 * to itself. The CPU for each answer can be compared all the same.
 */
function limitsOf(samples) {
  const limits = {}
  for (const [name, { busy, loadBusy }] of Object.entries(samples)) {
    if (!(median(busy) < 0.9)) continue
    limits[name] = median(loadBusy) >= 0.9 ? 'load' : 'machine'
  }
  return limits
}

/** `{ lost }`: queries that had no answer, by name; nothing where none was lost. */
function lostOf(samples) {
  const entries = Object.entries(samples).map(([name, { lost = [] }]) => [
    name,
    lost.reduce((sum, one) => sum + one, 0),
  ])
  const lost = entries.filter(([, queries]) => queries > 0)
  return lost.length > 0 ? { lost: Object.fromEntries(lost) } : {}
}
