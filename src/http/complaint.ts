import { Refusal } from '../api/refusals.ts'
import { toJson } from '../go/json.ts'
import { encodeText } from '../lib/bytes.ts'
import type { Hints } from './hints.ts'
import { type FlatHeaders, headerPairs, type Reply, TEXT_TYPE } from './reply.ts'

/** What a function gives, or what it refuses a request for. */
export type Judged<T> =
  { readonly value: T; readonly refused?: undefined } | { readonly value?: undefined; readonly refused: Refusal }

/** Runs a function that may refuse the request. */
export function judged<T>(read: () => T): Judged<T> {
  try {
    return { value: read() }
  } catch (err) {
    if (err instanceof Refusal) return { refused: err }
    throw err
  }
}

/** What a refusal says, as the end of a body that begins with a complaint. */
export const saying = ({ message }: Refusal): Reply => ({ bytes: message })

/**
 * Both in one body: some of Consul's handlers go on after they have refused. What they set then is lost, but for clients that take gzip,
 * whose headers are held back: `meta` are those of a query.
 */
export const behindComplaint = (
  { message }: Refusal,
  { bytes, json, headers = [] }: Reply,
  { gzip }: Hints,
  meta: FlatHeaders = [],
): Reply => ({
  status: 400,
  ...(gzip && json !== undefined
    ? { headers: [...headers, ...headerPairs(meta)] }
    : { contentType: TEXT_TYPE, isSniffed: true }),
  ...(typeof bytes === 'string'
    ? { bytes: message + bytes }
    : { text: indent => encodeText(message + toJson(json, indent)) }),
})
