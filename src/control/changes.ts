import type { Source } from '../agent/blocking.ts'

/** Counts changes, and notifies those that wait for the next one. */
export class Changes {
  /** Never 0, so that it can be waited on. */
  index = 1
  readonly #listeners = new Set<() => void>()

  add(): void {
    this.index++
    if (this.#listeners.size > 0) for (const listener of [...this.#listeners]) listener()
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What `read` gives, for long-polling. */
  source<T>(read: () => T): Source<T> {
    return { read, subscribe: wake => this.onChange(() => wake(false)) }
  }
}
