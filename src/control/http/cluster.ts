import { bool, list as listOf, raw, string, struct } from '../../go/decode.ts'
import { isObject } from '../../lib/equal.ts'
import type { Control } from '../control.ts'
import { decodeBody } from '../../api/decode-body.ts'
import { Refusal } from '../../api/refusals.ts'
import type { Reply } from '../../http/reply.ts'
import { does, type Operation, type TestingRoute } from './operation.ts'
import { anyObject, flag, list, named, object, oneOf, text } from './schema.ts'

const state = named(
  'Cluster',
  object({
    Leader: text('Address of the leader; empty while there is none.'),
    Nodes: list(
      named(
        'Member',
        object({
          Name: text(),
          Address: text(),
          Status: oneOf(['alive', 'failed', 'left']),
          Server: flag(),
          Datacenter: text(),
        }),
      ),
    ),
  }),
)

const newNode = named(
  'NewNode',
  object(
    {
      Address: text('Default: the first loopback address that no member has.'),
      Server: flag('Default: a client agent.'),
      Services: list(anyObject(), 'As the agent API or a configuration file describes them.'),
    },
    { optional: 'all' },
  ),
)

const body = struct(
  { Address: string(), Server: bool(), Services: listOf(raw()) },
  { name: 'ClusterNode', unknown: 'reject' },
)

export function clusterRoutes(control: Control): readonly TestingRoute[] {
  const { agent } = control
  const read = (): Reply => ({
    json: {
      Leader: agent.leader,
      Nodes: control.cluster.members().map(({ name, address, status, server }) => ({
        Name: name,
        Address: address,
        Status: status,
        Server: server,
        Datacenter: agent.settings.datacenter,
      })),
    },
  })
  const changed = (summary: string, description: string, change: (name: string) => unknown): Operation => ({
    summary,
    description,
    answer: { description: 'The cluster', schema: state },
    refusals: { 400: 'That cannot be done to this node' },
    handler: does(async req => {
      await change(req.param)
      return read()
    }),
  })
  return [
    {
      path: '/_miniconsul/cluster',
      operations: {
        GET: {
          summary: 'The members of the cluster',
          answer: { description: 'The cluster', schema: state },
          handler: does(read),
        },
      },
    },
    {
      path: '/_miniconsul/cluster/nodes/{name}',
      operations: {
        PUT: {
          summary: 'A node joins',
          description: 'A simulated one in the same process, with services of its own in the shared catalog.',
          body: { 'application/json': newNode },
          bodyOptional: true,
          answer: { description: 'The cluster', schema: state },
          refusals: { 400: 'It cannot join' },
          handler: does(async req => {
            const { Address, Server, Services } = req.body.length > 0 ? decodeBody(body, req.body) : {}
            await control.cluster.join({
              name: req.param,
              ...(Address !== undefined && { address: Address }),
              ...(Server !== undefined && { server: Server }),
              ...(Services !== undefined && { services: Services.map(service) }),
            })
            return read()
          }),
        },
        DELETE: changed('A node leaves', 'Gracefully: it and all it registered leave the catalog.', name =>
          control.cluster.leave(name),
        ),
      },
    },
    {
      path: '/_miniconsul/cluster/nodes/{name}/fail',
      operations: {
        PUT: changed(
          'A node fails',
          'Its `serfHealth` turns critical, its sessions are invalidated, and it leaves the DNS.',
          name => control.cluster.fail(name),
        ),
      },
    },
    {
      path: '/_miniconsul/cluster/nodes/{name}/recover',
      operations: {
        PUT: changed('A node that failed comes back', 'Its `serfHealth` passes again.', name =>
          control.cluster.recover(name),
        ),
      },
    },
    {
      path: '/_miniconsul/cluster/lose-leader',
      operations: {
        PUT: changed(
          'There is no leader any more',
          'Writes, and reads that are not stale, answer 500 `No cluster leader` until one is elected.',
          () => control.cluster.loseLeader(),
        ),
      },
    },
    {
      path: '/_miniconsul/cluster/elect',
      operations: {
        PUT: changed('A leader is elected', 'Any server that is alive.', () => control.cluster.elect()),
      },
    },
  ]
}

function service(given: unknown): Readonly<Record<string, unknown>> {
  if (isObject(given)) return given
  throw new Refusal(400, 'Services is a list of objects.')
}
