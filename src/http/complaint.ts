import { Refusal } from '../api/refusals.ts'
import { toJson } from '../go/json.ts'
import { encodeText } from '../lib/bytes.ts'
import { type Reply, TEXT_TYPE } from './reply.ts'

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

/** Both in one body: some of Consul's handlers go on after they have refused. */
export const behindComplaint = ({ message }: Refusal, { bytes, json }: Reply): Reply => ({
  status: 400,
  contentType: TEXT_TYPE,
  isSniffed: true,
  ...(typeof bytes === 'string'
    ? { bytes: message + bytes }
    : { text: indent => encodeText(message + toJson(json, indent)) }),
})
