import type { Agent } from '../../../agent/agent.ts'
import { refusalOf } from '../../../api/refusals.ts'
import type { Sliceable } from '../../../lib/slices.ts'
import type { Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action } from '../../route.ts'

/** What most changes answer: nothing. */
const DONE: Reply = {}

/** A change of the agent itself; what it refuses becomes an answer. */
export function act(
  run: (req: Request, agent: Agent) => Reply | void | Promise<void> | Sliceable<void>,
  options?: Parameters<typeof action>[1],
): ReturnType<typeof action> {
  return action((req, agent) => {
    try {
      const result = run(req, agent)
      if (result instanceof Promise) return result.then(() => DONE, rethrow)
      if (result && 'next' in result) return slicesOf(result)
      return result ?? DONE
    } catch (error) {
      return rethrow(error)
    }
  }, options)
}

function* slicesOf(work: Sliceable<void>): Sliceable<Reply> {
  try {
    yield* work
    return DONE
  } catch (error) {
    return rethrow(error)
  }
}

function rethrow(error: unknown): never {
  throw refusalOf(error) ?? error
}
