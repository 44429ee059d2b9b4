import type { Agent } from '../../../agent/agent.ts'
import { levelOf } from '../../../logging/levels.ts'
import { Refusal } from '../../../api/refusals.ts'
import { demandAgent } from '../../../api/acl/local.ts'
import type { Request } from '../../request.ts'
import { route, stream, type Stream } from '../../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/agent#stream-logs */
export const agentMonitorRoutes = [route('/v1/agent/monitor', { GET: stream(monitor) }, { alwaysGzips: true })]

function monitor(req: Request, agent: Agent, out: Stream): void {
  demandAgent(req.authorizer, agent, 'read')
  const given = req.query.get('loglevel')
  const level = given === '' ? 'info' : levelOf(given)
  if (level === undefined) throw new Refusal(400, `Unknown log level: ${given}`)
  out.begin(null)
  const joined = agent.log.join({ level, json: req.query.has('logjson'), destination: out })
  out.onClose(() => joined.leave())
}
