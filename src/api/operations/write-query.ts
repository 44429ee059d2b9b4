import type { Agent } from '../../agent/agent.ts'
import { StateError } from '../../state/errors.ts'
import * as queries from '../../state/query.ts'
import { validateQuery } from '../../state/validate-query.ts'
import { demand } from '../acl/permission.ts'
import { allowAll, type Authorizer } from '../../state/acl/authorizer.ts'
import type { PreparedQuery } from '../../model/rows.ts'
import { Refusal } from '../refusals.ts'
import { type QueryBody, toQuery } from '../schemas/query.ts'

/** Adds a prepared query under a new ID, which it gives. */
export function createQuery(agent: Agent, body: QueryBody, authorizer: Authorizer = allowAll): string {
  if ((body.ID ?? '') !== '') throw new Refusal(500, 'ID must be empty when creating a new prepared query')
  const ID = agent.random.uuid()
  demandWrite(authorizer, body)
  putQuery(agent, toQuery(body, ID))
  return ID
}

/** Replaces the prepared query of that ID. */
export function updateQuery(agent: Agent, id: string, body: QueryBody, authorizer: Authorizer = allowAll): void {
  demandWrite(authorizer, body)
  mustExist(agent, id, authorizer)
  putQuery(agent, toQuery(body, id))
}

/** Removes the prepared query of that ID. */
export function deleteQuery(agent: Agent, id: string, authorizer: Authorizer = allowAll): void {
  mustExist(agent, id, authorizer)
  agent.store.write(tx => queries.deleteQuery(tx, id))
}

function putQuery(agent: Agent, query: queries.NewQuery): void {
  validateQuery(query)
  prefixed('raft apply failed: ', () => agent.store.write(tx => queries.putQuery(tx, query)))
}

/** A query without a name is covered by no rule: its ID is the secret. */
function demandWrite(authorizer: Authorizer, { Name = '', Template }: QueryBody | PreparedQuery): void {
  if (Name !== '' || (Template?.Type ?? '') !== '') demand(authorizer, 'query', 'write', Name)
}

function mustExist({ store }: Agent, id: string, authorizer: Authorizer): void {
  const { value } = prefixed('Prepared Query lookup failed: ', () => queries.getQuery(store.view, id))
  if (!value) throw new Refusal(500, `Cannot modify non-existent prepared query: '${id}'`)
  demandWrite(authorizer, value)
}

function prefixed<T>(prefix: string, fn: () => T): T {
  try {
    return fn()
  } catch (err) {
    if (err instanceof StateError) throw new StateError(prefix + err.message)
    throw err
  }
}
