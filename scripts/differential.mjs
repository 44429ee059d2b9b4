// Compares two agents on random sequences of commands, by the rules of the recordings:
//
//   npm run differential -- --bin consul [--other bin/miniconsul.js] [--areas kv,txn] [--answers N] [--length N]
//                           [--seed N] [--sequences N] [--jobs N] [--out FILE]
//
// `--bin` is the real one. Each pair of agents takes many sequences one after the other (`--sequences`); a sequence that was
// answered differently is repeated on fresh agents and shrunk to what is needed, then written to FILE as a scenario with the
// answers of the real one. One of each kind is reported. Ends with 1 if there is any.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { importTypeScript } from './lib/import-typescript.mjs'

const { areas, compare, fc, kindOf, runScenario, sequences, shrink, startBinary, stepsOf } =
  await importTypeScript('differential/index.ts')

const { values: options } = parseArgs({
  options: {
    bin: { type: 'string', default: 'consul' },
    other: { type: 'string', default: fileURLToPath(new URL('../bin/miniconsul.js', import.meta.url)) },
    areas: { type: 'string', default: Object.keys(areas).join(',') },
    answers: { type: 'string', default: '2000' },
    length: { type: 'string', default: '12' },
    sequences: { type: 'string', default: '40' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    jobs: { type: 'string', default: '1' },
    out: { type: 'string', default: 'differential.json' },
  },
})

const wanted = Number(options.answers)
const names = options.areas.split(',')
const arbitrary = sequences(names, Number(options.length))
// the hash of a config entry is made of the real agent's own structures: only whether two are equal can be compared
const scenarioOf = commands => ({ name: 'differential', relate: ['Hash'], steps: stepsOf(commands) })
const startBoth = () =>
  Promise.all([options.bin, options.other].map(bin => startBinary(bin, { name: 'differential', steps: [] })))

/** The first divergence of a scenario on fresh agents. */
async function divergenceOf(scenario) {
  const [left, right] = await startBoth()
  try {
    return (await compare(scenario, left, right)).divergences[0]
  } finally {
    await Promise.all([left.close(), right.close()])
  }
}

const kinds = new Map()
let answers = 0
let divergent = 0
const explained = new Map()

/** Shrinks a sequence to what is needed for its first divergence, unless it shows nothing new or does not on fresh agents. */
async function explain(commands, divergence) {
  const kind = kindOf(stepsOf(commands)[divergence.step], divergence)
  if (kinds.has(kind)) return
  kinds.set(kind, undefined)
  const isAlike = async list => {
    const scenario = scenarioOf(list)
    const found = await divergenceOf(scenario)
    return found !== undefined && kindOf(scenario.steps[found.step], found) === kind
  }
  const smallest = (await isAlike(commands)) ? await shrink(commands, isAlike) : commands
  const scenario = scenarioOf(smallest)
  const recorded = await runScenario(scenario, (...args) => startBinary(options.bin, ...args))
  const steps = scenario.steps.map((step, i) => (recorded[i] === null ? step : { ...step, expect: recorded[i] }))
  kinds.set(kind, { name: `differential/${options.seed}-${kinds.size}`, about: kind, steps })
  console.log(`DIFFERENT ${kind}\n  ${divergence.differences.slice(0, 4).join('\n  ')}`)
  writeFileSync(options.out, `${JSON.stringify([...kinds.values()].filter(Boolean), null, 1)}\n`)
}

/** Compares sequences on one pair of agents after the other, until enough answers were compared. */
async function work(job) {
  for (let round = 0; answers < wanted; round++) {
    const [left, right] = await startBoth()
    const seed = Number(options.seed) + job * 1_000_003 + round * 7919
    const different = []
    try {
      for (const commands of fc.sample(arbitrary, { seed, numRuns: Number(options.sequences) })) {
        if (answers >= wanted) break
        const result = await compare(scenarioOf(commands), left, right)
        answers += result.answers
        for (const reason of result.explained) explained.set(reason, (explained.get(reason) ?? 0) + 1)
        if (result.explained.length > 0) break
        if (result.divergences.length === 0) continue
        divergent += result.divergences.length
        different.push([commands, result.divergences[0]])
        break // from here on the two agents have different states
      }
    } finally {
      await Promise.all([left.close(), right.close()])
    }
    for (const [commands, divergence] of different) await explain(commands, divergence)
  }
}

await Promise.all(Array.from({ length: Number(options.jobs) }, (_, job) => work(job)))
console.log(`seed ${options.seed}: ${answers} answers compared, ${divergent} different, of ${kinds.size} kinds`)
for (const [reason, times] of explained) console.log(`explained ${times} times: ${reason}`)
process.exitCode = kinds.size > 0 ? 1 : 0
