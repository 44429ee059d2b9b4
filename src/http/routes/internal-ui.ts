import * as overview from '../../state/overview.ts'
import type { Node, Service } from '../../model/rows.ts'
import type { View } from '../../state/view.ts'
import { seesCheck, seesNode, seesService, visible } from '../../api/acl/visible.ts'
import { refusal } from '../../api/refusals.ts'
import { renderCheck, renderNode, renderService } from '../../api/render/rows.ts'
import { renderSummary } from '../../api/render/service-summary.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import type { Reply } from '../reply.ts'
import { query, type Query, route } from '../route.ts'

const READ = { metaOnError: true, showsConsistency: false } as const
const NOTE = { fidelity: 'partial', note: 'Without filters; peers are not known.' } as const

/** A node that the token may not see. */
const UNSEEN: Reply = { status: 404, contentType: null, bytes: '', filtered: true }

/** What web pages show at first sight; Consul's own page reads the same. */
export const internalUiRoutes = [
  route('/v1/internal/ui/services', { GET: query(services, READ) }, NOTE),
  route('/v1/internal/ui/nodes', { GET: query(nodes, READ) }, NOTE),
  route('/v1/internal/ui/node/:node', { GET: query(node, READ) }, NOTE),
]

function services(req: Parameters<Query>[0]): ReturnType<Query> {
  return view => {
    const { authorizer } = req
    let filtered = false
    const { index, value } = overview.serviceSummaries(view, instance => {
      const seen = seesNode(authorizer, instance) && seesService(authorizer, instance)
      filtered ||= !seen
      return seen
    })
    return { index, value: { json: value.map(summary => renderOne(summary, req.settings.datacenter)), filtered } }
  }
}

function nodes(req: Parameters<Query>[0]): ReturnType<Query> {
  return view => {
    const { index, value } = overview.allNodes(view)
    const { rows, filtered } = visible(req.authorizer, value, seesNode)
    return { index, value: { json: rows.map(node => renderNodeOverview(view.peek, node, req.authorizer)), filtered } }
  }
}

function node(req: Parameters<Query>[0]): ReturnType<Query> {
  if (req.paramBytes === '') throw refusal.missing('node name')
  return view => {
    const { index, value } = overview.allNodes(view, req.param)
    const [found] = value
    if (found && !seesNode(req.authorizer, found)) return { index, value: UNSEEN }
    return { index, value: { json: found ? renderNodeOverview(view.peek, found, req.authorizer) : null } }
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
