import type { Agent } from '../agent/agent.ts'
import { Refusal, refusal } from '../api/refusals.ts'
import type { Request } from './request.ts'

/** The agent of the datacenter that a body names, or else of the one that the request is for. */
export function targetOf(req: Request, agent: Agent, named = ''): Agent {
  if (named === '') {
    req.checkDatacenter()
    return agent
  }
  const target = agent.inDatacenter(named)
  if (!target) throw refusal.noPathToDatacenter()
  if (!target.datacenter.hasLeader) throw new Refusal(500, 'rpc error making call: No cluster leader')
  return target
}
