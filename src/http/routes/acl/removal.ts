import type { Agent } from '../../../agent/agent.ts'
import { UnknownToken } from '../../../agent/acl/unknown-token.ts'
import { demand } from '../../../api/acl/permission.ts'
import { Refusal } from '../../../api/refusals.ts'
import type { Tx } from '../../../state/store.ts'
import { jsonBoolean } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action } from '../../route.ts'
import { named } from './read.ts'

/** DELETE of one object, which the path names `by` something. What a token that is not known asks to delete is answered as if it were not there. */
export const removal = (
  what: string,
  by: string,
  remove: (tx: Tx, id: string, req: Request, agent: Agent) => boolean,
) =>
  action((req, agent) => {
    const id = named(req, by)
    req.checkDatacenter()
    if (!isKnown(req)) throw new Refusal(404, `Cannot find ${what} to delete`)
    demand(req.authorizer, 'acl', 'write')
    if (!agent.store.write(tx => remove(tx, id, req, agent))) throw new Refusal(404, `Cannot find ${what} to delete`)
    return jsonBoolean(true)
  })

function isKnown(req: Request): boolean {
  try {
    return req.authorizer !== undefined
  } catch (error) {
    if (error instanceof UnknownToken) return false
    throw error
  }
}
