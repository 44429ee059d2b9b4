import { refuse } from './errors.ts'
import { bumpUnder } from './entries.ts'
import { endLock, type Read } from './kv.ts'
import { fold, keyOf, prefixOf } from './schema.ts'
import type { Tx } from './store.ts'
import type { Check, Session } from '../model/rows.ts'
import type { View } from './view.ts'
import { watchKey } from './watched-prefix.ts'

/** All reads of sessions carry the index of the whole table. */
const tableIndex = (view: View): number => view.max('sessions')

export function getSession(view: View, id: string): Read<Session | undefined> {
  return { index: tableIndex(view), value: view.get('sessions', id) }
}

export function listSessions(view: View): Read<readonly Session[]> {
  return { index: tableIndex(view), value: [...view.scan('sessions')] }
}

export function nodeSessions(view: View, node: string): Read<readonly Session[]> {
  watchKey(view, 'sessions', 'node', fold(node))
  return { index: tableIndex(view), value: view.by('sessions', 'node', fold(node)) }
}

export type NewSession = Omit<Session, 'CreateIndex' | 'ModifyIndex'>

/** Opens a session on a node whose checks exist and are not critical. */
export function createSession(tx: Tx, session: NewSession): Session {
  if (!tx.node(session.Node)) throw refuse.missingNode()
  const ids = [
    ...(session.Checks ?? []),
    ...(session.NodeChecks ?? []),
    ...(session.ServiceChecks ?? []).map(c => c.ID),
  ]
  for (const id of ids) {
    if (id === '') throw refuse.checkLookup('failed check lookup')
    const check = tx.get('checks', keyOf(session.Node, id))
    if (!check) throw refuse.missingCheck(id)
    // a check that follows the session is critical until the session is there
    if (check.Status === 'critical' && check.Type !== 'session') throw refuse.criticalCheck(id)
  }
  const row: Session = { ...session, CreateIndex: tx.index, ModifyIndex: tx.index }
  tx.put('sessions', row)
  tx.bump('sessions')
  followSession(tx, row, 'passing', `Session '${row.ID}' in force`)
  return row
}

/** Ends a session: its locks are released or their keys deleted, all in this one index. Unknown ids are no error. */
export function destroySession(tx: Tx, id: string): void {
  const session = tx.get('sessions', id)
  if (!session) return
  tx.delete('sessions', id)
  tx.bump('sessions')
  for (const entry of [...tx.by('kv', 'session', id)]) endLock(tx, entry, session.Behavior)
  for (const query of [...tx.by('queries', 'session', id)]) {
    tx.delete('queries', fold(query.ID))
    tx.bump('queries')
  }
  followSession(tx, session, 'critical', `Session '${id}' is invalid`)
}

/** Ends the sessions that depend on a check. */
export function endSessionsOfCheck(tx: Tx, node: string, checkId: string): void {
  for (const session of [...tx.by('sessions', 'check', keyOf(node, checkId))]) destroySession(tx, session.ID)
}

export function endSessionsOfNode(tx: Tx, node: string): void {
  for (const session of [...tx.by('sessions', 'node', fold(node))]) destroySession(tx, session.ID)
}

/** Checks of type `session` show whether the session that bears their name is there; their own index stays. */
function followSession(tx: Tx, session: Session, status: Check['Status'], output: string): void {
  if (session.Name === '') return
  for (const check of [...tx.scan('checks', prefixOf(session.Node))]) {
    if (check.Type !== 'session' || check.Definition['SessionName'] !== session.Name) continue
    tx.put('checks', { ...check, Status: status, Output: output })
    tx.bump('checks')
    for (const service of tx.scan('services', prefixOf(session.Node))) {
      if (check.ServiceID === '' || check.ServiceID === service.ID) bumpUnder(tx, service)
    }
  }
}
