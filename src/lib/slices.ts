import { nextTurn } from './defer.ts'

/** Work that may be left at each `yield`, to be gone on with in a later turn; the yields stand where little is done in between. */
export type Sliceable<T> = Generator<undefined, T, undefined>

/** Milliseconds of the first slice, which most work ends in: it is done at once, as if there were none. */
const FIRST_SLICE = 40
/** Milliseconds of those that follow. Between two the sockets are served. */
const SLICE = 15

/** Taken once: a moved clock must not make a slice endless. */
const now = performance.now.bind(performance)

/** Does it in one go, for who cannot wait. */
export function runToEnd<T>(steps: Sliceable<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** What becomes of work in slices. */
export interface SliceOptions<T> {
  /** Asked before each slice but the first: work that nobody wants any more ends there, and nothing is said of it. */
  isWanted(): boolean
  done(value: T): void
  /** It threw. */
  failed(error: unknown): void
}

/** Does it in slices, so that nothing else waits longer than one. What ends in the first has ended when this returns. */
export function inSlices<T>(steps: Sliceable<T>, options: SliceOptions<T>): void {
  const goOn = (length: number): void => {
    let step: IteratorResult<undefined, T>
    try {
      step = slice(steps, length)
    } catch (error) {
      return options.failed(error)
    }
    if (step.done === true) return options.done(step.value)
    nextTurn(() => {
      if (options.isWanted()) goOn(SLICE)
      else steps.return(undefined as T)
    })
  }
  goOn(FIRST_SLICE)
}

/** The same as a promise, which never settles for work that is not wanted any more. */
export function slicesOf<T>(steps: Sliceable<T>, isWanted = (): boolean => true): Promise<T> {
  return new Promise((done, failed) => inSlices(steps, { isWanted, done, failed }))
}

function slice<T>(steps: Sliceable<T>, length: number): IteratorResult<undefined, T> {
  const end = now() + length
  for (;;) {
    const step = steps.next()
    if (step.done === true || now() >= end) return step
  }
}
