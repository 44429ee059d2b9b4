import * as Type from 'typebox'
import { Refusal } from '../../api/refusals.ts'
import { ownCheckOf, serviceRegistrationOf } from '../../library/definitions.ts'
import type { Seed } from '../../seed/seed.ts'
import { SeedProblem } from '../../seed/shape.ts'
import { validateSeed } from '../../seed/validate.ts'
import type { NewClusterNode } from '../actions.ts'
import type { Control } from '../control.ts'
import type { ControlApp } from './app.ts'
import { answers, AnyObject, byName, Members, OneOf, Strings } from './schemas.ts'

const Member = Members(
  {
    Name: Type.String(),
    Address: Type.String(),
    Status: OneOf(['alive', 'failed', 'leaving', 'left']),
    Server: Type.Boolean(),
    Datacenter: Type.String(),
  },
  { title: 'Member' },
)

const Cluster = Members(
  {
    Leader: Type.String({ description: 'Address of the leader; empty while there is none.' }),
    Nodes: Type.Array(Member),
  },
  { title: 'Cluster' },
)

const definitions = (description: string) => Type.Optional(Type.Array(AnyObject(), { description }))

const NewNode = Members(
  {
    Address: Type.Optional(Type.String({ description: 'Default: the first loopback address that no member has.' })),
    Server: Type.Optional(Type.Boolean({ description: 'Default: a client agent.' })),
    Meta: Type.Optional(Strings('Metadata of the node.')),
    Services: definitions(
      'As the agent API or a configuration file describes them, with their checks; `"Check": "passing"` is a check that keeps this status.',
    ),
    Checks: definitions('Checks of the node, described in the same ways.'),
  },
  { title: 'NewNode' },
)

export function addClusterRoutes(app: ControlApp, control: Control): void {
  const { agent } = control
  const read = (): Type.Static<typeof Cluster> => ({
    Leader: agent.leader,
    Nodes: control.cluster.members().map(({ name, address, status, server }) => ({
      Name: name,
      Address: address,
      Status: status,
      Server: server,
      Datacenter: agent.settings.datacenter,
    })),
  })

  app.get(
    '/cluster',
    { schema: { summary: 'The members of the cluster', response: answers('The cluster', Cluster) } },
    read,
  )

  app.put(
    '/cluster/nodes/:name',
    {
      schema: {
        summary: 'A node joins',
        description: 'A simulated one in the same process, with services and checks of its own in the shared catalog.',
        params: byName('name'),
        body: NewNode,
        response: answers('The cluster', Cluster, { refusals: { 400: 'It cannot join' } }),
      },
    },
    async ({ params, body }) => {
      await control.cluster.join(nodeOf(params.name, body))
      return read()
    },
  )

  const change = (
    method: 'PUT' | 'DELETE',
    url: string,
    summary: string,
    description: string,
    run: (name: string) => unknown,
  ): void => {
    app.route({
      method,
      url,
      schema: {
        summary,
        description,
        params: url.includes(':name') ? byName('name') : Type.Object({}),
        response: answers('The cluster', Cluster, { refusals: { 400: 'That cannot be done to this node' } }),
      },
      handler: async ({ params }) => {
        await run((params as { readonly name?: string }).name ?? '')
        return read()
      },
    })
  }
  change(
    'DELETE',
    '/cluster/nodes/:name',
    'A node leaves',
    'Gracefully: it and all it registered leave the catalog.',
    name => control.cluster.leave(name),
  )
  change(
    'PUT',
    '/cluster/nodes/:name/fail',
    'A node fails',
    'Its `serfHealth` turns critical, its sessions are invalidated, and it leaves the DNS.',
    name => control.cluster.fail(name),
  )
  change(
    'PUT',
    '/cluster/nodes/:name/recover',
    'A node that failed comes back',
    'Its `serfHealth` passes again.',
    name => control.cluster.recover(name),
  )
  change(
    'PUT',
    '/cluster/lose-leader',
    'There is no leader any more',
    'Writes, and reads that are not stale, answer 500 `No cluster leader` until one is elected.',
    () => control.cluster.loseLeader(),
  )
  change('PUT', '/cluster/elect', 'A leader is elected', 'Any server that is alive.', () => control.cluster.elect())
}

/** Services and checks are read as those of a seed are: in any spelling, with unknown members refused wherever they are. */
function nodeOf(
  name: string,
  { Address, Server, Meta, Services, Checks }: Type.Static<typeof NewNode>,
): NewClusterNode {
  const { services = [], checks = [] } = definitionsOf({
    ...(Services && { Services }),
    ...(Checks && { Checks }),
  })
  return {
    name,
    ...(Address !== undefined && { address: Address }),
    ...(Server !== undefined && { server: Server }),
    ...(Meta && { meta: Meta }),
    services: services.map(serviceRegistrationOf),
    checks: checks.map(ownCheckOf),
  }
}

function definitionsOf(given: object): Seed {
  try {
    return validateSeed(given)
  } catch (err) {
    if (err instanceof SeedProblem) throw new Refusal(400, err.message)
    throw err
  }
}
