import { toJson } from '../../go/json.ts'
import { clientCommand, explain } from '../client-command.ts'
import { columns } from '../output.ts'
import { formatFlag, isJson, NO_READER, peeringFlags, type ShownPeering } from './peering.ts'

/** `miniconsul peering list`. */
export const command = clientCommand({
  call: 'peering list [options]',
  about: 'Lists the peerings.',
  flags: [...peeringFlags, formatFlag],
  async run({ flags, client, print }) {
    const json = isJson(flags)
    const answer = await explain('Error listing peerings', client(NO_READER).get('/v1/peerings'))
    const peerings = answer.json<ShownPeering[]>()
    if (json) print(toJson(peerings))
    else if (peerings.length === 0) print('There are no peering connections.')
    else print(columns([HEAD, ...[...peerings].sort(byName).map(rowOf)]))
  },
})

const HEAD = ['Name', 'State', 'Imported Svcs', 'Exported Svcs', 'Meta']

const byName = (a: ShownPeering, b: ShownPeering): number => (a.Name < b.Name ? -1 : 1)

const rowOf = ({ Name, State, StreamStatus, Meta = {} }: ShownPeering): string[] => [
  Name,
  State,
  String(StreamStatus.ImportedServices?.length ?? 0),
  String(StreamStatus.ExportedServices?.length ?? 0),
  Object.entries(Meta)
    .map(([key, value]) => `${key}=${value}`)
    .join(','),
]
