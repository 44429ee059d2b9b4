import type { Agent } from '../../../agent/agent.ts'
import { isMaintenance } from '../../../agent/local/maintenance.ts'
import type { LocalCheck, LocalService } from '../../../agent/local/state.ts'
import { demand } from '../../../api/acl/permission.ts'
import { Refusal } from '../../../api/refusals.ts'
import type { Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action, route } from '../../route.ts'
import { renderHealthCheck, renderLocalService } from '../../../api/render/agent.ts'

type Aggregate = 'passing' | 'warning' | 'critical' | 'maintenance'

/** From good to bad, with the code that a load balancer is to understand. */
const CODES: Readonly<Record<Aggregate, number>> = { passing: 200, warning: 429, critical: 503, maintenance: 503 }
const ORDER = Object.keys(CODES) as readonly Aggregate[]

/** Health of the agent's own services: https://developer.hashicorp.com/consul/api-docs/agent/service */
export const agentHealthRoutes = [
  route('/v1/agent/health/service/id/:id', { GET: action(healthById) }),
  route('/v1/agent/health/service/name/:name', { GET: action(healthByName) }),
]

function healthById(req: Request, agent: Agent): Reply {
  const id = req.param
  if (id === '') throw new Refusal(500, 'Missing serviceID')
  const { authorizer } = req
  const service = agent.local.state.service(id)
  if (!service) {
    const nothing = { AggregatedStatus: 'critical', Service: null, Checks: null }
    return answer(req, 404, `ServiceId ${id} not found`, nothing)
  }
  demand(authorizer, 'service', 'read', service.row.Service)
  const { status, json } = healthOf(service, agent)
  return answer(req, CODES[status], status, json)
}

function healthByName(req: Request, agent: Agent): Reply {
  const name = req.param
  if (name === '') throw new Refusal(500, 'Missing service Name')
  demand(req.authorizer, 'service', 'read', name)
  const services = [...agent.local.state.services()].filter(({ row }) => row.Service === name)
  if (services.length === 0) return answer(req, 404, `ServiceName ${name} Not Found`, [])
  const healths = services.map(service => healthOf(service, agent))
  const status = worst(healths.map(({ status }) => status))
  return answer(
    req,
    CODES[status],
    status,
    healths.map(({ json }) => json),
  )
}

function healthOf(service: LocalService, agent: Agent): { readonly status: Aggregate; readonly json: object } {
  const { state } = agent.local
  const checks = [...state.checksOf(service.row.ID), ...state.checksOf('')]
  const status = worst(checks.map(aggregateOf))
  return {
    status,
    json: {
      AggregatedStatus: status,
      Service: renderLocalService(service.row, agent.settings.datacenter),
      Checks: checks.map(({ row }) => renderHealthCheck(row)),
    },
  }
}

const aggregateOf = ({ row }: LocalCheck): Aggregate =>
  isMaintenance(row.CheckID) ? 'maintenance' : (row.Status as Aggregate)

function worst(statuses: readonly Aggregate[]): Aggregate {
  const places = statuses.map(status => ORDER.indexOf(status))
  return ORDER[Math.max(0, ...places)] ?? 'passing'
}

/** The reason stands in a header, and as the whole body where text is wanted. */
function answer(req: Request, status: number, reason: string, json: unknown): Reply {
  const headers = [['X-Consul-Reason', reason]] as const
  const asText = req.query.get('format') === 'text' || req.header('accept').startsWith('text/plain')
  if (asText) return { status, bytes: reason, contentType: 'text/plain', headers }
  return { status, json, headers }
}
