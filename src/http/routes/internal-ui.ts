import * as overview from '../../state/overview.ts'
import type { Node, Service } from '../../model/rows.ts'
import type { View } from '../../state/view.ts'
import { instanceSeenBy, seesCheck, seesNode, seesService, visible } from '../../api/acl/visible.ts'
import type { Agent } from '../../agent/agent.ts'
import { healthFields, rowFilter } from '../../api/filters/row-filter.ts'
import { refusal } from '../../api/refusals.ts'
import { renderCheck, renderNode, renderService } from '../../api/render/rows.ts'
import { renderSummary } from '../../api/render/service-summary.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { query, type Query, route } from '../route.ts'

const READ = { metaOnError: true, showsConsistency: false } as const
const NOTE = { fidelity: 'partial', note: 'Peers are not known.' } as const
const NOT_FOUND: Reply = { status: 404, contentType: null, bytes: '', bare: true }

/** A node that the token may not see. */
const UNSEEN: Reply = { status: 404, contentType: null, bytes: '', filtered: true }

/** What web pages show at first sight; Consul's own page reads the same. */
export const internalUiRoutes = [
  route('/v1/internal/ui/services', { GET: query(services, READ) }, NOTE),
  route('/v1/internal/ui/nodes', { GET: query(nodes, READ) }, NOTE),
  route('/v1/internal/ui/node/:node', { GET: query(node, READ) }, NOTE),
]

function services(req: Request, agent: Agent): ReturnType<Query> {
  return view => {
    const { authorizer } = req
    const filter = rowFilter(agent, req.query.get('filter'), 'health')
    let filtered = false
    const sees = instanceSeenBy(authorizer)
    const { index, value } = overview.serviceSummaries(view, row => {
      const seen = sees(row.service)
      filtered ||= !seen
      return seen && filter([row], healthFields).length > 0
    })
    return { index, value: { json: value.map(summary => renderOne(summary, req.settings.datacenter)), filtered } }
  }
}

function nodes(req: Request, agent: Agent): ReturnType<Query> {
  return view => {
    const filter = rowFilter(agent, req.query.get('filter'), 'nodeOverview')
    const { index, value } = overview.allNodes(view)
    const { rows, filtered } = visible(req.authorizer, value, seesNode)
    const json = filter(rows.map(node => renderNodeOverview(view.peek, node, req.authorizer)))
    return { index, value: { json, filtered } }
  }
}

function node(req: Request): ReturnType<Query> {
  if (req.paramBytes === '') throw refusal.missing('node name')
  return view => {
    const { index, value } = overview.allNodes(view, req.param)
    const [found] = value
    if (found && !seesNode(req.authorizer, found)) return { index, value: UNSEEN }
    return { index, value: found ? { json: renderNodeOverview(view.peek, found, req.authorizer) } : NOT_FOUND }
  }
}

function renderOne(summary: overview.ServiceSummary, datacenter: string): object {
  const config = summary.servicesBehind > 0 ? { AssociatedServiceCount: summary.servicesBehind } : {}
  return {
    ...renderSummary(summary, datacenter, config),
    ConnectedWithProxy: summary.proxied,
    ConnectedWithGateway: summary.behindGateway,
  }
}

function renderNodeOverview(view: View, node: Node, authorizer: Authorizer): object {
  const { Datacenter: _, CreateIndex: __, ModifyIndex: ___, ...fields } = renderNode(node) as Record<string, unknown>
  const { services, checks } = overview.onNode(view, node)
  return {
    ...fields,
    Services: visible(authorizer, services, seesService).rows.map((service: Service) => renderService(service, true)),
    Checks: visible(authorizer, checks, seesCheck).rows.map(check => renderCheck(check, true)),
  }
}
