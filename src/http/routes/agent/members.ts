import type { Agent } from '../../../agent/agent.ts'
import { lanMember, wanMember } from '../../../agent/members.ts'
import { HttpError } from '../../errors.ts'
import { rowFilter } from '../../filter.ts'
import type { Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action, route } from '../../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/agent#list-members */
export const agentMemberRoutes = [
  route('/v1/agent/members', { GET: action(listMembers) }, { fidelity: 'partial', note: 'The cluster is one agent.' }),
]

const ALL_SEGMENTS = '_all'

function listMembers(req: Request, agent: Agent): Reply {
  const wan = req.query.get('wan') !== ''
  const segment = req.query.get('segment')
  if (wan && segment !== '') throw new HttpError(400, 'Cannot provide a segment with wan=true')
  if (segment !== '' && segment !== ALL_SEGMENTS) {
    throw new HttpError(500, 'Network segments are not supported in this version of Consul')
  }
  const members = [wan ? wanMember(agent.settings) : lanMember(agent.settings)]
  const filter = rowFilter(agent, req, 'member')
  return { json: filter(members, member => ({ ...member, Addr: member.Addr.split('.').map(Number) })) }
}
