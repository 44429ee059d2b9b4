// Sends an agent what no client should, and looks whether it lives, answers, and does not stand still.
//
//   npm run fuzz                                                   a short run, as CI makes it
//   npm run fuzz -- --requests 1000000 --packets 300000            a long one
//   npm run fuzz -- --only filters --seed 7                        one subject
//
// It ends with its figures when it is interrupted. What breaks it is printed with the seed, the subject and the input, which these make again.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { COMMAND } from './lib/monitored-agent.mjs'
import { Bench } from './fuzz/lib/bench.mjs'
import { subjects } from './fuzz/subjects/index.mjs'

const { values } = parseArgs({
  options: {
    bin: { type: 'string', default: COMMAND },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: [] },
    requests: { type: 'string', default: '7000' },
    packets: { type: 'string', default: '5000' },
    files: { type: 'string', default: '800' },
    starts: { type: 'string', default: '2' },
  },
})
const totals = { requests: values.requests, packets: values.packets, files: values.files, starts: values.starts }
const chosen = subjects.filter(({ name }) => values.only.length === 0 || values.only.includes(name))
const bench = new Bench({ bin: values.bin, seed: values.seed, certificates: certificates() })

// what was done so far is told
process.once('SIGINT', () => (bench.stopping = true))

const done = { requests: 0, packets: 0, files: 0, starts: 0 }
const findings = []
try {
  for (const subject of chosen) {
    const weights = subjects.filter(({ unit }) => unit === subject.unit).reduce((sum, { weight }) => sum + weight, 0)
    const result = await bench.run(subject, Math.ceil((Number(totals[subject.unit]) * subject.weight) / weights))
    done[subject.unit] += result.count
    findings.push(...result.findings)
    console.log(
      `${subject.name}: ${result.count} ${subject.unit}, ${result.answers} answers, ${result.findings.length} findings, ${bench.stallText()}`,
    )
  }
  console.log(await bench.memoryText())
} finally {
  await bench.stop()
}
console.log(
  `${done.requests} requests, ${done.packets} packets, ${done.files} files, ${done.starts} starts: ${bench.crashes} crashes, ` +
    `${findings.length} findings; ${bench.stallText()}`,
)
process.exitCode = findings.length > 0 ? 1 : 0

/** A CA, a certificate and its key for HTTPS, taken from a recording. */
function certificates() {
  const text = readFileSync(fileURLToPath(new URL('../fixtures/conformance/tls.json', import.meta.url)), 'utf8')
  const pem = name => JSON.parse(`"${new RegExp(`"${name}": "([^"]+)"`).exec(text)[1]}"`)
  return {
    ca: pem('ca\\.crt'),
    cert: pem('server\\.crt'),
    key: pem('server\\.key').replaceAll('TESTING KEY', 'PRIVATE KEY'),
  }
}
