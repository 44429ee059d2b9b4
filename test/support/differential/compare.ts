import { difference } from '../conformance/difference.ts'
import { runSteps } from '../conformance/run-scenario.ts'
import type { Scenario } from '../conformance/scenario.ts'
import type { Target } from '../conformance/target.ts'

/** A step that two agents answered differently. */
export interface Divergence {
  /** Counted from 0. */
  readonly step: number
  readonly left: unknown
  readonly right: unknown
  readonly differences: readonly string[]
}

const ONLY_IDS = /: want "<uuid-\d+>", got "<uuid-\d+>"$/

/** What two runs of a scenario gave. */
export interface Comparison {
  /** How many answers were compared. */
  readonly answers: number
  readonly divergences: readonly Divergence[]
}

/** Runs a scenario on two agents at once and compares by the rules of the recordings. */
export async function compare(scenario: Scenario, left: Target, right: Target): Promise<Comparison> {
  const [a, b] = await Promise.all([runSteps(scenario, left), runSteps(scenario, right)])
  const divergences = scenario.steps.flatMap(({ unordered }, step) => {
    const all = difference(a[step] ?? null, b[step])
    // rows of earlier sequences come in the order of IDs that chance made, and so get their names
    const differences = unordered && all.every(text => ONLY_IDS.test(text)) ? [] : all
    return differences.length > 0 ? [{ step, left: a[step], right: b[step], differences }] : []
  })
  return { answers: a.filter(seen => seen !== null).length, divergences }
}
