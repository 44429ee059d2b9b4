import type { Query } from '../../client/url.ts'
import { clientFlags, partitionFlag } from '../client-flags.ts'
import { type ClientContext, clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { columns, tooMany } from '../output.ts'

type Texts = Readonly<Record<string, string>>

interface Node {
  readonly ID: string
  readonly Node: string
  readonly Address: string
  readonly Datacenter: string
  readonly TaggedAddresses: Texts | null
  readonly Meta: Texts | null
}

/** An instance names its node's metadata differently. */
interface Instance extends Omit<Node, 'Meta'> {
  readonly NodeMeta: Texts | null
}

/** `miniconsul catalog nodes`. */
export const command = clientCommand({
  call: 'catalog nodes [options]',
  about: 'Lists all nodes, or those with a service.',
  flags: [
    ...clientFlags,
    partitionFlag,
    { name: 'detailed', kind: 'switch', usage: 'Print metadata and all addresses, too.' },
    { name: 'filter', kind: 'string', usage: 'Expression that a node must match.' },
    { name: 'near', kind: 'string', usage: 'Sort by the distance to this node; _agent is the one asked.' },
    { name: 'node-meta', kind: 'map', usage: 'Metadata that a node must have, as key=value.' },
    { name: 'service', kind: 'string', usage: 'List the nodes with this service.' },
  ],
  async run(context) {
    const { args, flags, print, complain } = context
    const meta = flags.map('node-meta')
    if (args.length > 0) throw new CommandError(tooMany(0, args.length))
    const nodes = await find(context, meta)
    if (nodes.length === 0) complain('No nodes match the given query - try expanding your search.')
    else print(columns(flags.bool('detailed') ? [DETAILED, ...nodes.map(detailsOf)] : [HEAD, ...nodes.map(rowOf)]))
  },
})

async function find({ flags, client }: ClientContext, meta: readonly [string, string][]): Promise<Node[]> {
  const query: Query = {
    filter: flags.string('filter') || undefined,
    near: flags.string('near') || undefined,
    'node-meta': meta.map(pair => pair.join(':')),
  }
  const service = flags.string('service')
  if (!service) return (await explain('Error listing nodes', client().get('/v1/catalog/nodes', query))).json()
  const asked = client().get(`/v1/catalog/service/${service}`, query)
  const answer = await explain('Error listing nodes for service', asked)
  return answer.json<Instance[]>().map(({ NodeMeta, ...node }) => ({ ...node, Meta: NodeMeta }))
}

const HEAD = ['Node', 'ID', 'Address', 'DC']
const DETAILED = [...HEAD, 'TaggedAddresses', 'Meta']

/** A UUID as far as its first dash. */
const SHORT_ID = 8

const rowOf = ({ ID, Node, Address, Datacenter }: Node): string[] => [Node, ID.slice(0, SHORT_ID), Address, Datacenter]

const detailsOf = ({ ID, Node, Address, Datacenter, TaggedAddresses, Meta }: Node): string[] => [
  Node,
  ID,
  Address,
  Datacenter,
  pairsText(TaggedAddresses),
  pairsText(Meta),
]

function pairsText(texts: Texts | null): string {
  return Object.entries(texts ?? {})
    .map(pair => pair.join('='))
    .toSorted()
    .join(', ')
}
