import { fold, type Rows } from '../schema.ts'
import type { Tx } from '../store.ts'

type Named = 'aclPolicies' | 'aclRoles'

/** Writes a row whose key is its name, which may have been another one. Every write moves the index, even of the same row. */
export function putNamed<T extends Named>(
  tx: Tx,
  table: T,
  given: Omit<Rows[T], 'CreateIndex' | 'ModifyIndex'> & { readonly Name: string },
  old: Rows[T] | undefined,
): Rows[T] {
  const row = { ...given, CreateIndex: old?.CreateIndex ?? tx.index, ModifyIndex: tx.index } as unknown as Rows[T]
  if (old && fold(old.Name) !== fold(given.Name)) tx.delete(table, fold(old.Name))
  tx.put(table, row)
  tx.bump(table)
  return row
}
