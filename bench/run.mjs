// Measures miniconsul beside the least that Node could do for the same answer and, if there is one, a real Consul.
// See docs/performance.md.
import { availableParallelism } from 'node:os'
import { agentPrograms } from './lib/agents.mjs'
import { readOptions, USAGE } from './lib/options.mjs'
import { subjectText } from './lib/report.mjs'

function optionsOrExit() {
  try {
    return readOptions(process.argv.slice(2), process.env)
  } catch (err) {
    process.stderr.write(`${err.message}\n\n${USAGE}`)
    process.exit(2)
  }
}

const options = optionsOrExit()
if (options.help) {
  process.stdout.write(USAGE)
  process.exit(0)
}
const { quick, rounds, legMs, million, generator } = options
const machine = `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores`
const turns = `${rounds} rounds of ${legMs / 1000} s`
const results = []

if (!options.json) process.stdout.write(`${machine}; ${turns}${quick ? '; quick: figures mean nothing' : ''}\n\n`)
async function measure({ name, about, run }) {
  const progress = work => process.stderr.write(`${name}: ${work} …\n`)
  const rows = await run({
    programs: agentPrograms(options.programs),
    quick,
    million,
    generator,
    rounds,
    legMs,
    warmMs: legMs / 4,
    wants: work => options.wants(name, work),
    progress,
  })
  return { name, about, rows }
}

try {
  for (const subject of options.subjects) {
    const result = await measure(subject)
    results.push(result)
    if (!options.json) process.stdout.write(`${subjectText(result, quick)}\n`)
  }
} catch (err) {
  process.stderr.write(`${err.message}\n`)
  process.exit(1)
}
if (options.json) {
  const about = { node: process.versions.node, platform: process.platform, arch: process.arch }
  const report = { ...about, cores: availableParallelism(), quick, rounds, seconds: legMs / 1000, subjects: results }
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
}
