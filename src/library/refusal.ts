import { AgentRefusal, type RefusalKind } from '../agent/local/errors.ts'
import { ConsulError } from '../model/errors.ts'
import { HttpError } from '../api/refusals.ts'
import { DecodeError } from '../go/decode.ts'
import { StateError } from '../state/errors.ts'

const STATUS: Readonly<Record<RefusalKind, number>> = { invalid: 400, unknown: 404, failed: 500 }

/** Runs a change of the state; what Consul refuses becomes a ConsulError that says what failed. */
export function translateRefusals<T>(what: string, run: () => T): T {
  try {
    return run()
  } catch (err) {
    const statusCode = statusOf(err)
    if (statusCode === undefined) throw err
    const reason = err instanceof DecodeError ? `Request decode failed: ${err.message}` : (err as Error).message
    throw refused(what, statusCode, reason, err)
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

function statusOf(err: unknown): number | undefined {
  if (err instanceof HttpError) return err.status
  if (err instanceof AgentRefusal) return STATUS[err.kind]
  if (err instanceof DecodeError) return 400
  return err instanceof StateError ? 500 : undefined
}
