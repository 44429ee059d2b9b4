import type { Scenario, Step } from '../../conformance/scenario.ts'

/** What the agents of an area are configured with, and what every sequence begins with. */
export interface Setting {
  readonly scenario: Partial<Scenario>
  readonly opening: readonly Step[]
}
