// Records fixtures/conformance anew from a real agent, or checks any agent against it:
//
//   npm run conformance:record -- --bin consul [--only TEXT] [--out DIR] [--jobs N] [AREA…]
//   npm run conformance:record -- --bin miniconsul --check [--only TEXT] [--jobs N] [--verbose] [AREA…]
//
// Each scenario gets a fresh `BIN agent -dev` on free loopback ports; AREA is the name of a file (kv, lock, …).
// Scenarios that were not asked for, or that failed, keep the answers they had.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { importTypeScript } from './lib/import-typescript.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const fixtures = join(root, 'fixtures', 'conformance')

const { checkScenario, readAreas, recordScenario, report, startBinary } = await importTypeScript(
  'conformance/binary-target.ts',
  'conformance/check-scenario.ts',
  'conformance/record-scenario.ts',
  'conformance/scenario.ts',
)

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        bin: { type: 'string', default: 'consul' },
        out: { type: 'string', default: fixtures },
        only: { type: 'string', default: '' },
        jobs: { type: 'string', default: '1' },
        check: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
      },
    })
    const all = readAreas(pathToFileURL(`${fixtures}/`))
    const unknown = positionals.filter(name => !all.some(area => area.name === name))
    if (unknown.length > 0) throw new Error(`Unknown area: ${unknown.join(', ')}`)
    if (!(Number(values.jobs) >= 1)) throw new Error(`--jobs takes a number from 1, not ${values.jobs}`)
    return { ...values, areas: all.filter(({ name }) => positionals.length === 0 || positionals.includes(name)) }
  } catch (error) {
    console.error(error.message)
    process.exit(2)
  }
}

const { areas, bin, check, jobs, only, out, verbose } = readArguments()
const start = (scenario, name, known) => startBinary(bin, scenario, name, known)
const isWanted = scenario => scenario.name.includes(only)

/** Works on all items, so many at a time, and gives the results in their order. */
async function inParallel(items, work) {
  const results = []
  const queue = items.entries()
  const worker = async () => {
    for (const [i, item] of queue) results[i] = await work(item)
  }
  await Promise.all(Array.from({ length: Number(jobs) }, worker))
  return results
}

async function record(scenario) {
  try {
    const recorded = await recordScenario(scenario, start)
    console.log(`recorded ${scenario.name}: ${recorded.steps.filter(step => step.expect !== undefined).length} answers`)
    return recorded
  } catch (error) {
    console.log(`FAILED   ${scenario.name}: ${error.message}`)
    process.exitCode = 1
    return scenario
  }
}

async function recordAreas() {
  if (!existsSync(out)) mkdirSync(out, { recursive: true })
  for (const { name, scenarios } of areas.filter(area => area.scenarios.some(isWanted))) {
    const recorded = await inParallel(scenarios, scenario => (isWanted(scenario) ? record(scenario) : scenario))
    writeFileSync(join(out, `${name}.json`), `${JSON.stringify(recorded, null, 1)}\n`)
  }
}

/** Whether the scenario passes. */
async function isAlike(scenario) {
  const wrong = await checkScenario(scenario, start).then(
    found => report(found, verbose),
    error => `  ${error.message}`,
  )
  if (wrong) console.log(`FAIL ${scenario.name}\n${wrong}`)
  else if (verbose) console.log(`ok   ${scenario.name}`)
  return !wrong
}

async function checkAreas() {
  const results = await inParallel(
    areas.flatMap(area => area.scenarios.filter(isWanted)),
    isAlike,
  )
  const passed = results.filter(Boolean).length
  console.log(`scenarios: ${passed} passed, ${results.length - passed} failed`)
  if (results.length === 0) console.error('nothing matches')
  process.exitCode = passed > 0 && passed === results.length ? 0 : 1
}

await (check ? checkAreas() : recordAreas())
