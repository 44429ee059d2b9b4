import { describe, expect, test } from 'vitest'
import { checkScenario, report } from '../support/conformance/check-scenario.ts'
import { startEmulator } from '../support/conformance/emulator-target.ts'
import { readAreas, type Scenario } from '../support/conformance/scenario.ts'
import { expectedFailures } from './expected-failures.ts'

const areas = readAreas(new URL('../../fixtures/conformance/', import.meta.url))

const isExpectedToPass = ({ name }: Scenario): boolean => !Object.hasOwn(expectedFailures, name)

/** What is wrong with a scenario; nothing if it passes. */
const outcome = (scenario: Scenario): Promise<string> =>
  checkScenario(scenario, startEmulator).then(report, error => `  ${String(error)}`)

for (const { name, scenarios } of areas) {
  describe.concurrent(name, () => {
    for (const scenario of scenarios.filter(isExpectedToPass)) {
      test(scenario.name, async ({ expect }) => {
        expect(await outcome(scenario)).toBe('')
      })
    }
    for (const scenario of scenarios.filter(scenario => !isExpectedToPass(scenario))) {
      test(`${scenario.name} (fails: ${expectedFailures[scenario.name]})`, async ({ expect }) => {
        expect(await outcome(scenario), 'it passes: remove it from the list').not.toBe('')
      })
    }
  })
}

test('the recordings are there, each scenario under a name of its own', () => {
  const names = areas.flatMap(area => area.scenarios.map(scenario => scenario.name))
  expect(names.length).toBeGreaterThan(250)
  expect(new Set(names).size).toBe(names.length)
})

test('every scenario expected to fail exists', () => {
  const known = new Set(areas.flatMap(area => area.scenarios.map(scenario => scenario.name)))
  expect(Object.keys(expectedFailures).filter(name => !known.has(name))).toEqual([])
})
