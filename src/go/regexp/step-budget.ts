/**
 * Steps that one answer may spend on comparing. At about 100 ns a step, the slowest engine's, an answer holds the process
 * for less than half a second, whatever the pattern and the rows are.
 */
const MAX_STEPS = 4_000_000

/** More work than one answer may take. */
export class StepLimitError extends Error {
  override readonly name = 'StepLimitError'
}

/** Counts the work of one answer, so that a pattern over many rows cannot block the process. */
export class StepBudget {
  readonly max: number
  #spent = 0

  constructor(max = MAX_STEPS) {
    this.max = max
  }

  /** What was spent so far. */
  get spent(): number {
    return this.#spent
  }

  /** Counts steps; throws a StepLimitError once there are more than allowed. */
  spend(steps: number): void {
    this.#spent += steps
    if (this.#spent > this.max) throw new StepLimitError(`more than the limit of ${this.max} steps`)
  }
}
