import type { ConsulClient } from '../../client/client.ts'
import { toJson } from '../../go/json.ts'
import { clientCommand, explain } from '../client-command.ts'
import { agentClientFlags, namespaceFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import { quoteGo } from '../../go/quote.ts'

/** `miniconsul services export`. */
export const command = clientCommand({
  call: 'services export [options] -name NAME -consumer-peers PEERS',
  about: 'Exports a service to peers, besides those that it is exported to.',
  flags: [
    ...agentClientFlags,
    ...namespaceFlags,
    {
      name: 'consumer-partitions',
      kind: 'string',
      usage: 'Partitions, with commas between; only Consul Enterprise has any.',
    },
    { name: 'consumer-peers', kind: 'string', usage: 'Names of peers, with commas between.' },
    { name: 'name', kind: 'string', usage: 'Name of the service. Required.' },
  ],
  async run({ flags, client, print }) {
    const name = flags.string('name')
    if (!name) throw new CommandError('Missing the required -name flag')
    const [peers, partitions] = [flags.string('consumer-peers'), flags.string('consumer-partitions')]
    if (!peers && !partitions) {
      throw new CommandError('Missing the required -consumer-peers or -consumer-partitions flag')
    }
    const consumers = [...namesOf('Peer', peers), ...namesOf('Partition', partitions)]
    await exportTo(client('Error connect to Consul agent'), name, consumers)
    const to = [
      peers ? `to cluster peers ${quoteGo(peers)}` : '',
      partitions ? `to partitions ${quoteGo(partitions)}` : '',
    ]
    print(`Successfully exported service ${quoteGo(name)} ${to.filter(text => text !== '').join(' and ')}`)
  },
})

type Consumer = Readonly<Record<string, string>>

function namesOf(kind: 'Peer' | 'Partition', text = ''): readonly Consumer[] {
  if (text === '') return []
  return text.split(',').map(name => {
    if (name === '') throw new CommandError(`Invalid ${kind.toLowerCase()} ""`)
    return { [kind]: name }
  })
}

interface Exported {
  readonly Name: string
  readonly Consumers: readonly Consumer[] | null
}

interface Entry {
  readonly Services: readonly Exported[] | null
  readonly ModifyIndex?: number
}

async function exportTo(client: ConsulClient, name: string, added: readonly Consumer[]): Promise<void> {
  const found = client.find('/v1/config/exported-services/default')
  const entry = (await explain('Error reading config entry exported-services/default', found))?.json<Entry>()
  const services = entry?.Services ?? []
  const known = services.find(({ Name }) => Name === name)
  const Consumers = known?.Consumers ?? []
  const further = added.filter(consumer => !Consumers.some(other => isSame(other, consumer)))
  const exported = { ...known, Name: name, Consumers: [...Consumers, ...further] }
  const Services = known ? services.map(other => (other === known ? exported : other)) : [...services, exported]
  const body = toJson({ ...(entry ?? { Kind: 'exported-services', Name: 'default' }), Services })
  const cas = String(entry?.ModifyIndex ?? 0)
  const failed = 'Error writing config entry exported-services/default'
  const written = await explain(failed, client.put('/v1/config', body, { cas }))
  if (!written.text().includes('true')) {
    throw new CommandError('Config entry was changed during update. Please try again')
  }
}

const isSame = (a: Consumer, b: Consumer): boolean => a['Peer'] === b['Peer'] && a['Partition'] === b['Partition']
