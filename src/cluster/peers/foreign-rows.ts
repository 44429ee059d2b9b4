import { readBootstrapEntries } from '../../agent/bootstrap-entries.ts'
import type { Settings } from '../../model/settings.ts'
import { ANONYMOUS_SECRET, BUILTIN_POLICIES } from '../../state/acl/builtin.ts'
import { keyOf } from '../../state/schema.ts'
import type { View } from '../../state/view.ts'

/** Tables that only clients fill. */
const WRITTEN_BY_CLIENTS = [
  'kv',
  'sessions',
  'queries',
  'peerings',
  'aclRoles',
  'aclAuthMethods',
  'aclBindingRules',
] as const

/** Whether a state holds more than what an agent itself puts there and would put into another one. */
export function hasForeignRows(view: View, settings: Settings): boolean {
  if (WRITTEN_BY_CLIENTS.some(table => view.size(table) > 0)) return true
  if (hasAcls(view, settings)) return true
  const own = new Set(readBootstrapEntries(settings).map(({ kind, fields }) => keyOf(kind.kind, fields.Name)))
  if (view.scan('configEntries').some(({ Kind, Name }) => !own.has(keyOf(Kind, Name)))) return true
  return view.scan('nodes').some(({ Node }) => Node !== settings.nodeName)
}

/** Whether there are tokens and policies besides those that every agent begins with. */
function hasAcls(view: View, { acl: { initialManagement } }: Settings): boolean {
  const builtin: ReadonlySet<string> = new Set(BUILTIN_POLICIES.map(({ ID }) => ID))
  if (view.scan('aclPolicies').some(({ ID }) => !builtin.has(ID))) return true
  return view.scan('aclTokens').some(({ SecretID }) => ![ANONYMOUS_SECRET, initialManagement].includes(SecretID))
}
