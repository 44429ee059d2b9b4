import type { Agent } from '../../../agent/agent.ts'
import { AgentRefusal, type RefusalKind } from '../../../agent/local/errors.ts'
import { HttpError } from '../../../api/refusals.ts'
import type { Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action } from '../../route.ts'

const STATUS: Readonly<Record<RefusalKind, number>> = { invalid: 400, unknown: 404, failed: 500 }
/** What most changes answer: nothing. */
const DONE: Reply = {}

/** A change of the agent itself; what it refuses becomes an answer. */
export function act(run: (req: Request, agent: Agent) => Reply | void | Promise<void>): ReturnType<typeof action> {
  return action((req, agent) => {
    try {
      const result = run(req, agent)
      if (result instanceof Promise) return result.then(() => DONE, rethrow)
      return result ?? DONE
    } catch (error) {
      return rethrow(error)
    }
  })
}

function rethrow(error: unknown): never {
  if (error instanceof AgentRefusal) throw new HttpError(STATUS[error.kind], error.message)
  throw error
}
