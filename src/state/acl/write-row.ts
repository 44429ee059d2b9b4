import { fold, type Rows } from '../schema.ts'
import type { Tx } from '../store.ts'

type AclTable = 'aclPolicies' | 'aclRoles' | 'aclTokens' | 'aclAuthMethods' | 'aclBindingRules'
type New<T extends AclTable> = Omit<Rows[T], 'CreateIndex' | 'ModifyIndex'>

/** Writes a row, which may replace an old one. Every write moves the index, even of the same row. */
export function writeRow<T extends AclTable>(tx: Tx, table: T, given: New<T>, old: Rows[T] | undefined): Rows[T] {
  const row = { ...given, CreateIndex: old?.CreateIndex ?? tx.index, ModifyIndex: tx.index } as unknown as Rows[T]
  tx.put(table, row)
  tx.bump(table)
  return row
}

/** The same of a row whose key is its name, which may have been another one. */
export function writeNamedRow<T extends 'aclPolicies' | 'aclRoles'>(
  tx: Tx,
  table: T,
  given: New<T> & { readonly Name: string },
  old: Rows[T] | undefined,
): Rows[T] {
  if (old && fold(old.Name) !== fold(given.Name)) tx.delete(table, fold(old.Name))
  return writeRow(tx, table, given, old)
}

export function deleteRow(tx: Tx, table: AclTable, key: string): void {
  tx.delete(table, key)
  tx.bump(table)
}
