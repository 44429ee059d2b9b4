import { startAgent } from './agents.mjs'
import { row } from './rounds.mjs'
import { quotients } from './stats.mjs'

/** Keeps agents of all programs and sizes alive while `fn` runs: `[{ name, size, agent }]`. */
export async function withSizes(programs, sizes, fill, fn) {
  const places = []
  try {
    for (const size of sizes) {
      for (const [name, program] of Object.entries(programs)) {
        const agent = await startAgent(program)
        places.push({ name, size, agent })
        await fill(agent, size)
      }
    }
    return await fn(places)
  } finally {
    await Promise.all(places.map(({ agent }) => agent.stop()))
  }
}

/** Samples of one size, by the name of the program. */
export function ofSize(samples, names, size) {
  return Object.fromEntries(names.map(name => [name, samples[`${name} ${size}`]]))
}

/** Where there is more, at least 0.8 of the speed. */
export const GROWTH_GOAL = { atMost: 1.25 }

/** How much dearer the same is at the larger size, by CPU where it is known; `per`: how much more there is to do. */
export function growthRow(work, samples, names, [small, large], { per = 1, metric = 'cpu', goal } = {}) {
  const grown = Object.fromEntries(
    names.map(name => {
      const [before, after] = [small, large].map(size => samples[`${name} ${size}`][metric])
      return [name, { growth: quotients(after, before).map(quotient => quotient / per) }]
    }),
  )
  return row(work, { unit: '×', better: 'less', samples: grown, metric: 'growth', goal })
}
