import type { Clock } from '../lib/clock.ts'
import { type CatalogCounts, countCatalog } from '../state/catalog-counts.ts'
import type { Store } from '../state/store.ts'

/** Milliseconds from one count to the next, as measured on a real agent. */
const EVERY = 9_000

/** What servers count of the catalog now and then: counted when a request asks, so that it costs nothing else. */
export class CatalogOverview {
  readonly #store: Store
  readonly #clock: Clock
  readonly #began: number
  #turn = 0
  #counts: CatalogCounts | undefined

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
    this.#began = clock.now()
  }

  /** Undefined before the first count. */
  get counts(): CatalogCounts | undefined {
    const turn = Math.floor((this.#clock.now() - this.#began) / EVERY)
    if (turn !== this.#turn) {
      this.#turn = turn
      this.#counts = countCatalog(this.#store.view)
    }
    return this.#counts
  }
}
