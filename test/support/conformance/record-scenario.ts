import { runScenario } from './run-scenario.ts'
import type { Json, Scenario, Step } from './scenario.ts'
import type { StartTarget } from './target.ts'

function unanswered(step: Step): Step {
  const { expect: _expect, ...question } = step
  return question
}

/** The same scenario with the answers that a fresh agent gives now. */
export async function recordScenario(scenario: Scenario, start: StartTarget): Promise<Scenario> {
  const steps = scenario.steps.map(unanswered)
  const seen = await runScenario({ ...scenario, steps }, start)
  const answered = steps.map((step, i) => (seen[i] === null ? step : { ...step, expect: seen[i] as Json }))
  return { ...scenario, steps: answered }
}
