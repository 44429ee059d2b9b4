import { compileFilter, FilterError } from '../../go/bexpr/filter.ts'
import { toJson } from '../../go/json.ts'
import { clientCommand, explain } from '../client-command.ts'
import { clientFlags, partitionFlag } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import { columns } from '../output.ts'

/** `miniconsul services exported-services`. */
export const command = clientCommand({
  call: 'services exported-services [options]',
  about: 'Lists the services that are exported, and to whom.',
  flags: [
    ...clientFlags,
    partitionFlag,
    { name: 'filter', kind: 'string', usage: 'Expression that a service must match.' },
    { name: 'format', kind: 'string', usage: 'pretty (the default) or json.' },
  ],
  async run({ flags, client, print }) {
    const format = flags.string('format') ?? 'pretty'
    if (format !== 'pretty' && format !== 'json') {
      throw new CommandError('Invalid format, valid formats are {pretty|json}')
    }
    const asked = client('Error connect to Consul agent').get('/v1/exported-services')
    const answer = await explain('Error reading exported services', asked)
    const services = matching(answer.json<readonly Exported[] | null>() ?? [], flags.string('filter') ?? '')
    if (services.length === 0) return print('No exported services found')
    if (format === 'json') return print(toJson(services, true))
    const rows = services.map(({ Service, Consumers }) => [Service, (Consumers.Peers ?? []).join(', ')])
    print(columns([['Service', 'Consumer Peers'], ...rows]))
  },
})

interface Exported {
  readonly Service: string
  readonly Consumers: { readonly Peers?: readonly string[] | null; readonly Partitions?: readonly string[] | null }
}

const text = { kind: 'string' } as const
const texts = { kind: 'list', of: text } as const
/** What a filter can select. */
const schema = {
  kind: 'struct',
  fields: { Service: text, Consumers: { kind: 'struct', fields: { Peers: texts, Partitions: texts } } },
} as const

function matching(services: readonly Exported[], filter: string): readonly Exported[] {
  try {
    const accepts = compileFilter(filter, schema)
    return services.filter(service => accepts(service))
  } catch (error) {
    if (!(error instanceof FilterError)) throw error
    throw new CommandError(`Error while creating filter: ${error.message}`, { cause: error })
  }
}
