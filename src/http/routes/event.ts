import { bytesToString } from '../../lib/bytes.ts'
import type { Agent } from '../../agent/agent.ts'
import { eventIndex } from '../../agent/events.ts'
import type { UserEvent } from '../../agent/user-event.ts'
import { fireEvent, validateFilters } from '../../api/operations/fire-event.ts'
import { blockingOptions } from '../blocking-parameters.ts'
import { UnknownToken } from '../../agent/acl/unknown-token.ts'
import { visible } from '../../api/acl/visible.ts'
import { OwnRefusal, Refusal, refusal, UntypedRefusal } from '../../api/refusals.ts'
import { StateError } from '../../state/errors.ts'
import { renderEvent } from '../../api/render/rows.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, route, watch, type Watch } from '../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/event */
export const eventRoutes = [
  route('/v1/event/fire/:name', { PUT: action(fire, { ownEnterpriseCheck: true }) }),
  route('/v1/event/list', { GET: watch(listEvents) }, { local: true }),
]

function fire(req: Request, agent: Agent): Reply {
  const Name = req.param
  if (Name === '') throw refusal.missing('name')
  const { query } = req
  const [NodeFilter, ServiceFilter, TagFilter] = [query.get('node'), query.get('service'), query.get('tag')]
  const event = { Name, NodeFilter, ServiceFilter, TagFilter }
  failing(() => validateFilters(event))
  failing(() => req.checkPath())
  const authorizer = failing(() => req.authorizer)
  if (!authorizer.allows('event', 'write', Name)) throw new OwnRefusal(403, 'Permission denied')
  const Payload = bytesToString(req.measuredBody)
  return { json: renderEvent(failing(() => fireEvent(agent, { ...event, Payload }))) }
}

/** Nowhere else is a failure of the server what is beyond a limit, or a token that is not known; the handler writes them itself. */
function failing<T>(run: () => T): T {
  try {
    return run()
  } catch (err) {
    const isFailure = err instanceof UnknownToken || err instanceof Refusal || err instanceof StateError
    if (isFailure) throw new UntypedRefusal(500, err.message)
    throw err
  }
}

function listEvents(req: Request, agent: Agent): Watch<readonly UserEvent[]> {
  const { authorizer } = req
  // a list of events is the agent's own: consistency means nothing
  const { wait, index } = blockingOptions(req)
  const minIndex = index === '' ? 0n : BigInt(index)
  const waitsFor = minIndex > 0n ? minIndex : undefined
  return {
    source: agent.events.source(req.query.get('name')),
    // the index of a list has no order: only the very same one is waited on
    isNews: events => waitsFor === undefined || eventIndex(events) !== waitsFor,
    wait,
    answer(events) {
      const { rows, filtered } = visible(authorizer, events, (who, { Name }) => who.allows('event', 'read', Name))
      return {
        json: rows.map(renderEvent),
        headers: [['X-Consul-Index', String(eventIndex(events))]],
        filtered,
      }
    },
  }
}
