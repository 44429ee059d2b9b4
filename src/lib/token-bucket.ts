import type { Clock } from './clock.ts'

/** Lets through `rate` a second, and up to `burst` at once. */
export class TokenBucket {
  readonly #clock: Pick<Clock, 'now'>
  readonly #rate: number
  readonly #burst: number
  #tokens: number
  #filledAt: number

  constructor(clock: Pick<Clock, 'now'>, rate: number, burst: number) {
    this.#clock = clock
    this.#rate = rate
    this.#burst = burst
    this.#tokens = burst
    this.#filledAt = clock.now()
  }

  /** Takes one token; `false` where there is none. */
  take(): boolean {
    this.#fill()
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }

  /** Whole milliseconds until there is a token. */
  untilNext(): number {
    this.#fill()
    return Math.max(0, Math.ceil(((1 - this.#tokens) / this.#rate) * 1000))
  }

  #fill(): void {
    const now = this.#clock.now()
    const elapsed = Math.max(now - this.#filledAt, 0) / 1000
    this.#tokens = Math.min(this.#burst, this.#tokens + elapsed * this.#rate)
    this.#filledAt = now
  }
}
