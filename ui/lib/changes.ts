import type { Change, Commit } from './control-types.ts'

/** A member of a row that a commit changed; undefined for one that was not there. */
export interface MemberChange {
  readonly name: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** The members that differ, by name; all of them for a row that came or went. */
export function memberChanges({ Before, After }: Change): readonly MemberChange[] {
  const names = [...new Set([...Object.keys(Before ?? {}), ...Object.keys(After ?? {})])]
  return names
    .map(name => ({ name, before: memberText(Before?.[name]), after: memberText(After?.[name]) }))
    .filter(({ before, after }) => before !== after)
}

/** A value as it is shown; undefined for one that says nothing. */
function memberText(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'object') return String(value)
  return Object.keys(value).length === 0 ? undefined : JSON.stringify(value, undefined, 1)
}

/** What tables are called on the page. */
const TABLES: Readonly<Record<string, string>> = {
  kv: 'key',
  nodes: 'node',
  services: 'service',
  checks: 'check',
  sessions: 'session',
  queries: 'prepared query',
  configEntries: 'config entry',
  aclTokens: 'token',
  aclPolicies: 'policy',
  aclRoles: 'role',
  aclAuthMethods: 'auth method',
  aclBindingRules: 'binding rule',
  peerings: 'peering',
}

export const tableName = (table: string): string => TABLES[table] ?? table

/** A commit in one line: `changed key app/name, removed session …`. */
export function commitText({ Changes }: Commit): string {
  if (Changes.length === 0) return 'no row'
  return Changes.map(({ Change, Table, Key }) => `${Change} ${tableName(Table)} ${Key}`).join(', ')
}
