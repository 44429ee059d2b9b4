import type { Agent } from '../../agent/agent.ts'
import { demand } from '../../api/acl/permission.ts'
import { Refusal } from '../../api/refusals.ts'
import { renderHealth } from '../../api/render/rows.ts'
import { fold } from '../../state/schema.ts'
import type { Health } from '../../state/health.ts'
import { FIRST_INDEX, meshGateways } from '../../state/mesh-gateways.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { query, type Query, type Route, route } from '../route.ts'

const READ = { metaOnError: true, showsConsistency: false, ownEnterpriseCheck: true } as const
const NOTE = {
  fidelity: 'partial',
  note: 'The datacenter that is asked, as it is now; UpdatedAt is the start of the agent.',
} as const

/** The mesh gateways by which datacenters reach each other: https://developer.hashicorp.com/consul/docs/connect/gateways/mesh-gateway/wan-federation-via-mesh-gateways */
export const federationStateRoutes: readonly Route[] = [
  route('/v1/internal/federation-states', { GET: query(list, READ) }, NOTE),
  route('/v1/internal/federation-states/mesh-gateways', { GET: query(gateways, READ) }, NOTE),
  route('/v1/internal/federation-state/:datacenter', { GET: query(read, { ...READ, metaOnError: false }) }, NOTE),
]

function list({ authorizer }: Request, agent: Agent): ReturnType<Query> {
  return view => {
    demand(authorizer, 'operator', 'read')
    const { index, value } = meshGateways(view)
    return { index, value: { json: [renderState(agent, value, index)] } }
  }
}

function gateways(req: Request, { settings }: Agent): ReturnType<Query> {
  return view => {
    void req.authorizer
    const { index, value } = meshGateways(view)
    return { index, value: { json: value.length > 0 ? { [settings.datacenter]: value.map(renderBare) } : {} } }
  }
}

function read({ authorizer, param }: Request, agent: Agent): ReturnType<Query> {
  if (param === '') throw new Refusal(400, 'Missing datacenter name')
  return view => {
    demand(authorizer, 'operator', 'read')
    const { index, value } = meshGateways(view)
    if (fold(param) !== fold(agent.settings.datacenter)) return { index, value: UNKNOWN }
    return { index, value: { json: { State: renderState(agent, value, index), ...META, Index: index } } }
  }
}

const UNKNOWN: Reply = { status: 404, bytes: '', contentType: null, meta: 'late' }

const META = {
  Index: 0,
  LastContact: 0,
  KnownLeader: true,
  ConsistencyLevel: '',
  NotModified: false,
  Backend: 0,
  ResultsFilteredByACLs: false,
} as const

const renderBare = (health: Health): object => renderHealth(health, true)

function renderState({ settings, startedAt }: Agent, found: readonly Health[], index: number): object {
  return {
    Datacenter: settings.datacenter,
    ...(found.length > 0 && { MeshGateways: found.map(renderBare) }),
    UpdatedAt: new Date(startedAt).toISOString(),
    PrimaryModifyIndex: index,
    CreateIndex: FIRST_INDEX,
    ModifyIndex: index,
  }
}
