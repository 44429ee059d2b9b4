import { nextTurn } from './defer.ts'

/** Work that may be left at each `yield`, to be gone on with in a later turn; the yields stand where little is done in between. */
export type Sliceable<T> = Generator<undefined, T, undefined>

/** Milliseconds of the first slice, which most work ends in: it is done at once, as if there were none. */
const FIRST_SLICE = 40
/** Milliseconds of those that follow. Between two the sockets are served. */
const SLICE = 15

/** Taken once: a moved clock must not make a slice endless. Not `performance`, which takes three milliseconds to load. */
const hrtime = process.hrtime.bigint.bind(process.hrtime)
const now = (): number => Number(hrtime()) / 1e6

/** Whether something is made in slices, or was small enough to be made at once. */
export const isSliced = <T>(made: T | Sliceable<T>): made is Sliceable<T> =>
  typeof made === 'object' && made !== null && 'next' in made

/** Does it in one go, for callers that cannot wait. */
export function runToEnd<T>(steps: T | Sliceable<T>): T {
  if (!isSliced(steps)) return steps
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
  goOn(steps, FIRST_SLICE, options)
}

/** The first slice, for callers that need no more than its value where it ends in that; `otherSlices` does the others. */
export function firstSlice<T>(steps: Sliceable<T>): IteratorResult<undefined, T> {
  return slice(steps, FIRST_SLICE)
}

function goOn<T>(steps: Sliceable<T>, length: number, options: SliceOptions<T>): void {
  let step: IteratorResult<undefined, T>
  try {
    step = slice(steps, length)
  } catch (error) {
    return options.failed(error)
  }
  if (step.done === true) return options.done(step.value)
  otherSlices(steps, options)
}

/** Those after the first, each in a turn of its own, as long as it is wanted. */
export function otherSlices<T>(steps: Sliceable<T>, options: SliceOptions<T>): void {
  nextTurn(() => {
    if (options.isWanted()) goOn(steps, SLICE, options)
    else steps.return(undefined as T)
  })
}

/** The same as a promise, which never settles for work that is not wanted any more. */
export function slicesOf<T>(steps: Sliceable<T>, isWanted = (): boolean => true): Promise<T> {
  return new Promise((done, failed) => inSlices(steps, { isWanted, done, failed }))
}

/** What ends in its first step, as most small work does, never looks at the clock. */
function slice<T>(steps: Sliceable<T>, length: number): IteratorResult<undefined, T> {
  let step = steps.next()
  if (step.done === true) return step
  const end = now() + length
  do step = steps.next()
  while (step.done !== true && now() < end)
  return step
}
