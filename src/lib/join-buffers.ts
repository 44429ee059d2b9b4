import type { Sliceable } from './slices.ts'

/** Bytes up to which buffers are joined at once, and which are copied before a yield where there are more: about a millisecond's. */
const STEP = 4 * 1024 * 1024

/** Buffer.concat in steps, of bytes and of texts, which have to be ASCII. */
export function* joinBuffers(parts: readonly (Buffer | string)[]): Sliceable<Buffer> {
  let size = 0
  for (const { length } of parts) size += length
  const joined = size <= STEP ? Buffer.allocUnsafe(size) : Buffer.allocUnsafeSlow(size)
  let [at, rest] = [0, STEP]
  for (const part of parts) {
    if (typeof part === 'string') joined.write(part, at, 'latin1')
    else joined.set(part, at)
    at += part.length
    if (at < rest || at === size) continue
    rest = at + STEP
    yield
  }
  return joined
}
