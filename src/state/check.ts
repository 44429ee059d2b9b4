import { sameRow } from '../lib/equal.ts'
import { refuse } from './errors.ts'
import { fold, keyOf, prefixOf } from './schema.ts'
import { endSessionsOfCheck } from './session.ts'
import type { Tx } from './store.ts'
import type { Check } from '../model/rows.ts'
import { bumpHealth } from './entries.ts'

/** A check to write; the name and tags of its service are looked up, and are those given where it is of none. */
export type NewCheck = Omit<Check, 'CreateIndex' | 'ModifyIndex' | 'ServiceName' | 'ServiceTags'> &
  Partial<Pick<Check, 'ServiceName' | 'ServiceTags'>>

/** What makes no other check to Consul where it alone differs. */
const UNCOUNTED = ['Node', 'Type', 'Interval', 'Timeout', 'ExposedPort'] as const

/** Whether a check can be looked up by what it is called. */
export const isNamed = ({ Node, CheckID }: Pick<Check, 'Node' | 'CheckID'>): boolean => Node !== '' && CheckID !== ''

/** Writes a check of a node or of one of its services. One that is critical ends the sessions that depend on it. */
export function ensureCheck(tx: Tx, check: NewCheck): Check {
  if (!isNamed(check)) throw refuse.checkLookup('failed health check lookup')
  if (!tx.node(check.Node)) throw refuse.missingNode()
  const service = check.ServiceID === '' ? undefined : tx.get('services', keyOf(check.Node, check.ServiceID))
  if (check.ServiceID !== '' && !service) throw refuse.missingService()
  const old = tx.get('checks', keyOf(check.Node, check.CheckID))
  const row: Check = {
    ...check,
    Status: check.Status === '' ? 'critical' : check.Status,
    ServiceName: (service ? service.Service : check.ServiceName) ?? '',
    ServiceTags: (service ? service.Tags : check.ServiceTags) ?? null,
    CreateIndex: old?.CreateIndex ?? tx.index,
    ModifyIndex: tx.index,
  }
  if (old && sameRow(old, row, UNCOUNTED)) return old
  tx.put('checks', row)
  bumpIndexes(tx, row)
  if (row.Status === 'critical') endSessionsOfCheck(tx, row.Node, row.CheckID)
  return row
}

/** Removes a check, and ends the sessions that depend on it. */
export function deleteCheck(tx: Tx, node: string, id: string): void {
  const key = keyOf(node, id)
  const check = tx.get('checks', key)
  if (!check) return
  tx.delete('checks', key)
  if (check.ServiceID === '') tx.bump('services')
  bumpIndexes(tx, check)
  endSessionsOfCheck(tx, node, id)
}

/** A check moves the index of its service; one of the node that of all services there. */
function bumpIndexes(tx: Tx, check: Check): void {
  tx.bump('checks')
  if (check.ServiceID !== '') {
    const service = tx.get('services', keyOf(check.Node, check.ServiceID))
    if (service) bumpHealth(tx, service)
    return
  }
  // those that come later in the transaction bear its index, too
  if (!tx.isFirst(`check of ${fold(check.Node)}`)) return
  for (const service of tx.scan('services', prefixOf(check.Node))) bumpHealth(tx, service)
}
