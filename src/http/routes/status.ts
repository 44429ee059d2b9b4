import { serverAddress } from '../../agent/member.ts'
import { action, route } from '../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/status */
export const statusRoutes = [
  route('/v1/status/leader', {
    GET: action((req, agent) => {
      req.checkPath()
      return { json: agent.leader }
    }),
  }),
  route('/v1/status/peers', {
    GET: action((req, agent) => {
      req.checkPath()
      return { json: agent.datacenter.leadership.servers().map(serverAddress) }
    }),
  }),
]
