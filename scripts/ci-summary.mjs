// Adds up the JSON reports of several test runs and closes with one line: N passed, N failed.
// A report that is missing, or in which nothing ran, is a failure too: it means that a run broke off.
//
//   node scripts/ci-summary.mjs REPORT…
import { readFileSync } from 'node:fs'

const files = process.argv.slice(2)
let passed = 0
let failed = files.length === 0 ? 1 : 0

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    console.error(`${file}: ${error.message}`)
    return undefined
  }
}

for (const file of files) {
  const report = read(file)
  const suites = report?.testResults ?? []
  // a file that could not be loaded fails without having run a test
  const broken = suites.filter(
    suite => suite.status === 'failed' && suite.assertionResults.every(t => t.status !== 'failed'),
  )
  const failures = (report?.numFailedTests ?? 0) + broken.length
  const empty = failures === 0 && (!report?.success || report.numPassedTests === 0)
  if (empty) console.error(`${file}: nothing ran, or the run broke off`)
  for (const suite of broken) console.error(`${suite.name}: ${suite.message}`)
  if (report?.numPendingTests > 0) console.error(`${file}: ${report.numPendingTests} skipped`)
  passed += report?.numPassedTests ?? 0
  failed += failures + (empty ? 1 : 0)
}

console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
