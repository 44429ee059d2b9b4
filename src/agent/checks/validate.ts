import type { CheckDefinition } from '../../model/registration.ts'
import { checkType } from './definition.ts'

const hasAlias = (d: CheckDefinition): boolean => d.aliasNode !== '' || d.aliasService !== ''

/** Whether it is of a kind that runs again and again. */
function isPeriodic(definition: CheckDefinition): boolean {
  const type = checkType(definition)
  return type !== '' && type !== 'alias' && type !== 'ttl'
}

/** In the order in which Consul looks; the typos are its own. */
const RULES: readonly (readonly [text: string, isBroken: (d: CheckDefinition) => boolean])[] = [
  ['Interval and TTL cannot both be specified', d => d.interval > 0 && d.ttl > 0],
  [
    'Interval must be > 0 for Script, HTTP, H2PING, TCP, UDP or OSService checks',
    d => isPeriodic(d) && d.interval <= 0,
  ],
  ['Interval cannot be set for Alias checks', d => isPeriodic(d) && hasAlias(d)],
  ['TTL must be not be set for Alias checks', d => hasAlias(d) && d.ttl > 0],
  ['TTL must be > 0 for TTL checks', d => !isPeriodic(d) && !hasAlias(d) && d.ttl <= 0],
  ['MaxOutputMaxSize must be positive', d => d.outputMaxSize < 0],
  [
    "FailuresBeforeWarning can't be higher than FailuresBeforeCritical",
    d => d.failuresBeforeWarning > d.failuresBeforeCritical,
  ],
]

/** Why the definition makes no check, in Consul's words; undefined when it does. */
export function validateCheck(definition: CheckDefinition): string | undefined {
  return RULES.find(([, isBroken]) => isBroken(definition))?.[0]
}

/** What of the settings decides whether a check may run. */
export interface CheckPermissions {
  readonly enableScriptChecks: boolean
  readonly enableLocalScriptChecks: boolean
}

/** Where a definition came from. */
export type CheckOrigin = 'api' | 'config'

const SCRIPTS_DISABLED: Readonly<Record<CheckOrigin, string>> = {
  api: "Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true",
  config:
    "Scripts are disabled on this agent; to enable, configure 'enable_script_checks' or 'enable_local_script_checks' to true",
}

/**
 * Why a valid check is refused all the same (an error of the agent: 500), in Consul's words; undefined when it may
 * run. Consul asks this after it has found the service of the check.
 */
export function refuseCheck(
  definition: CheckDefinition,
  permissions: CheckPermissions,
  origin: CheckOrigin = 'api',
): string | undefined {
  const scripts = permissions.enableScriptChecks || (origin === 'config' && permissions.enableLocalScriptChecks)
  if (definition.args.length > 0 && !scripts) return SCRIPTS_DISABLED[origin]
  if (checkType(definition) === 'os_service') return 'not implemented'
  return undefined
}
