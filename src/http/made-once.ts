import { firstSlice, isSliced, otherSlices, type Sliceable } from '../lib/slices.ts'

/** Who waits for something that is being made. */
export interface Waiter<T> {
  /** Whether it still waits. */
  isWanted(): boolean
  done(value: T): void
  failed(error: unknown): void
}

/** Something that is made when it is first wanted, once for all callers that want it meanwhile. */
export class MadeOnce<T> {
  value: T | undefined
  #waiters: Waiter<T>[] | undefined

  /** `make` makes it for all, unless nobody wants it any more. */
  get(waiter: Waiter<T>, make: (maker: Waiter<T>) => void): void {
    if (this.value !== undefined) return waiter.done(this.value)
    if (this.#waiters) return void this.#waiters.push(waiter)
    const waiters = (this.#waiters = [waiter])
    const end = (): void => {
      this.#waiters = undefined
    }
    make({
      isWanted: () => {
        const wanted = waiters.some(one => one.isWanted())
        if (!wanted) end()
        return wanted
      },
      done: value => {
        this.value = value
        end()
        for (const one of waiters) one.done(value)
      },
      failed: error => {
        end()
        for (const one of waiters) one.failed(error)
      },
    })
  }

  /** The same for what may be made in slices. What ends in the first, as most does, makes nobody wait. */
  getInSlices(waiter: Waiter<T>, make: () => T | Sliceable<T>): void {
    if (this.value !== undefined) return waiter.done(this.value)
    if (this.#waiters) return void this.#waiters.push(waiter)
    let made: T
    try {
      const making = make()
      if (isSliced(making)) {
        const first = firstSlice(making)
        if (first.done !== true) return this.get(waiter, maker => otherSlices(making, maker))
        made = first.value
      } else made = making
    } catch (error) {
      return waiter.failed(error)
    }
    waiter.done((this.value = made))
  }
}
