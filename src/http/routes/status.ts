import { serverAddress } from '../../agent/member.ts'
import { readOptions } from '../blocking-parameters.ts'
import type { Request } from '../request.ts'
import { action, route } from '../route.ts'

/** Namespaces mean nothing here, and are not refused. */
const OWN = { ownEnterpriseCheck: true } as const

/** The parameters of reads are looked at, although this is none. */
function check(req: Request): void {
  readOptions(req)
  req.checkPath()
}

/** https://developer.hashicorp.com/consul/api-docs/status */
export const statusRoutes = [
  route('/v1/status/leader', {
    GET: action((req, agent) => {
      check(req)
      return { json: agent.leader }
    }, OWN),
  }),
  route('/v1/status/peers', {
    GET: action((req, agent) => {
      check(req)
      return { json: agent.datacenter.leadership.servers().map(serverAddress) }
    }, OWN),
  }),
]
