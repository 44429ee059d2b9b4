import { Refusal } from '../api/refusals.ts'
import { toJson } from '../go/json.ts'
import { type Reply, TEXT_TYPE } from './reply.ts'

/** What a check refuses a request for; undefined when it does not. */
export function complaintOf(check: () => unknown): string | undefined {
  try {
    check()
    return undefined
  } catch (err) {
    if (err instanceof Refusal) return err.message
    throw err
  }
}

/** Both in one body: some of Consul's handlers go on after they have refused. */
export const behindComplaint = (complaint: string, { bytes, json }: Reply): Reply => ({
  status: 400,
  contentType: TEXT_TYPE,
  ...(typeof bytes === 'string' ? { bytes: complaint + bytes } : { text: indent => complaint + toJson(json, indent) }),
})
