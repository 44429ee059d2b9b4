import type { Clock } from '../lib/clock.ts'

/** Values are summed up over intervals of so many milliseconds, as in Consul. */
export const METRICS_INTERVAL = 10_000

export type Labels = Readonly<Record<string, string>>

/** What was measured in one interval. */
export class Aggregate {
  count = 0
  sum = 0
  min = Infinity
  max = -Infinity
  sumOfSquares = 0

  add(value: number): void {
    this.count++
    this.sum += value
    this.sumOfSquares += value * value
    if (value < this.min) this.min = value
    if (value > this.max) this.max = value
  }

  get mean(): number {
    return this.sum / this.count
  }

  get deviation(): number {
    if (this.count < 2) return 0
    return Math.sqrt(Math.max(this.count * this.sumOfSquares - this.sum ** 2, 0) / (this.count * (this.count - 1)))
  }
}

/** One value that is counted or measured again and again. */
export class Series {
  readonly name: string
  readonly labels: Labels
  /** Since the start. */
  readonly total = new Aggregate()
  readonly #clock: Pick<Clock, 'now'>
  #interval = -1
  #current: Aggregate | undefined
  #last: Aggregate | undefined

  constructor(clock: Pick<Clock, 'now'>, name: string, labels: Labels) {
    this.#clock = clock
    this.name = name
    this.labels = labels
  }

  /** `at`: the time, for callers that add to several. */
  add(value = 1, at = this.#clock.now()): void {
    this.#turn(at)
    ;(this.#current ??= new Aggregate()).add(value)
    this.total.add(value)
  }

  /** Those of the last interval that is over. */
  get last(): Aggregate | undefined {
    this.#turn()
    return this.#last
  }

  get current(): Aggregate | undefined {
    this.#turn()
    return this.#current
  }

  #turn(at = this.#clock.now()): void {
    const interval = Math.floor(at / METRICS_INTERVAL)
    if (interval === this.#interval) return
    this.#last = interval === this.#interval + 1 ? this.#current : undefined
    this.#current = undefined
    this.#interval = interval
  }
}

/** What one series shows. */
export interface Measured {
  readonly series: Series
  readonly values: Aggregate
}

/** What is as large as it is when it is asked for. */
export interface Gauge {
  /** Behind the prefix. */
  readonly name: string
  readonly value: number
}

/** Counters and samples of one agent, by interval. There are as many series as there are names, never as many as requests. */
export class Metrics {
  readonly #clock: Pick<Clock, 'now'>
  readonly #startedIn: number
  readonly #counters = new Map<string, Series>()
  readonly #samples = new Map<string, Series>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
    this.#startedIn = this.#interval
  }

  counter(name: string, labels: Labels = {}): Series {
    return this.#series(this.#counters, name, labels)
  }

  sample(name: string, labels: Labels = {}): Series {
    return this.#series(this.#samples, name, labels)
  }

  /** When the interval began that is shown: the last one that is over, or the first. */
  get shownSince(): number {
    return Math.max(this.#interval - 1, this.#startedIn) * METRICS_INTERVAL
  }

  get counters(): readonly Measured[] {
    return this.#measured(this.#counters)
  }

  get samples(): readonly Measured[] {
    return this.#measured(this.#samples)
  }

  /** The same since the start. */
  get totals(): { readonly counters: readonly Measured[]; readonly samples: readonly Measured[] } {
    const total = (known: ReadonlyMap<string, Series>): readonly Measured[] =>
      [...known.values()].filter(({ total: { count } }) => count > 0).map(series => ({ series, values: series.total }))
    return { counters: total(this.#counters), samples: total(this.#samples) }
  }

  get #interval(): number {
    return Math.floor(this.#clock.now() / METRICS_INTERVAL)
  }

  #series(known: Map<string, Series>, name: string, labels: Labels): Series {
    const key = [name, ...Object.values(labels)].join(' ')
    let series = known.get(key)
    if (!series) known.set(key, (series = new Series(this.#clock, name, labels)))
    return series
  }

  #measured(known: ReadonlyMap<string, Series>): readonly Measured[] {
    const first = this.#interval === this.#startedIn
    return [...known.values()].flatMap(series => {
      const values = first ? series.current : series.last
      return values ? [{ series, values }] : []
    })
  }
}
