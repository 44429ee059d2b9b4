import { type Refusal, refusal } from '../api/refusals.ts'
import { countCommas } from '../go/json.ts'
import type { ByteBudget } from '../lib/byte-budget.ts'
import { bytesToString } from '../lib/bytes.ts'
import { nextTurn } from '../lib/defer.ts'
import type { Request } from './request.ts'

/**
 * Bytes of a body where a route sets no limit of its own: a text of 8 MiB with what stands around it. Consul has no limit there; here a
 * body is held whole, as bytes, text and values, and twice as much of the worst takes a quarter of a second on a busy machine.
 */
const DEFAULT_LIMIT = 8 * 1024 * 1024 + 64 * 1024
/**
 * The same for a body that is more than a few long texts: it is decoded, validated and written almost in one go, and that many bytes
 * of config entries with thousands of parts take about a quarter of a second.
 */
const LIMIT_OF_MANY = 512 * 1024
const MANY = 20_000
/** Bytes up to which a body is handled in the turn in which it has come. */
const MAX_AT_ONCE = 2 * 1024 * 1024
/** Bytes that all bodies may have that are being received: a snapshot of the greatest size, and a few others. */
export const MAX_RECEIVED = 320 * 1024 * 1024

/** How large a body may be, and the setting that says so; without one the limit is our own. */
export interface BodyLimit {
  readonly bytes: number
  readonly setting?: string
  /** Bytes of a body that comes in chunks, where Consul looks at the length that is announced only. */
  readonly inChunks?: number
}

/** How a body is read. */
export interface BodyOptions {
  readonly limit: BodyLimit | undefined
  /** What all bodies share that are being received. */
  readonly budget: ByteBudget
}

/** Reads the body of a request into `req.body`. One that is too large is not read; the route learns it when it looks. */
export function readBody(req: Request, { limit, budget }: BodyOptions, done: () => void): void {
  const { raw } = req
  const length = req.contentLength
  const bytes = (length === undefined ? limit?.inChunks : undefined) ?? limit?.bytes ?? DEFAULT_LIMIT
  const tooLarge = (size?: number): Refusal =>
    limit?.setting === undefined ? refusal.bodyTooLarge(size, bytes) : refusal.tooLarge(size, bytes, limit.setting)
  if (length === 0) {
    raw.resume()
    return done()
  }
  if (length !== undefined && length > bytes) {
    raw.resume()
    req.setBody(tooLarge(length))
    return done()
  }
  if (raw.buffered) {
    req.setBody(judged(raw.buffered, limit))
    return done()
  }
  const body = raw.stream
  if (!body) return done()
  raw.askForBody?.()
  const chunks: Buffer[] = []
  let size = 0
  const share = budget.share()
  const finish = (read: Buffer | Error): void => {
    share.free()
    body.off('data', onData).off('end', onEnd).off('error', onError)
    // what is wrong with the rest is told to nobody
    body.on('error', () => undefined)
    req.setBody(read)
    // to look through a large one takes a turn of its own, to decode it another one
    if (size > MAX_AT_ONCE) nextTurn(done)
    else done()
  }
  const onData = (chunk: Buffer): void => {
    size += chunk.length
    const fits = size <= bytes
    if (fits && share.take(chunk.length)) return void chunks.push(chunk)
    chunks.length = 0
    raw.resume()
    finish(fits ? refusal.noRoomForBody(MAX_RECEIVED) : tooLarge())
  }
  const onEnd = (): void => finish(judged(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks), limit))
  // a client that is gone is told nothing
  const onError = (err: Error): void => {
    if (!body.destroyed) finish(err)
  }
  body.on('data', onData).on('end', onEnd).on('error', onError)
  body.once('close', () => share.free())
}

/** Refuses a body that takes too long to work through. */
function judged(body: Buffer, limit: BodyLimit | undefined): Buffer | Refusal {
  if (limit || body.length <= LIMIT_OF_MANY) return body
  const members = countCommas(bytesToString(body))
  return members < MANY ? body : refusal.tooManyMembers(members, { max: MANY, above: LIMIT_OF_MANY })
}
