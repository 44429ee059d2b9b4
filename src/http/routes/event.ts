import { bytesToString } from '../../lib/bytes.ts'
import type { Agent } from '../../agent/agent.ts'
import { eventIndex } from '../../agent/events.ts'
import type { UserEvent } from '../../agent/user-event.ts'
import { fireEvent, validateFilters } from '../../api/operations/fire-event.ts'
import { readOptions } from '../blocking-parameters.ts'
import { refusal } from '../../api/refusals.ts'
import { renderEvent } from '../../api/render/rows.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, route, watch, type Watch } from '../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/event */
export const eventRoutes = [
  route('/v1/event/fire/:name', { PUT: action(fire) }),
  route('/v1/event/list', { GET: watch(listEvents) }, { local: true }),
]

function fire(req: Request, agent: Agent): Reply {
  const Name = req.param
  if (Name === '') throw refusal.missing('name')
  const { query } = req
  const [NodeFilter, ServiceFilter, TagFilter] = [query.get('node'), query.get('service'), query.get('tag')]
  const event = { Name, NodeFilter, ServiceFilter, TagFilter }
  validateFilters(event)
  req.checkPath()
  return { json: renderEvent(fireEvent(agent, { ...event, Payload: bytesToString(req.measuredBody) })) }
}

function listEvents(req: Request, agent: Agent): Watch<readonly UserEvent[]> {
  const { minIndex, minIndexText, wait } = readOptions(req)
  const waitsFor = minIndex > 0 ? BigInt(minIndexText) : undefined
  return {
    source: agent.events.source(req.query.get('name')),
    // the index of a list has no order: only the very same one is waited on
    isNews: events => waitsFor === undefined || eventIndex(events) !== waitsFor,
    wait,
    answer: events => ({
      json: events.map(renderEvent),
      headers: [['X-Consul-Index', String(eventIndex(events))]],
    }),
  }
}
