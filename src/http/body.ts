import { type Refusal, refusal } from '../api/refusals.ts'
import { countCommas } from '../go/json.ts'
import { bytesToString } from '../lib/bytes.ts'
import type { Request } from './request.ts'

/** Bytes of a body where a route sets no limit of its own. Consul has no limit there; here each client has a few of these in memory. */
const DEFAULT_LIMIT = 2 * 1024 * 1024
/**
 * The same for a body that is more than a few long texts: it is read, checked and written almost in one go, and that many bytes of
 * config entries with thousands of parts take about a quarter of a second.
 */
const LIMIT_OF_MANY = 512 * 1024
const MANY = 20_000

/** How large a body may be, and the setting that says so. */
export interface BodyLimit {
  readonly bytes: number
  readonly setting: string
  /** Bytes of a body that comes in chunks, where Consul looks at the length that is announced only. */
  readonly inChunks?: number
}

/** Reads the body of a request into `req.body`. One that is too large is not read; the route learns it when it looks. */
export function readBody(req: Request, limit: BodyLimit | undefined, done: () => void): void {
  const { raw } = req
  const length = req.contentLength
  const bytes = (length === undefined ? limit?.inChunks : undefined) ?? limit?.bytes ?? DEFAULT_LIMIT
  const setting = limit?.setting ?? 'limits'
  if (length === 0) {
    raw.resume()
    return done()
  }
  if (length !== undefined && length > bytes) {
    raw.resume()
    req.setBody(refusal.tooLarge(length, bytes, setting))
    return done()
  }
  if (raw.buffered) {
    req.setBody(judged(raw.buffered, limit))
    return done()
  }
  const body = raw.stream
  if (!body) return done()
  const chunks: Buffer[] = []
  let size = 0
  const onData = (chunk: Buffer): void => {
    size += chunk.length
    if (size <= bytes) {
      chunks.push(chunk)
      return
    }
    body.off('data', onData).off('end', onEnd)
    body.resume()
    req.setBody(refusal.tooLarge(undefined, bytes, setting))
    done()
  }
  const onEnd = (): void => {
    req.setBody(judged(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks), limit))
    done()
  }
  body.on('data', onData).on('end', onEnd)
  body.on('error', (err: Error) => {
    body.off('data', onData).off('end', onEnd)
    // a client that is gone is told nothing
    if (body.destroyed) return
    req.setBody(err)
    done()
  })
}

/** Refuses a body that takes too long to work through. */
function judged(body: Buffer, limit: BodyLimit | undefined): Buffer | Refusal {
  if (limit || body.length <= LIMIT_OF_MANY || countCommas(bytesToString(body)) < MANY) return body
  return refusal.tooLarge(body.length, LIMIT_OF_MANY, 'limits')
}
