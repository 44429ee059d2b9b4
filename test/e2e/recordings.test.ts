import { describe, test } from 'vitest'
import { expectedFailures } from '../conformance/expected-failures.ts'
import { startBinary } from '../support/conformance/binary-target.ts'
import { runsInProcess } from '../support/conformance/emulator-target.ts'
import { outcome } from '../support/conformance/outcome.ts'
import { readAreas, type Scenario } from '../support/conformance/scenario.ts'
import type { StartTarget } from '../support/conformance/target.ts'
import { commandUnderTest } from '../support/e2e/consul-link.ts'

const start: StartTarget = (scenario, name, known) => startBinary(commandUnderTest(), scenario, name, known)
const isExpectedToPass = ({ name }: Scenario): boolean => !Object.hasOwn(expectedFailures, name)

/** The same without patience for what does not come. */
const hurried = (scenario: Scenario): Scenario => ({
  ...scenario,
  steps: scenario.steps.map(step => (step.until ? { ...step, until: { ...step.until, within: 300 } } : step)),
})

/** What an agent inside of the test's process cannot show; test/conformance replays the rest. */
const areas = readAreas(new URL('../../fixtures/conformance/', import.meta.url))
  .map(({ name, scenarios }) => ({ name, scenarios: scenarios.filter(scenario => !runsInProcess(scenario)) }))
  .filter(({ scenarios }) => scenarios.length > 0)

// each has agents and ports of its own, and mostly waits
describe.concurrent.each(areas)('$name', ({ scenarios }) => {
  for (const scenario of scenarios.filter(isExpectedToPass)) {
    test(scenario.name, async ({ expect }) => {
      expect(await outcome(scenario, start)).toBe('')
    })
  }
  for (const scenario of scenarios.filter(scenario => !isExpectedToPass(scenario))) {
    test(`${scenario.name} (fails: ${expectedFailures[scenario.name]})`, async ({ expect }) => {
      expect(await outcome(hurried(scenario), start), 'it passes: remove it from the list').not.toBe('')
    })
  }
})
