import type { ConsulClient } from '../../client/client.ts'
import { agentClientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { quoteGo } from '../../go/quote.ts'

interface Coordinate {
  readonly Vec: readonly number[]
  readonly Adjustment: number
  readonly Height: number
}

interface Entry {
  readonly Node: string
  readonly Coord: Coordinate
}

interface Datacenter {
  readonly Datacenter: string
  readonly Coordinates: readonly Entry[]
}

/** `miniconsul rtt`. */
export const command = clientCommand({
  call: 'rtt [options] NODE1 [NODE2]',
  about:
    'Prints the round trip time between two nodes, from their coordinates. NODE2 is by default the node of the agent.',
  flags: [
    ...agentClientFlags,
    { name: 'wan', kind: 'switch', usage: 'The nodes are servers of datacenters: NODE.DATACENTER.' },
  ],
  async run({ args, flags, print, client }) {
    if (args.length < 1 || args.length > 2) {
      throw new CommandError('One or two node names must be specified', { withUsage: true })
    }
    const asked = client()
    const wan = flags.bool('wan')
    const names = wan ? await wanNames(asked, args) : await lanNames(asked, args)
    const coordinates = await (wan ? wanCoordinates(asked) : lanCoordinates(asked))
    const [first, second] = names.map(name => {
      const found = coordinates.get(name)
      if (!found) throw new CommandError(`Could not find a coordinate for node ${quoteGo(name)}`)
      return found
    })
    if (!first || !second) return
    const time = (distance(first, second) * 1000).toFixed(3)
    print(`Estimated ${names.join(' <-> ')} rtt: ${time} ms (using ${wan ? 'WAN' : 'LAN'} coordinates)`)
  },
})

interface Self {
  readonly Config: { readonly NodeName: string; readonly Datacenter: string }
}

async function self(client: ConsulClient): Promise<Self> {
  return (await explain('Unable to look up agent info', client.get('/v1/agent/self'))).json<Self>()
}

async function lanNames(client: ConsulClient, [first = '', second]: readonly string[]): Promise<string[]> {
  return [first, second ?? (await self(client)).Config.NodeName]
}

async function wanNames(client: ConsulClient, args: readonly string[]): Promise<string[]> {
  if (args.some(name => name.split('.').length !== 2)) {
    throw new CommandError('Node names must be specified as <node name>.<datacenter> with -wan')
  }
  const [first = '', second] = args
  if (second !== undefined) return [first, second]
  const { NodeName, Datacenter } = (await self(client)).Config
  return [first, `${NodeName}.${Datacenter}`]
}

const FAILED = 'Error getting coordinates'

async function lanCoordinates(client: ConsulClient): Promise<Map<string, Coordinate>> {
  const answer = await explain(FAILED, client.get('/v1/coordinate/nodes'))
  return new Map(answer.json<Entry[]>().map(({ Node, Coord }) => [Node, Coord]))
}

async function wanCoordinates(client: ConsulClient): Promise<Map<string, Coordinate>> {
  const answer = await explain(FAILED, client.get('/v1/coordinate/datacenters'))
  return new Map(
    answer
      .json<Datacenter[]>()
      .flatMap(({ Datacenter, Coordinates }) =>
        Coordinates.map(({ Node, Coord }) => [`${Node}.${Datacenter}`, Coord] as const),
      ),
  )
}

/** Seconds between two coordinates: https://developer.hashicorp.com/consul/docs/architecture/coordinates */
function distance(a: Coordinate, b: Coordinate): number {
  const straight = Math.hypot(...a.Vec.map((x, at) => x - (b.Vec[at] ?? 0))) + a.Height + b.Height
  const adjusted = straight + a.Adjustment + b.Adjustment
  return adjusted > 0 ? adjusted : straight
}
