import { clientFlags, namespaceFlags } from '../client-flags.ts'
import { type ClientContext, clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { tabs, tooMany } from '../output.ts'

interface OfNode {
  readonly Services: Readonly<Record<string, { readonly Service: string; readonly Tags: string[] | null }>>
}

/** `miniconsul catalog services`. */
export const command = clientCommand({
  call: 'catalog services [options]',
  about: 'Lists all services, or those of a node.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    { name: 'node', kind: 'string', usage: 'List the services of this node, named or by its ID.' },
    { name: 'node-meta', kind: 'map', usage: 'Metadata that a node of the service must have, as key=value.' },
    { name: 'tags', kind: 'switch', usage: 'Print the tags of each service.' },
  ],
  async run(context) {
    const { args, flags, print, complain } = context
    const meta = flags.map('node-meta')
    if (args.length > 0) throw new CommandError(tooMany(0, args.length))
    const services = await find(context, meta)
    const names = [...services.keys()].toSorted()
    if (names.length === 0) complain('No services match the given query - try expanding your search.')
    else if (flags.bool('tags')) print(tabs(names.map(name => [name, (services.get(name) ?? []).toSorted().join(',')])))
    else print(names.join('\n'))
  },
})

type Services = ReadonlyMap<string, readonly string[]>

async function find({ flags, client }: ClientContext, meta: readonly [string, string][]): Promise<Services> {
  const query = { 'node-meta': meta.map(pair => pair.join(':')) }
  const node = flags.string('node')
  if (!node) {
    const answer = await explain('Error listing services', client().get('/v1/catalog/services', query))
    return new Map(Object.entries(answer.json<Record<string, string[]>>()))
  }
  const answer = await explain('Error listing services for node', client().get(`/v1/catalog/node/${node}`, query))
  const found = answer.json<OfNode | null>()
  const services = new Map<string, string[]>()
  for (const { Service, Tags } of Object.values(found?.Services ?? {})) {
    services.set(Service, [...(services.get(Service) ?? []), ...(Tags ?? [])])
  }
  return services
}
