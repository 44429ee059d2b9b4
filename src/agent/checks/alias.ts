import type { Timer } from '../../lib/clock.ts'
import type { CheckStatus } from '../../model/rows.ts'
import type { AliasedCheck, AliasedHealth, CheckContext, RunningCheck } from './context.ts'
import type { CheckDefinition } from '../../model/registration.ts'
import { truncateHead } from './output.ts'
import type { Result } from './periodic.ts'

/** An alias of an own service is looked at anew when nothing woke it for so long: it is not told of all that it shows. */
const REFRESH_MS = 60_000

/** Aliases of aliases quote one another and could grow for ever; Consul has no limit here. */
const LONGEST_OUTPUT = 8192

/** What an alias of this health shows. */
export function aliasResult(definition: CheckDefinition, health: AliasedHealth): Result {
  const { aliasNode, aliasService } = definition
  if (health.nodeKnown && aliasService !== '' && !health.serviceKnown) {
    return { status: 'critical', output: `Service ${aliasService} could not be found on node ${aliasNode}` }
  }
  if (!health.nodeKnown || health.checks.length === 0) return { status: 'passing', output: 'No checks found.' }
  const checks = health.checks.toSorted((a, b) => (a.checkId < b.checkId ? -1 : 1))
  return (
    failing(
      checks.find(check => check.status === 'critical'),
      'critical',
    ) ??
    failing(
      checks.findLast(check => check.status === 'warning'),
      'warning',
    ) ?? { status: 'passing', output: 'All checks passing.' }
  )
}

function failing(check: AliasedCheck | undefined, status: CheckStatus): Result | undefined {
  if (!check) return undefined
  return { status, output: truncateHead(`Aliased check "${check.name}" failing: ${check.output}`, LONGEST_OUTPUT) }
}

/**
 * A check that shows the health of another service, or of a node. As in Consul an alias that is itself a check of the
 * node counts among the checks it looks at, so it has to be registered with the status passing to ever pass.
 */
export function startAlias(definition: CheckDefinition, context: CheckContext): RunningCheck {
  const { aliasNode, aliasService } = definition
  let stopped = false
  let looking = false
  let refresh: Timer | undefined

  const look = (): void => {
    looking = false
    if (stopped) return
    refresh?.clear()
    refresh = aliasNode === '' ? context.clock.setTimeout(look, REFRESH_MS) : undefined
    const { status, output } = aliasResult(definition, context.aliases.read(aliasNode, aliasService))
    context.report(status, output)
  }
  // Later, for the watcher may be called in the middle of a change; and once for all that changes in one turn.
  const lookSoon = (): void => {
    if (looking) return
    looking = true
    queueMicrotask(look)
  }
  const unwatch = context.aliases.watch(aliasNode, aliasService, lookSoon)
  lookSoon()
  return {
    stop() {
      if (stopped) return
      stopped = true
      refresh?.clear()
      unwatch()
    },
  }
}
