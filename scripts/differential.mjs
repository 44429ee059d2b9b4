// Compares two agents on random sequences of commands, by the rules of the recordings:
//
//   npm run differential -- --bin consul [--other bin/miniconsul.js] [--areas kv,txn] [--answers N] [--length N]
//                           [--seed N] [--seconds N] [--sequences N] [--jobs N] [--out FILE]
//
// `--bin` is the real one. Each pair of agents takes many sequences one after the other (`--sequences`), and ends then, so that
// neither grows. What was answered differently is repeated on fresh agents, the sequence alone or with all that was before it,
// and shrunk to what is needed, then written to FILE as a scenario with the answers of the real one. One of each kind is
// reported. Ends with 1 if there is any that shows itself again.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { importTypeScript } from './lib/import-typescript.mjs'

const { Search, usualAreas } = await importTypeScript('differential/index.ts')

const { values: options } = parseArgs({
  options: {
    bin: { type: 'string', default: 'consul' },
    other: { type: 'string', default: fileURLToPath(new URL('../bin/miniconsul.js', import.meta.url)) },
    areas: { type: 'string', default: usualAreas().join(',') },
    answers: { type: 'string', default: '2000' },
    length: { type: 'string', default: '24' },
    sequences: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '3600' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    jobs: { type: 'string', default: '2' },
    out: { type: 'string', default: 'differential.json' },
  },
})

const show = step => JSON.stringify(step).slice(0, 300)
const began = performance.now()
const scenarios = []
let unrepeated = 0
let failures = 0
const search = new Search(
  {
    binaries: { real: options.bin, ours: options.other },
    areas: options.areas.split(','),
    answers: Number(options.answers),
    until: performance.now() + Number(options.seconds) * 1000,
    length: Number(options.length),
    sequences: Number(options.sequences),
    seed: Number(options.seed),
    jobs: Number(options.jobs),
  },
  {
    onSight({ kind, steps, differences }) {
      console.log(`SEEN ${kind}\n  ${[...steps.slice(-3).map(show), ...differences.slice(0, 4)].join('\n  ')}`)
    },
    onFailure(round, error) {
      failures++
      console.log(`FAILED round ${round}: ${error.message}`)
    },
    onFinding({ kind, scenario }) {
      console.log(`${scenario ? 'DIFFERENT' : 'ONCE'} ${kind}`)
      if (!scenario) unrepeated++
      else {
        scenarios.push({ ...scenario, name: `differential/${options.seed}-${scenarios.length + 1}`, about: kind })
        writeFileSync(options.out, `${JSON.stringify(scenarios, null, 1)}\n`)
      }
    },
  },
)
await search.run()
const seconds = (performance.now() - began) / 1000
console.log(
  `seed ${options.seed}: ${search.answers} answers compared in ${Math.round(seconds)} s ` +
    `(${((1000 * seconds) / search.answers).toFixed(1)} s per 1,000), ${scenarios.length} kinds differ, ` +
    `${unrepeated} did so once and not again, ${failures} rounds failed`,
)
for (const [reason, times] of search.explained) console.log(`explained ${times} times: ${reason}`)
process.exitCode = scenarios.length + failures > 0 ? 1 : 0
