const one = (): number => 1

/**
 * The bound of an lru-cache that grows to `entries`. Its own `max` takes the room for all of them when it is made, which
 * was most of the time that an emulator took to be made.
 */
export const lazyMax = (entries: number): { maxSize: number; sizeCalculation: () => number } => ({
  maxSize: entries,
  sizeCalculation: one,
})
