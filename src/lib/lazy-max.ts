import type { Clock } from './clock.ts'

const one = (): number => 1

/**
 * The bound of an lru-cache that grows to `entries`. Its own `max` takes the room for all of them when it is made, which
 * was most of the time that an emulator took to be made.
 */
export const lazyMax = (entries: number): { maxSize: number; sizeCalculation: () => number } => ({
  maxSize: entries,
  sizeCalculation: one,
})

/** The same of one that also lets go what nobody asked for in so many milliseconds. */
export const lazyMaxIdle = (entries: number, ttl: number, clock: Clock) => ({
  ...lazyMax(entries),
  ttl,
  ttlResolution: 0,
  updateAgeOnGet: true,
  perf: { now: () => clock.now() },
})
