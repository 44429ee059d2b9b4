import { refusalOf } from '../api/refusals.ts'
import { ConsulError } from '../model/errors.ts'

/** Runs a change of the state; what Consul refuses becomes a ConsulError that says what failed. */
export function translateRefusals<T>(what: string, run: () => T): T {
  try {
    return run()
  } catch (err) {
    const refusal = refusalOf(err)
    if (!refusal) throw err
    throw refused(what, refusal.status, refusal.message, err)
  }
}

/** The error for what Consul would answer with a status and a text. */
export function refused(what: string, statusCode: number, reason: string, cause?: unknown): ConsulError {
  return new ConsulError('MC_ERR_REFUSED', `Failed to ${what}: ${reason}`, {
    statusCode,
    reason,
    ...(cause !== undefined && { cause }),
  })
}
