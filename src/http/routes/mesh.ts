import type { Agent } from '../../agent/agent.ts'
import { demand } from '../../api/acl/permission.ts'
import { decodeBody } from '../../api/decode-body.ts'
import { setVirtualIps } from '../../api/operations/set-virtual-ips.ts'
import { string, stringList, struct } from '../../go/decode.ts'
import { listExports } from '../../state/exported-services.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, query, type Query, route } from '../route.ts'

/** What clusters of a mesh tell others, and the addresses of its services. */
export const meshRoutes = [
  route(
    '/v1/exported-services',
    {
      GET: query(exportedServices, {
        showsConsistency: false,
        cacheable: true,
        ownEnterpriseCheck: true,
        partitionFirst: true,
        answersComplaints: true,
      }),
    },
    { anyDatacenter: true, direct: true },
  ),
  route('/v1/internal/service-virtual-ip', { PUT: action(writeVirtualIps) }),
]

function exportedServices(req: Request): ReturnType<Query> {
  req.checkPartition()
  demand(req.authorizer, 'mesh', 'read', '')
  return view => {
    const { index, value } = listExports(view)
    const json = value.map(({ service, peers }) => ({
      Service: service,
      Consumers: peers.length > 0 ? { Peers: peers } : {},
    }))
    return { index, value: { json } }
  }
}

const assignment = struct(
  { Service: string(), ManualVIPs: stringList() },
  { unknown: 'reject', name: 'structs.AssignServiceManualVIPsRequest' },
)

function writeVirtualIps(req: Request, agent: Agent): Reply {
  const { Service = '', ManualVIPs = [] } = decodeBody(assignment, req.body)
  demand(req.authorizer, 'mesh', 'write', '')
  req.checkDatacenter()
  const { found, unassignedFrom } = setVirtualIps(agent, Service, ManualVIPs)
  const services = unassignedFrom.map(Name => ({ ServiceName: { Name }, Peer: '' }))
  return { json: { Found: found, UnassignedFrom: services.length > 0 ? services : null } }
}
