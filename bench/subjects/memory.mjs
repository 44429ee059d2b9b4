import { startAgent } from '../lib/agents.mjs'
import { instances, keys } from '../lib/catalog.mjs'
import { askAll } from '../lib/connection.mjs'
import { memoryOf } from '../lib/proc.mjs'
import { row } from '../lib/rounds.mjs'

const VALUE = 'v'.repeat(100)
const count = n => n.toLocaleString('en')

/** MiB that are resident after so much was stored, and the agent had a moment to itself. */
async function memoryAfter(program, requests, settleMs) {
  const agent = await startAgent(program)
  try {
    await askAll(agent.http, requests)
    await new Promise(resolve => setTimeout(resolve, settleMs))
    return memoryOf(agent.pid)
  } finally {
    await agent.stop()
  }
}

export default {
  name: 'memory',
  about: 'resident memory with much in the store',
  async run({ programs, quick, wants, progress }) {
    const [keyCount, instanceCount] = quick ? [10_000, 200] : [1_000_000, 5000]
    const rows = []
    const works = [
      [
        `${count(keyCount)} keys of 100 B`,
        () => keys(keyCount, i => `grow/${String(i).padStart(8, '0')}`, VALUE),
        0.35,
      ],
      [`${count(instanceCount)} instances`, () => instances('large', instanceCount), undefined],
    ]
    for (const [work, requests, atMost] of works) {
      if (!wants(work)) continue
      const samples = {}
      for (const [name, program] of Object.entries(programs)) {
        progress(`${work}: ${name}`)
        samples[name] = { memory: [await memoryAfter(program, requests(), quick ? 100 : 3000)] }
      }
      const goals = atMost === undefined ? [] : [{ of: 'consul', atMost }]
      rows.push(row(work, { unit: 'MiB', better: 'less', samples, metric: 'memory', goals }))
    }
    return rows
  },
}
