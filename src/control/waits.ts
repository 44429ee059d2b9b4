import { type Timer, wakefulClock } from '../lib/clock.ts'
import { ConsulError } from '../model/errors.ts'

/** Something that a test waits for. */
export interface Wait<T> {
  /** After "Failed to": what was waited for. */
  readonly what: string
  /** What was waited for, once it is there. */
  look(): T | undefined | Promise<T | undefined>
  /** Calls `wake` when it is worth looking again. The result ends that. */
  subscribe(wake: () => void): () => void
  /** Milliseconds of the machine's own time, because a clock that a test moves may stand still. Without it, for ever. */
  readonly timeout: number | undefined
  /** What there is instead, in lines, when the time is up. */
  instead(): readonly string[]
}

/** What tests wait for. All waits end when the emulator closes. */
export class Waits {
  readonly #stops = new Set<() => void>()

  /** Resolves with what `look` gives once that is something. Rejects with `MC_ERR_TIMEOUT`, `MC_ERR_CLOSED` or what `look` throws. */
  until<T>({ what, look, subscribe, timeout, instead }: Wait<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let state: 'idle' | 'looking' | 'again' | 'ended' = 'idle'
      let timer: Timer | undefined
      const end = (settle: () => void): void => {
        if (state === 'ended') return
        state = 'ended'
        timer?.clear()
        unsubscribe()
        this.#stops.delete(stop)
        settle()
      }
      const stop = (): void =>
        end(() => reject(new ConsulError('MC_ERR_CLOSED', `Failed to ${what}: the emulator was closed.`)))
      const found = (value: T | undefined): void => {
        if (value !== undefined) return end(() => resolve(value))
        const again = state === 'again'
        if (state !== 'ended') state = 'idle'
        if (again) lookNow()
      }
      const fail = (err: unknown): void => end(() => reject(err))
      const lookNow = (): void => {
        if (state === 'looking') state = 'again'
        if (state !== 'idle') return
        state = 'looking'
        try {
          const value = look()
          if (value instanceof Promise) value.then(found, fail)
          else found(value)
        } catch (err) {
          fail(err)
        }
      }
      const late = (): void =>
        end(() => {
          const lines = [`Failed to ${what} within ${timeout} ms.`, ...instead()]
          reject(new ConsulError('MC_ERR_TIMEOUT', lines.join('\n')))
        })
      this.#stops.add(stop)
      const unsubscribe = subscribe(lookNow)
      if (timeout !== undefined) timer = wakefulClock.setTimeout(late, timeout)
      lookNow()
    })
  }

  /** Ends them all. */
  stop(): void {
    for (const stop of [...this.#stops]) stop()
  }
}
