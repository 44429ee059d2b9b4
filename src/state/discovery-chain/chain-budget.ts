import { StateError } from '../errors.ts'
import { quoteGo } from '../../go/quote.ts'

/** Steps that one write or read may take: a tenth of a second of work. */
const MAX_STEPS = 100_000

/** Counts what is followed to compile chains: redirects, targets and splits. Chains that lead to one another multiply it. */
export class ChainBudget {
  #left = MAX_STEPS

  /** Throws where there is none left. */
  take(service: string): void {
    if (this.#left-- > 0) return
    const chain = `discovery chain ${quoteGo(service)}`
    throw new StateError(`${chain} and those that lead to it take more than the limit of ${MAX_STEPS} steps`)
  }
}
