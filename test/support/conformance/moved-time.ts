import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import { ObservedClock } from './observed-clock.ts'
import type { Connection } from './connection.ts'

export type MovedTime = Pick<Connection, 'now' | 'elapse' | 'within'> & {
  /** For programs that run on this clock. */
  readonly clock: ObservedClock
}

/** Real milliseconds in which anything that is simply being served has long been answered. */
const SERVED_WITHIN = 20
/** So many turns of the event loop carry a request there and its answer back. */
const TURNS = 8
const LONGEST_STEP = 100

/** Lets sockets be read and written, on both ends of a connection. */
async function breathe(): Promise<void> {
  await pause(1)
  for (let i = 0; i < TURNS; i++) await turn()
}

function watch(promise: Promise<unknown>): { readonly settled: boolean } {
  const watched = { settled: false }
  const settle = () => {
    watched.settled = true
  }
  promise.then(settle, settle)
  return watched
}

const childRuns = (): boolean => process.getActiveResourcesInfo().includes('ProcessWrap')

/** Moves to the next timer, if it is no further away than `ms`, and lets what it started happen. */
async function step(clock: ObservedClock, ms: number): Promise<void> {
  const began = performance.now()
  const { fired } = clock
  const length = Math.max(0, Math.min(clock.nextDue - clock.now(), ms, LONGEST_STEP))
  await clock.advance(length)
  if (clock.fired !== fired) await breathe()
  // a script lives in the machine's time: while one runs, the clock goes no faster
  while (childRuns() && performance.now() - began < length) await pause(1)
}

/**
 * Time that passes only when it is waited for, and then at once: while an answer is outstanding and nobody is
 * busy with it, the clock goes from timer to timer. All sockets have both ends in this process.
 */
export function movedTime(start: number): MovedTime {
  const clock = new ObservedClock(start)
  const now = () => clock.now()
  return {
    clock,
    now,
    async elapse(ms) {
      const end = now() + ms
      await breathe() // what was sent before arrives before
      while (now() < end) await step(clock, end - now())
      await breathe()
    },
    async within(promise, ms, served = SERVED_WITHIN) {
      const end = now() + ms
      const answer = watch(promise)
      for (let i = 0; i < served && !answer.settled; i++) await pause(1)
      while (!answer.settled && now() < end) await step(clock, end - now())
      return answer.settled ? promise : undefined
    },
  }
}
