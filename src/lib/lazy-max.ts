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

/** The same of one that also lets go what was set so many milliseconds ago. */
export const lazyMaxAged = (entries: number, ttl: number, clock: Clock) => ({
  ...lazyMax(entries),
  ttl,
  ttlResolution: 0,
  perf: { now: () => clock.now() },
})

/** The same of one that lets go what nobody asked for in so many milliseconds. */
export const lazyMaxIdle = (entries: number, ttl: number, clock: Clock) => ({
  ...lazyMaxAged(entries, ttl, clock),
  updateAgeOnGet: true,
})
