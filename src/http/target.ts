import type { Agent } from '../agent/agent.ts'
import type { RemoteDatacenter } from '../agent/remote-datacenter.ts'
import { Refusal, refusal } from '../api/refusals.ts'
import type { Request } from './request.ts'

/** Thrown by a handler whose request is for a datacenter of another process. */
export class Elsewhere extends Error {
  readonly datacenter: RemoteDatacenter

  constructor(datacenter: RemoteDatacenter) {
    super(`asked of ${datacenter.name}`)
    this.datacenter = datacenter
  }
}

/** The agent of the datacenter that a body names, or else of the one that the request is for. */
export function targetOf(req: Request, agent: Agent, named = ''): Agent {
  if (named === '') {
    req.checkDatacenter()
    return agent
  }
  const target = agent.inDatacenter(named)
  const far = target ? undefined : agent.federation.remote(named)
  if (far) throw new Elsewhere(far)
  if (!target) throw refusal.noPathToDatacenter()
  if (!target.datacenter.hasLeader) throw new Refusal(500, 'rpc error making call: No cluster leader')
  return target
}
