import { quoteGo } from '../../go/quote.ts'
import { fail } from '../errors.ts'
import { fold } from '../schema.ts'
import type { Tx } from '../store.ts'

const NOUNS = { aclPolicies: 'Policy', aclRoles: 'Role' } as const

/** Refuses the name of a new policy or role that another one has. */
export function checkNewName(tx: Tx, table: keyof typeof NOUNS, name: string): void {
  const noun = NOUNS[table]
  if (tx.get(table, fold(name))) fail(`Invalid ${noun}: A ${noun} with Name ${quoteGo(name)} already exists`)
}

/** Refuses a name that one is to have instead of its own, which in another spelling counts as taken, too. */
export function checkChangedName(tx: Tx, table: keyof typeof NOUNS, name: string, old: string): void {
  if (name === old || !tx.get(table, fold(name))) return
  const noun = NOUNS[table]
  fail(`Invalid ${noun}: A ${noun.toLowerCase()} with name ${quoteGo(name)} already exists`)
}
