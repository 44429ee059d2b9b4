import { refusalOf } from '../api/refusals.ts'
import { nearest } from '../lib/nearest.ts'
import { ConsulError } from '../model/errors.ts'

/**
 * Runs a change of the state; what Consul refuses becomes a ConsulError that says what failed. Where it does not know a field, the message
 * tells which of the `fields` is near.
 */
export function translateRefusals<T>(what: string, run: () => T, fields: readonly string[] = []): T {
  try {
    return run()
  } catch (err) {
    const refusal = refusalOf(err)
    if (!refusal) throw err
    throw refused(what, refusal.status, refusal.message, err, hintOf(refusal.message, fields))
  }
}

/** As `translateRefusals`, for what is not done at once. */
export async function translated<T>(what: string, running: Promise<T>): Promise<T> {
  try {
    return await running
  } catch (err) {
    const refusal = refusalOf(err)
    if (!refusal) throw err
    throw refused(what, refusal.status, refusal.message, err)
  }
}

function hintOf(reason: string, fields: readonly string[]): string {
  const [, unknown = ''] = /(?:unknown field|invalid config key) "(.*?)"/.exec(reason) ?? []
  // a field that belongs elsewhere in the same object is near itself
  const near = unknown === '' || fields.includes(unknown) ? undefined : nearest(unknown, fields)
  return near === undefined ? '' : ` (did you mean "${near}"?)`
}

/** The error for what Consul would answer with a status and a text. */
export function refused(what: string, statusCode: number, reason: string, cause?: unknown, hint = ''): ConsulError {
  return new ConsulError('MC_ERR_REFUSED', `Failed to ${what}: ${reason}${hint}`, {
    statusCode,
    reason,
    ...(cause !== undefined && { cause }),
  })
}
