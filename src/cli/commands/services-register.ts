import type { ServiceDefinitionBody } from '../../api/schemas/service-definition.ts'
import { toJson } from '../../go/json.ts'
import { clientFlags, namespaceFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import type { Flags } from '../../go/flag.ts'
import { splitHostPort } from '../../go/host-port.ts'
import { parseInteger } from '../../go/strconv.ts'
import { errorText } from '../../lib/error-text.ts'
import { readServices } from './service-files.ts'
import { quoteGo } from '../../go/quote.ts'

/** `miniconsul services register`. */
export const command = clientCommand({
  call: 'services register [options] [FILE…]',
  about:
    'Registers services with the agent: those of configuration files (JSON or HCL), or one that the flags describe.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    { name: 'address', kind: 'string', usage: 'Address of the service.' },
    { name: 'id', kind: 'string', usage: 'ID of the service. Default: its name.' },
    { name: 'kind', kind: 'string', usage: 'Kind of the service, such as mesh-gateway.' },
    { name: 'meta', kind: 'map', usage: 'Metadata of the service, as key=value.' },
    { name: 'name', kind: 'string', usage: 'Name of the service.' },
    { name: 'port', kind: 'integer', usage: 'Port of the service.' },
    { name: 'socket', kind: 'string', usage: 'Unix socket of the service, instead of address and port.' },
    { name: 'tag', kind: 'list', usage: 'Tag of the service.' },
    { name: 'tagged-address', kind: 'map', usage: 'Further address of the service, as name=host:port.' },
  ],
  async run({ args, flags, io, client, print }) {
    const meta = flags.map('meta')
    const addresses = flags.map('tagged-address').map(taggedAddress)
    const name = flags.string('name')
    if (args.length === 0 && !name) {
      throw new CommandError('Service registration requires at least one argument or flags.')
    }
    if (args.length > 0 && name) throw new CommandError('Service registration requires arguments or -id, not both.')
    const services = name ? [serviceOf(name, flags, meta, addresses)] : await readServices(args, io)
    const asked = client()
    for (const service of services) {
      const failed = `Error registering service ${quoteGo(service.Name ?? '')}`
      await explain(failed, asked.put('/v1/agent/service/register', toJson(service)))
      print(`Registered service: ${service.Name ?? ''}`)
    }
  },
})

type Pairs = readonly (readonly [key: string, value: string])[]

function serviceOf(
  Name: string,
  flags: Flags,
  meta: Pairs,
  addresses: readonly TaggedAddress[],
): ServiceDefinitionBody {
  return {
    Kind: flags.string('kind') || undefined,
    ID: flags.string('id') || undefined,
    Name,
    Tags: flags.list('tag').length > 0 ? [...flags.list('tag')] : undefined,
    Port: flags.int('port') || undefined,
    Address: flags.string('address') || undefined,
    SocketPath: flags.string('socket') || undefined,
    TaggedAddresses: addresses.length > 0 ? Object.fromEntries(addresses) : undefined,
    Meta: meta.length > 0 ? Object.fromEntries(meta) : undefined,
  }
}

type TaggedAddress = readonly [name: string, address: { readonly Address: string; readonly Port: number }]

function taggedAddress([name, text]: Pairs[number]): TaggedAddress {
  try {
    const { host, port } = splitHostPort(text)
    return [name, { Address: host, Port: parseInteger(port) }]
  } catch (error) {
    throw new CommandError(`Invalid Tagged address: ${errorText(error)}`, { cause: error })
  }
}
