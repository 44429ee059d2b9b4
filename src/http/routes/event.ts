import { bytesToString } from '../../lib/bytes.ts'
import { compileRegexp } from '../../lib/filter/regexp.ts'
import type { Agent } from '../../agent/agent.ts'
import { eventIndex, type UserEvent } from '../../agent/events.ts'
import { readOptions } from '../blocking-parameters.ts'
import { HttpError, refusal } from '../errors.ts'
import { renderEvent } from '../render.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, route, watch, type Watch } from '../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/event */
export const eventRoutes = [
  route('/v1/event/fire/:name', { PUT: action(fireEvent) }),
  route('/v1/event/list', { GET: watch(listEvents) }),
]

const MAX_MESSAGE = 512
/** What the message holds besides names, filters and payload, and what of it is added when it is encoded. */
const OVERHEAD = 96
const OUTER_OVERHEAD = 34

function fireEvent(req: Request, agent: Agent): Reply {
  const Name = req.param
  if (Name === '') throw refusal.missing('name')
  const { query } = req
  const [NodeFilter, ServiceFilter, TagFilter] = [query.get('node'), query.get('service'), query.get('tag')]
  if (TagFilter !== '' && ServiceFilter === '') {
    throw new HttpError(500, 'Cannot provide tag filter without service filter')
  }
  for (const [kind, pattern] of [
    ['node', NodeFilter],
    ['service', ServiceFilter],
    ['tag', TagFilter],
  ] as const) {
    const problem = pattern === '' ? undefined : compileRegexp(pattern).problem
    if (problem !== undefined) throw new HttpError(500, `Invalid ${kind} filter: ${problem}`)
  }
  req.checkDatacenter()
  const Payload = bytesToString(req.measuredBody)
  checkSize(Name, Payload.length, [NodeFilter, ServiceFilter, TagFilter])
  const event = agent.events.fire(
    { ID: agent.random.uuid(), Name, Payload, NodeFilter, ServiceFilter, TagFilter },
    agent.eventTarget,
  )
  return { json: renderEvent(event) }
}

function checkSize(name: string, payload: number, filters: readonly string[]): void {
  const length = (text: string): number => Buffer.byteLength(text)
  const filtersSize = filters.reduce((sum, filter) => sum + (filter === '' ? 0 : 4 + length(filter)), 0)
  const encoded = 2 * length(name) + payload + filtersSize + OVERHEAD
  const refuse = (what: string, when: string): HttpError =>
    new HttpError(
      500,
      `error broadcasting event: ${what} exceeds configured limit of ${MAX_MESSAGE} bytes ${when} encoding`,
    )
  if (encoded - OUTER_OVERHEAD > MAX_MESSAGE) throw refuse('user event', 'before')
  if (encoded > MAX_MESSAGE) throw refuse('encoded user event', 'after')
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
