import type { Agent } from '../agent/agent.ts'
import { translateRefusals } from '../library/refusal.ts'
import type { Tx } from '../state/store.ts'

/** Something to write, and how a refusal calls it. */
export type Step = readonly [what: string, run: (tx: Tx) => void]

/** Writes all of them as one commit. */
export function writeSteps({ store }: Agent, steps: readonly Step[]): void {
  store.write(tx => {
    for (const [what, run] of steps) translateRefusals(`seed ${what}`.trimEnd(), () => run(tx))
  })
}
