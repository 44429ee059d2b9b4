import type { CheckStatus } from '../../model/rows.ts'
import type { Report } from './context.ts'
import type { CheckDefinition } from '../../model/registration.ts'

/**
 * Holds results back until there were enough of them in a row: `successBeforePassing`, `failuresBeforeWarning` and
 * `failuresBeforeCritical`. A warning counts as a success, as it does in Consul.
 */
export function withThresholds(definition: CheckDefinition, report: Report): Report {
  const { successBeforePassing, failuresBeforeCritical } = definition
  const failuresBeforeWarning = definition.failuresBeforeWarning || failuresBeforeCritical
  // The counters start full, so that the very first result counts at once.
  let successes = successBeforePassing
  let failures = failuresBeforeCritical

  const succeed = (status: CheckStatus, output: string): void => {
    failures = 0
    successes++
    if (successes >= successBeforePassing) report(status, output)
  }
  const fail = (status: CheckStatus, output: string): void => {
    successes = 0
    failures++
    if (failures >= failuresBeforeCritical) report(status, output)
    else if (failures >= failuresBeforeWarning) report('warning', output)
  }
  return (status, output) => (status === 'critical' ? fail : succeed)(status, output)
}
