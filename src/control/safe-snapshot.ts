import type { CheckDefinition } from '../model/registration.ts'
import { defineCheck, refuseCheck, validateCheck } from '../agent/checks/index.ts'
import type { LocalState } from '../agent/local/state.ts'
import type { AgentSnapshot } from '../agent/state-snapshots.ts'
import { ConsulError } from '../model/errors.ts'
import { equal, isObject } from '../lib/equal.ts'
import type { Settings } from '../model/settings.ts'

/**
 * Refuses a snapshot whose checks cannot run, or must not: over HTTP, restoring one is no way around `enable_script_checks`. What the
 * agent has already may stay.
 */
export function refuseUnsafe(
  { agent: { services, checks } }: AgentSnapshot,
  state: LocalState,
  settings: Settings,
): void {
  const wrong = (reason: string): ConsulError =>
    new ConsulError('MC_ERR_SNAPSHOT', `Failed to restore: in what the agent looks after, ${reason}.`)
  for (const service of services as readonly unknown[]) {
    if (!hasTexts(service, ['ID', 'Service'])) throw wrong('a service has an invalid row')
  }
  for (const check of checks as readonly unknown[]) {
    if (!hasTexts(check, ['CheckID', 'Status', 'ServiceID'])) throw wrong('a check has an invalid row')
    const { row, definition } = check as AgentSnapshot['agent']['checks'][number]
    if (definition === undefined || equal(definition, state.check(row.CheckID)?.definition)) continue
    const problem = problemOf(definition, settings)
    if (problem !== undefined) throw wrong(`the check ${row.CheckID} is invalid: ${problem}`)
  }
}

function hasTexts(entry: unknown, names: readonly string[]): boolean {
  const row = isObject(entry) ? entry['row'] : undefined
  return isObject(row) && names.every(name => typeof row[name] === 'string')
}

/** A check without anything in it: what each member has to be like. */
const nothing = defineCheck({})

function problemOf(definition: CheckDefinition, settings: Settings): string | undefined {
  if (!isObject(definition)) return 'it has an invalid definition'
  const names = Object.keys(nothing) as (keyof CheckDefinition)[]
  const other = names.find(name => !isLike(definition[name], nothing[name]))
  if (other !== undefined) return `${other} is of another kind`
  return validateCheck(definition) ?? refuseCheck(definition, settings)
}

function isLike(value: unknown, like: unknown): boolean {
  if (typeof like === 'number') return Number.isFinite(value)
  if (Array.isArray(like)) return Array.isArray(value) && value.every(item => typeof item === 'string')
  return isObject(like)
    ? isObject(value) && Object.values(value).every(list => isLike(list, []))
    : typeof value === typeof like
}
