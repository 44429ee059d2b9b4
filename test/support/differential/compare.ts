import { difference } from '../conformance/difference.ts'
import { isObject } from '../conformance/json.ts'
import { runSteps } from '../conformance/run-scenario.ts'
import type { Scenario, Step } from '../conformance/scenario.ts'
import type { Target } from '../conformance/target.ts'
import { differByIndexesAlone, type Explained, textOf } from './explained-difference.ts'
import { explanationFor } from './explained.ts'

/** A step that two agents answered differently. */
export interface Divergence {
  /** Counted from 0. */
  readonly step: number
  readonly differences: readonly string[]
}

/** What two runs of a scenario gave. */
export interface Comparison {
  /** How many answers were compared. */
  readonly answers: number
  readonly divergences: readonly Divergence[]
  /** Differences that have their reason, by that reason. */
  readonly explained: readonly string[]
}

/** Runs a scenario on two agents at once and compares by the rules of the recordings; `before`: what they were told until then. */
export async function compare(
  scenario: Scenario,
  real: Target,
  ours: Target,
  before: readonly Step[] = [],
): Promise<Comparison> {
  const [a, b] = await Promise.all([runSteps(scenario, real), runSteps(scenario, ours)])
  const divergences: Divergence[] = []
  const explained: Explained[] = []
  for (const [step, asked] of scenario.steps.entries()) {
    const [seen, other] = [a[step] ?? null, b[step]]
    const differences = difference(seen, other)
    if (differences.length === 0 || (asked.unordered && isSameSet(seen, other))) continue
    const why = explanationFor(seen, other, begun(asked, scenario), [...before, ...scenario.steps.slice(0, step + 1)])
    if (why === undefined) divergences.push({ step, differences })
    else explained.push(why)
    if (why?.isLast) break
  }
  const shifting = explained.find(({ shiftsIndexes }) => shiftsIndexes)
  const isShifted = ({ step }: Divergence): boolean => differByIndexesAlone(a[step], b[step])
  return {
    answers: a.filter(seen => seen !== null).length,
    divergences: shifting ? divergences.filter(divergence => !isShifted(divergence)) : divergences,
    explained: explained.map(({ reason }) => reason),
  }
}

/** Where what a step awaits began. */
const begun = (step: Step, { steps }: Scenario): Step =>
  step.await === undefined ? step : (steps.findLast(({ start }) => start === step.await) ?? step)

/** Rows come in the order of IDs that chance made, and so do the names that IDs and hashes are given. */
export function isSameSet(a: unknown, b: unknown): boolean {
  return difference(withoutIds(a), withoutIds(b)).length === 0
}

function withoutIds(seen: unknown): unknown {
  return inOrder(JSON.parse(JSON.stringify(seen ?? null).replace(/<(uuid|hash)-\d+>/g, '<$1>')))
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder).sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inOrder(item)]))
}
