import type { ConsulClient } from '../../client/client.ts'
import { toJson } from '../../go/json.ts'
import { clientCommand, explain } from '../client-command.ts'
import { clientFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import { EXACT, findIntention, splitName } from './intention.ts'
import { quoteGo } from '../../go/quote.ts'

/** `miniconsul connect expose`. */
export const command = clientCommand({
  call: 'connect expose [options]',
  about:
    'Exposes a service through an ingress gateway: writes a listener of the gateway, and an intention that allows it.',
  flags: [
    ...clientFlags,
    { name: 'host', kind: 'list', usage: 'Further name under which the gateway takes requests for the service.' },
    { name: 'ingress-gateway', kind: 'string', usage: 'Name of the gateway. Required.' },
    { name: 'port', kind: 'integer', usage: 'Port of the listener. Required.' },
    { name: 'protocol', kind: 'string', usage: 'Protocol of the service. Default: tcp.' },
    { name: 'service', kind: 'string', usage: 'Name of the service. Required.' },
  ],
  async run({ flags, client, print }) {
    const asked = client('Error initializing client')
    const service = flags.string('service')
    if (!service) throw new CommandError('A service name must be given via the -service flag.')
    const gateway = flags.string('ingress-gateway')
    if (!gateway) throw new CommandError('An ingress gateway service must be given via the -ingress-gateway flag.')
    const port = flags.int('port')
    if (!port) throw new CommandError('A port must be provided via the -port flag.')
    const protocol = (flags.string('protocol') ?? 'tcp').toLowerCase()
    await writeListener(asked, gateway, { service, port, protocol, hosts: flags.list('host') }, print)
    print(`Successfully updated config entry for ingress service ${quoteGo(gateway)}`)
    await allow(asked, gateway, service, print)
  },
})

type Print = (line: string) => void

interface Exposed {
  readonly service: string
  readonly port: number
  readonly protocol: string
  readonly hosts: readonly string[]
}

interface IngressService {
  readonly Name: string
}

interface Listener {
  readonly Port: number
  readonly Protocol: string
  readonly Services: readonly IngressService[]
}

interface Gateway {
  readonly Listeners: readonly Listener[] | null
  readonly ModifyIndex?: number
}

async function writeListener(client: ConsulClient, gateway: string, exposed: Exposed, print: Print): Promise<void> {
  const found = client.find(`/v1/config/ingress-gateway/${gateway}`)
  const entry = (await explain('Error fetching existing ingress gateway configuration', found))?.json<Gateway>()
  const listeners = withService(entry?.Listeners ?? [], exposed, print)
  const body = toJson({ ...(entry ?? { Kind: 'ingress-gateway', Name: gateway }), Listeners: listeners })
  const cas = String(entry?.ModifyIndex ?? 0)
  const written = await explain('Error writing ingress config entry', client.put('/v1/config', body, { cas }))
  if (!written.text().includes('true')) {
    throw new CommandError('Ingress config was changed while attempting to update, please try again.')
  }
}

function withService(listeners: readonly Listener[], exposed: Exposed, print: Print): readonly Listener[] {
  const { port, protocol, hosts } = exposed
  const [Namespace, Name] = splitName(exposed.service)
  const service = { Name, ...(Namespace !== '' && { Namespace }), ...(hosts.length > 0 && { Hosts: hosts }) }
  const known = listeners.find(({ Port }) => Port === port)
  if (!known) return [...listeners, { Port: port, Protocol: protocol, Services: [service] }]
  if (known.Protocol !== protocol) {
    const conflict = `conflicting protocol ${quoteGo(known.Protocol)}`
    throw new CommandError(`Listener on port ${port} already configured with ${conflict}`)
  }
  const isThere = known.Services.some(other => other.Name === Name)
  if (isThere) print(`Updating service definition for ${quoteGo(exposed.service)} on listener with port ${port}`)
  const Services = isThere
    ? known.Services.map(other => (other.Name === Name ? service : other))
    : [...known.Services, service]
  return listeners.map(listener => (listener === known ? { ...known, Services } : listener))
}

async function allow(client: ConsulClient, gateway: string, service: string, print: Print): Promise<void> {
  const pair = `${quoteGo(gateway)} -> ${quoteGo(service)}`
  const found = await explain('Error looking up existing intention', findIntention(client, gateway, service))
  if (found?.Action === 'allow') return print(`Intention already exists for ${pair}`)
  const query = { source: gateway, destination: service }
  await explain('Error upserting intention', client.put(EXACT, toJson({ Action: 'allow' }), query))
  print(`Successfully set up intention for ${pair}`)
}
