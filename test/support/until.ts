import { vi } from 'vitest'

/** Resolves with what is true at last: half a minute is enough for any machine, and takes no time where it is so at once. */
export const until = <T>(found: () => T | Promise<T>): ReturnType<typeof vi.waitUntil<T>> =>
  vi.waitUntil(found, { timeout: 30_000, interval: 10 })
