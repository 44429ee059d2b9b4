import type { Agent } from '../../../agent/agent.ts'
import type { Member } from '../../../agent/member.ts'
import { Refusal } from '../../../api/refusals.ts'
import { visible } from '../../../api/acl/visible.ts'
import { rowFilter } from '../../../api/filters/row-filter.ts'
import type { Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action, route } from '../../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/agent#list-members */
export const agentMemberRoutes = [
  route('/v1/agent/members', { GET: action(listMembers, { ownEnterpriseCheck: true }) }),
]

const ALL_SEGMENTS = '_all'

function listMembers(req: Request, agent: Agent): Reply {
  req.checkPartition()
  const wan = req.query.get('wan') !== ''
  const segment = req.query.get('segment')
  if (wan && segment !== '' && segment !== ALL_SEGMENTS) {
    throw new Refusal(400, 'Cannot provide a segment with wan=true')
  }
  if (segment !== '' && segment !== ALL_SEGMENTS) {
    throw new Refusal(500, 'Network segments are not supported in this version of Consul')
  }
  // other datacenters are known to servers only
  if (wan && !agent.settings.server) return { json: null }
  const members = wan ? serversOfAll(agent) : agent.datacenter.members.list()
  const { rows, filtered } = visible(req.authorizer, members, (authorizer, { Name }) =>
    authorizer.allows('node', 'read', wan ? Name.slice(0, Name.lastIndexOf('.')) : Name),
  )
  const filter = rowFilter(agent, req.query.get('filter'), 'member')
  return { filtered, json: filter(rows, member => ({ ...member, Addr: member.Addr.split('.').map(Number) })) }
}

/** The servers of all datacenters, the agent's own first. */
function serversOfAll({ datacenter: here, federation }: Agent): readonly Member[] {
  return [...federation.from(here).flatMap(datacenter => datacenter.wanMembers()), ...federation.departed()]
}
