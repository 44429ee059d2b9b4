import type { Agent } from '../../agent/agent.ts'
import { demand } from '../../api/acl/permission.ts'
import { Refusal } from '../../api/refusals.ts'
import { renderHealth } from '../../api/render/rows.ts'
import { formatTime } from '../../go/time.ts'
import type { FederationState } from '../../model/rows.ts'
import { federationState } from '../../state/federation-state.ts'
import type { Health } from '../../state/health.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { query, type Query, type Route, route } from '../route.ts'

const READ = { metaOnError: true, showsConsistency: false, ownEnterpriseCheck: true } as const
const NOTE = {
  fidelity: 'partial',
  note: 'The datacenter that is asked, no others.',
} as const

/** The mesh gateways by which datacenters reach each other: https://developer.hashicorp.com/consul/docs/connect/gateways/mesh-gateway/wan-federation-via-mesh-gateways */
export const federationStateRoutes: readonly Route[] = [
  route('/v1/internal/federation-states', { GET: query(list, READ) }, NOTE),
  route('/v1/internal/federation-states/mesh-gateways', { GET: query(gateways, READ) }, NOTE),
  route('/v1/internal/federation-state/:datacenter', { GET: query(read, { ...READ, metaOnError: false }) }, NOTE),
]

function list({ authorizer }: Request, { settings }: Agent): ReturnType<Query> {
  return view => {
    demand(authorizer, 'operator', 'read')
    const { index, value } = federationState(view, settings.datacenter)
    return { index, value: { json: value ? [renderState(value)] : [] } }
  }
}

function gateways(req: Request, { settings }: Agent): ReturnType<Query> {
  return view => {
    void req.authorizer
    const { index, value } = federationState(view, settings.datacenter)
    const found = value?.MeshGateways ?? []
    return { index, value: { json: found.length > 0 ? { [settings.datacenter]: found.map(renderBare) } : {} } }
  }
}

function read({ authorizer, param }: Request): ReturnType<Query> {
  if (param === '') throw new Refusal(400, 'Missing datacenter name')
  return view => {
    demand(authorizer, 'operator', 'read')
    const { index, value } = federationState(view, param)
    if (!value) return { index, value: UNKNOWN }
    return { index, value: { json: { State: renderState(value), ...META, Index: index } } }
  }
}

const UNKNOWN: Reply = { status: 404, bytes: '', contentType: null, meta: 'late', readAgain: true }

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

function renderState({ Datacenter, MeshGateways, UpdatedAt, CreateIndex, ModifyIndex }: FederationState): object {
  return {
    Datacenter,
    ...(MeshGateways.length > 0 && { MeshGateways: MeshGateways.map(renderBare) }),
    UpdatedAt: formatTime(UpdatedAt),
    PrimaryModifyIndex: ModifyIndex,
    CreateIndex,
    ModifyIndex,
  }
}
