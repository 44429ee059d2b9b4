import type { Timer } from '../../lib/clock.ts'
import type { CheckContext, Report, RunningCheck } from './context.ts'
import type { CheckDefinition } from '../../model/registration.ts'
import { outputLimit } from './definition.ts'
import { truncateHead } from './output.ts'

/** What the output of one begins with that got no update in time. */
export const TTL_EXPIRED = 'TTL expired'

/** A check that its client has to renew: no update within the TTL is critical. Thresholds mean nothing here. */
export function startTtl(definition: CheckDefinition, context: CheckContext): Required<RunningCheck> {
  const limit = outputLimit(definition)
  let lastOutput = ''
  let stopped = false
  let timer: Timer

  const expire = (): void => {
    const last = lastOutput && ` (last output before timeout follows): ${lastOutput}`
    context.report('critical', `${TTL_EXPIRED}${last}`)
  }
  const wait = (): Timer => context.clock.setTimeout(expire, definition.ttl)
  const update: Report = (status, output) => {
    if (stopped) return
    lastOutput = truncateHead(output, limit)
    timer.clear()
    timer = wait()
    context.report(status, lastOutput)
  }
  timer = wait()
  return {
    update,
    stop() {
      stopped = true
      timer.clear()
    },
  }
}
