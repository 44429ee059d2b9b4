import { difference } from './difference.ts'
import { runScenario } from './run-scenario.ts'
import type { Scenario, Step } from './scenario.ts'
import type { StartTarget } from './target.ts'

/** A step whose answer was not as recorded. */
export interface Mismatch {
  /** Counted from 1. */
  step: number
  about: string
  differences: string[]
}

function describeStep(step: Step): string {
  if (step.dns) return `DNS ${step.dns.type} ${step.dns.name}`
  return step.await ? `await ${step.await}` : `${step.method ?? 'GET'} ${step.path}`
}

/** Where the answers seen differ from those recorded. */
export function mismatches(scenario: Scenario, seen: readonly unknown[]): Mismatch[] {
  return scenario.steps.flatMap((step, i) => {
    if (step.expect === undefined) return []
    const differences = difference(step.expect, seen[i])
    return differences.length ? [{ step: i + 1, about: describeStep(step), differences }] : []
  })
}

/** Runs a scenario on a fresh agent and compares; no mismatch means that all answers were as recorded. */
export const checkScenario = async (scenario: Scenario, start: StartTarget): Promise<Mismatch[]> =>
  mismatches(scenario, await runScenario(scenario, start))

/** Mismatches for people to read; `all` instead of the first few. */
export function report(found: readonly Mismatch[], all = false): string {
  const [steps, paths] = all ? [Infinity, Infinity] : [5, 4]
  return found
    .slice(0, steps)
    .map(({ step, about, differences }) => `  step ${step} ${about}\n    ${differences.slice(0, paths).join('\n    ')}`)
    .join('\n')
}
