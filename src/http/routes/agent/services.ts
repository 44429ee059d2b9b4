import type { Agent } from '../../../agent/agent.ts'
import { contentHash } from '../../../agent/local/content-hash.ts'
import type { LocalService } from '../../../agent/local/state.ts'
import { blockingOptions } from '../../blocking-parameters.ts'
import { demand } from '../../../api/acl/permission.ts'
import { seesService, visible } from '../../../api/acl/visible.ts'
import { Refusal } from '../../../api/refusals.ts'
import { rowFilter } from '../../../api/filters/row-filter.ts'
import type { Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action, route, watch, type Watch } from '../../route.ts'
import { renderLocalService } from '../../../api/render/agent.ts'

/** https://developer.hashicorp.com/consul/api-docs/agent/service: what the agent has */
export const agentServiceRoutes = [
  route('/v1/agent/services', { GET: action(listServices) }),
  route('/v1/agent/service/:id', { GET: watch(readService) }),
]

function listServices(req: Request, agent: Agent): Reply {
  const { authorizer } = req
  const filter = rowFilter(agent, req.query.get('filter'), 'nodeService')
  const { rows, filtered } = visible(authorizer, [...agent.local.state.services()], (who, { row }) =>
    seesService(who, row),
  )
  const matching = filter(rows, ({ row }) => row)
  const { datacenter } = agent.settings
  return { json: byId(matching, ({ row }) => [row.ID, renderLocalService(row, datacenter)]), filtered }
}

/** An object of rows in order of their IDs, as Go writes maps. */
export function byId<T>(rows: readonly T[], entryOf: (row: T) => readonly [string, object]): object {
  return Object.fromEntries(rows.map(entryOf).sort(([a], [b]) => (a < b ? -1 : 1)))
}

interface Known {
  readonly service: LocalService
  readonly hash: string
}

/** Instead of an index it has the hash of its content, which a reader can wait for to change. */
function readService(req: Request, agent: Agent): Watch<Known> {
  const { wait } = blockingOptions(req)
  req.checkEnterprise()
  const id = req.param
  const waitsFor = req.query.get('hash')
  const { state } = agent.local
  return {
    source: {
      read() {
        const { authorizer } = req
        const service = state.service(id)
        if (!service) throw new Refusal(404, `unknown service ID: ${id}`)
        demand(authorizer, 'service', 'read', service.row.Service)
        return { service, hash: contentHash(service.row) }
      },
      subscribe: wake =>
        state.onChange(change => {
          if (change.kind === 'service' && change.id === id) wake(false)
        }),
    },
    isNews: ({ hash }) => waitsFor === '' || hash !== waitsFor,
    wait,
    answer: ({ service, hash }) => ({
      json: renderLocalService(service.row, agent.settings.datacenter, hash),
      headers: [['X-Consul-Contenthash', hash]],
    }),
  }
}
