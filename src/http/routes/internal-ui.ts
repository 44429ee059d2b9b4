import * as overview from '../../state/overview.ts'
import { compareBytes } from '../../lib/compare-bytes.ts'
import type { Imported } from '../../model/peering-rows.ts'
import type { Check, Node, Service } from '../../model/rows.ts'
import { PEERINGS } from '../../state/peering/entries.ts'
import { importedNode } from '../../state/peering/imported-health.ts'
import { importedSummaries, nodesOfPeers, onImportedNode } from '../../state/peering/imported-overview.ts'
import type { View } from '../../state/view.ts'
import { seesImports } from '../../api/acl/imported.ts'
import { instanceSeenBy, seesCheck, seesNode, seesService, visible } from '../../api/acl/visible.ts'
import type { Agent } from '../../agent/agent.ts'
import { healthFields, rowFilter } from '../../api/filters/row-filter.ts'
import { refusal } from '../../api/refusals.ts'
import { withVersions } from '../../api/render/node-version.ts'
import { renderCheck, renderNode, renderService } from '../../api/render/rows.ts'
import { renderSummary } from '../../api/render/service-summary.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { query, type Query, route } from '../route.ts'

const READ = { metaOnError: true, showsConsistency: false } as const
const NOT_FOUND: Reply = { status: 404, contentType: null, bytes: '', meta: 'late' }

/** A node that the token may not see. */
const UNSEEN: Reply = { ...NOT_FOUND, filtered: true, readAgain: true }
const GONE: Reply = { ...NOT_FOUND, filteredBefore: () => UNSEEN }

/** What web pages show at first sight; Consul's own page reads the same. */
export const internalUiRoutes = [
  route('/v1/internal/ui/services', { GET: query(services, READ) }),
  route('/v1/internal/ui/nodes', { GET: query(nodes, READ) }),
  route('/v1/internal/ui/node/:node', { GET: query(node, READ) }),
]

function services(req: Request, agent: Agent): ReturnType<Query> {
  return view => {
    const { authorizer } = req
    const filter = rowFilter(agent, req.query.get('filter'), 'health')
    let [filtered, importsFiltered] = [false, false]
    const sees = instanceSeenBy(authorizer)
    const peer = req.query.get('peer')
    const { index, value } = overview.serviceSummaries(view, row => {
      const seen = sees(row.service)
      filtered ||= !seen
      return seen && filter([row], healthFields).length > 0
    })
    const ofPeers = importedSummaries(view.peek, peer, row => {
      const seen = seesImports(authorizer)
      importsFiltered ||= !seen
      return seen && filter([row], healthFields).length > 0
    })
    const all = (peer === '' ? [...ofPeers, ...value] : [...ofPeers]).sort((a, b) => compareBytes(a.name, b.name))
    return {
      // whoever asks for all is told of every peering
      index: peer === '' ? Math.max(index, view.max(PEERINGS)) : index,
      value: {
        json: all.map(summary => renderOne(summary, req.settings.datacenter)),
        filtered: importsFiltered || (peer === '' && filtered),
      },
    }
  }
}

function nodes(req: Request, agent: Agent): ReturnType<Query> {
  const { members } = agent.datacenter
  return view => {
    const { authorizer } = req
    const filter = rowFilter(agent, req.query.get('filter'), 'nodeOverview')
    const { index, value } = overview.allNodes(view)
    const { rows, filtered } = visible(authorizer, value, seesNode)
    const imported = visible(authorizer, nodesOfPeers(view.peek), seesImports)
    const seen = withVersions(rows, members.list()).map(
      node => [node, seenOnNode(view.peek, node, authorizer)] as const,
    )
    const json = filter([
      ...seen.map(([node, on]) => renderOnNode(node, on)),
      ...imported.rows.map(node => renderImportedNode(view.peek, node)),
    ])
    return {
      index: Math.max(index, view.max(PEERINGS)),
      value: { json, filtered: filtered || imported.filtered || seen.some(([, on]) => on.filtered) },
    }
  }
}

function node(req: Request, { datacenter: { members } }: Agent): ReturnType<Query> {
  if (req.paramBytes === '') throw refusal.missing('node name')
  const peer = req.query.get('peer')
  return view => {
    const { authorizer } = req
    if (peer !== '') {
      const index = overview.importedNodesIndex(view, peer)
      const imported = importedNode(view, peer, req.param)
      const isSeen = imported && seesImports(authorizer)
      return {
        index,
        value: isSeen ? { json: renderImportedNode(view.peek, imported) } : { ...NOT_FOUND, readAgain: true },
      }
    }
    const { index, value } = overview.oneNode(view, req.param)
    const [found] = withVersions(value, members.list())
    if (found && !seesNode(authorizer, found)) return { index, value: UNSEEN }
    if (!found) return { index, value: GONE }
    const on = seenOnNode(view.peek, found, authorizer)
    const told = { json: renderOnNode(found, on), filtered: on.filtered }
    return { index, value: { ...told, filteredBefore: () => ({ ...told, filtered: true }) } }
  }
}

function renderOne(summary: overview.ServiceSummary, datacenter: string): object {
  const { servicesBehind = 0, behindGateway = false } = summary
  const config = servicesBehind > 0 ? { AssociatedServiceCount: servicesBehind } : {}
  return {
    ...renderSummary(summary, datacenter, config),
    ConnectedWithProxy: summary.proxied,
    ConnectedWithGateway: behindGateway,
  }
}

function seenOnNode(view: View, node: Node, authorizer: Authorizer) {
  const on = overview.onNode(view, node)
  const services = visible(authorizer, on.services, seesService)
  const checks = visible(authorizer, on.checks, seesCheck)
  return { services: services.rows, checks: checks.rows, filtered: services.filtered || checks.filtered }
}

const renderImportedNode = (view: View, node: Imported<Node>): object => renderOnNode(node, onImportedNode(view, node))

function renderOnNode(node: Node, on: { services: readonly Service[]; checks: readonly Check[] }): object {
  const { ID, Node, PeerName, Address, TaggedAddresses, Meta } = renderNode(node) as Record<string, unknown>
  return {
    ID,
    Node,
    ...(PeerName !== undefined && { PeerName }),
    Address,
    TaggedAddresses,
    Meta,
    Services: on.services.map(service => renderService(service, true)),
    Checks: on.checks.map(check => renderCheck(check, true)),
  }
}
