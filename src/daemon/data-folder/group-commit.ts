import { nextTurn } from '../../lib/defer.ts'
import { toJson } from '../../go/json.ts'
import type { RecordChange } from './digest.ts'

type Done = (error?: Error) => void

/** Where groups go: each all or nothing, and on the disk when the promise resolves. */
export interface GroupTarget {
  write(changes: readonly RecordChange[]): Promise<void>
}

/**
 * Gathers changes while the last group is being written, and writes them as the next: one wait for the disk for all that came in the
 * meantime. Values are frozen, so that they are written as text when their group goes, once however often they changed.
 */
export class GroupCommit {
  readonly #target: GroupTarget
  readonly #onError: (error: Error) => void
  #pending = new Map<string, unknown>()
  #waiters: Done[] = []
  /** Writes that wait for the group that is being written. */
  #served: Done[] | undefined
  #scheduled = false

  constructor(target: GroupTarget, onError: (error: Error) => void) {
    this.#target = target
    this.#onError = onError
  }

  put(key: string, value: unknown): void {
    this.#pending.set(key, value)
    this.#schedule()
  }

  delete(key: string): void {
    this.put(key, undefined)
  }

  /** Calls back when everything so far is on the disk, at once if it is; with the reason when it could not be written. */
  whenSafe(done: Done): void {
    if (this.#pending.size > 0) {
      this.#waiters.push(done)
      this.#schedule()
    } else if (this.#served) this.#served.push(done)
    else done()
  }

  /** Rejects with the reason when something could not be written. */
  flush(): Promise<void> {
    return new Promise((resolve, reject) => this.whenSafe(error => (error ? reject(error) : resolve())))
  }

  #schedule(): void {
    if (this.#scheduled || this.#served) return
    this.#scheduled = true
    nextTurn(() => {
      this.#scheduled = false
      void this.#write()
    })
  }

  async #write(): Promise<void> {
    const [group, served] = [this.#pending, this.#waiters]
    this.#pending = new Map()
    this.#waiters = []
    this.#served = served
    let failure: Error | undefined
    try {
      const changes = Array.from(group, ([key, value]) => [key, value === undefined ? value : toJson(value)] as const)
      await this.#target.write(changes)
    } catch (error) {
      failure = error as Error
      this.#onError(failure)
      // what came since counts; the rest is tried again with the next group
      for (const [key, value] of group) if (!this.#pending.has(key)) this.#pending.set(key, value)
    }
    this.#served = undefined
    if (this.#waiters.length > 0 || (this.#pending.size > 0 && !failure)) this.#schedule()
    for (const done of served) done(failure)
  }
}
