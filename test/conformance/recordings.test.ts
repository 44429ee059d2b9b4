import { describe, expect, test } from 'vitest'
import { runsInProcess, startEmulator } from '../support/conformance/emulator-target.ts'
import { outcome } from '../support/conformance/outcome.ts'
import { readAreas, type Scenario } from '../support/conformance/scenario.ts'
import { expectedFailures } from './expected-failures.ts'

const all = readAreas(new URL('../../fixtures/conformance/', import.meta.url))
/** What needs processes of its own is replayed by test/e2e/recordings.test.ts. */
const areas = all
  .map(area => ({ ...area, scenarios: area.scenarios.filter(runsInProcess) }))
  .filter(({ scenarios }) => scenarios.length > 0)

const isExpectedToPass = ({ name }: Scenario): boolean => !Object.hasOwn(expectedFailures, name)

for (const { name, scenarios } of areas) {
  describe.concurrent(name, () => {
    for (const scenario of scenarios.filter(isExpectedToPass)) {
      test(scenario.name, async ({ expect }) => {
        expect(await outcome(scenario, startEmulator)).toBe('')
      })
    }
    for (const scenario of scenarios.filter(scenario => !isExpectedToPass(scenario))) {
      test(`${scenario.name} (fails: ${expectedFailures[scenario.name]})`, async ({ expect }) => {
        expect(await outcome(scenario, startEmulator), 'it passes: remove it from the list').not.toBe('')
      })
    }
  })
}

test('the recordings are there, each scenario under a name of its own', () => {
  const names = all.flatMap(area => area.scenarios.map(scenario => scenario.name))
  expect(names.length).toBeGreaterThan(500)
  expect(new Set(names).size).toBe(names.length)
})

test('every scenario expected to fail exists', () => {
  const known = new Set(all.flatMap(area => area.scenarios.map(scenario => scenario.name)))
  expect(Object.keys(expectedFailures).filter(name => !known.has(name))).toEqual([])
})
