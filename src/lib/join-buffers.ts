import type { Sliceable } from './slices.ts'

/** Bytes up to which buffers are joined at once, and which are copied before a yield where there are more: about a millisecond's. */
const STEP = 4 * 1024 * 1024

/** Buffer.concat in steps. */
export function* joinBuffers(parts: readonly Buffer[]): Sliceable<Buffer> {
  let size = 0
  for (const { length } of parts) size += length
  if (size <= STEP) return Buffer.concat(parts, size)
  const joined = Buffer.allocUnsafeSlow(size)
  let [at, rest] = [0, STEP]
  for (const part of parts) {
    at += part.copy(joined, at)
    if (at < rest) continue
    rest = at + STEP
    yield
  }
  return joined
}
