import { checkScenario, report } from './check-scenario.ts'
import type { Scenario } from './scenario.ts'
import type { StartTarget } from './target.ts'

/** What is wrong with a scenario, for people to read; nothing if it passes. */
export const outcome = (scenario: Scenario, start: StartTarget): Promise<string> =>
  checkScenario(scenario, start).then(report, error => `  ${String(error)}`)
