import type { Timer } from '../../lib/clock.ts'
import type { CheckStatus } from '../../model/rows.ts'
import type { CheckContext, CheckTls, RunningCheck } from './context.ts'
import type { CheckDefinition } from '../../model/registration.ts'
import { withThresholds } from './thresholds.ts'
import { errorText } from '../../lib/error-text.ts'

/** What one run of a check found. */
export interface Result {
  readonly status: CheckStatus
  readonly output: string
}

/**
 * Looks once. Must end soon after `signal` aborts, which is when `timeout` milliseconds have gone by or the check is
 * stopped; what it returns is the result of the time-out then. An error it throws is a critical result.
 */
export type Probe = (
  definition: CheckDefinition,
  signal: AbortSignal,
  timeout: number,
  own?: CheckTls,
) => Promise<Result>

/** Consul runs no check more often than this. */
const SHORTEST_INTERVAL = 1000

/**
 * Runs a probe once an interval; the interval starts anew when a run has ended, so that runs never overlap.
 * A default time-out of Infinity means that there is none, whatever the definition says.
 */
export function startPeriodic(
  definition: CheckDefinition,
  context: CheckContext,
  probe: Probe,
  defaultTimeout: number,
): RunningCheck {
  const { clock, random, logger } = context
  const interval = Math.max(definition.interval, SHORTEST_INTERVAL)
  const timeout = definition.timeout > 0 && defaultTimeout !== Infinity ? definition.timeout : defaultTimeout
  const report = withThresholds(definition, context.report)
  let stopped = false
  let timer: Timer | undefined
  let abortRun: (() => void) | undefined

  const look = async (): Promise<Result> => {
    const run = new AbortController()
    const deadline = timeout === Infinity ? undefined : clock.setTimeout(() => run.abort(), timeout)
    abortRun = () => run.abort()
    try {
      return await probe(definition, run.signal, timeout, context.tls?.())
    } catch (error) {
      return { status: 'critical', output: errorText(error) }
    } finally {
      deadline?.clear()
      abortRun = undefined
    }
  }
  const run = async (): Promise<void> => {
    const { status, output } = await look()
    if (stopped) return
    schedule(interval)
    report(status, output)
  }
  const schedule = (delay: number): void => {
    timer = clock.setTimeout(() => {
      run().catch((error: unknown) =>
        logger.error('A check could not be reported', { check: definition.checkId, error }),
      )
    }, delay)
  }
  // Consul spreads the first runs over the interval, so that many checks do not run at the same moment for ever.
  schedule(random.next() * interval)

  return {
    stop() {
      stopped = true
      timer?.clear()
      abortRun?.()
    },
  }
}
