import type { IncomingMessage } from 'node:http'

/** Bytes that Go's server reads of a body which its handler left, to go on with the connection behind its answer. */
export const MAX_UNREAD = 256 * 1024

/** A body, or the rest of one, that no handler looked at. */
export interface UnreadBody {
  /** undefined: it comes in chunks, and is not all there. */
  readonly size: number | undefined
  readonly chunked: boolean
}

/** Tells, once that is known, whether the connection ends with the answer: more is left than the server reads. What is less is waited for. */
export function discardUnread(
  raw: IncomingMessage,
  { size, chunked }: UnreadBody,
  done: (ends: boolean) => void,
): void {
  raw.resume()
  if (size !== undefined && size >= MAX_UNREAD + (chunked ? 1 : 0)) return done(true)
  if (raw.readableEnded || raw.destroyed) return done(raw.destroyed)
  let read = 0
  const finish = (ends: boolean): void => {
    raw.off('data', onData).off('end', onEnd).off('error', onLost).off('close', onLost)
    done(ends)
  }
  const onData = (chunk: Buffer): void => {
    read += chunk.length
    if (read > MAX_UNREAD) finish(true)
  }
  const onEnd = (): void => finish(false)
  const onLost = (): void => finish(true)
  raw.on('data', onData).on('end', onEnd).on('error', onLost).on('close', onLost)
}
