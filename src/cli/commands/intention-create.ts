import type { ConsulClient } from '../../client/client.ts'
import { toJson } from '../../go/json.ts'
import type { Flags } from '../../go/flag.ts'
import { clientCommand, explain } from '../client-command.ts'
import { clientFlags, namespaceFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import { findIntention, type Intention, showIntention } from './intention.ts'
import { readIntentions } from './intention-files.ts'
import { quoteGo } from '../../go/quote.ts'

/** `miniconsul intention create`. */
export const command = clientCommand({
  call: 'intention create [options] SRC DST|FILE…',
  about: 'Makes an intention between two services, or those of files.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    { name: 'allow', kind: 'switch', usage: 'It allows; the default.' },
    { name: 'deny', kind: 'switch', usage: 'It denies.' },
    { name: 'file', kind: 'switch', usage: 'The arguments are files with intentions, as JSON.' },
    { name: 'meta', kind: 'map', usage: 'Metadata of the intention, as key=value.' },
    { name: 'replace', kind: 'switch', usage: 'Replace the one that is there between the two.' },
  ],
  async run({ args, flags, io, client, print }) {
    const meta = Object.fromEntries(flags.map('meta'))
    if (flags.bool('allow') && flags.bool('deny')) {
      throw new CommandError('Only one of -allow or -deny may be specified.')
    }
    const intentions = flags.bool('file') ? readIntentions(args, io) : [intentionOf(args, flags, meta)]
    const asked = client('Error connecting to Consul agent')
    for (const intention of intentions) {
      if (flags.bool('replace') && (await replaced(asked, intention))) continue
      const failed = `Error creating intention ${quoteGo(showIntention(intention))}`
      const created = asked.request('POST', '/v1/connect/intentions', { body: toJson(intention) })
      const answer = await explain(
        failed,
        created.then(answer => answer.expectOk()),
      )
      // as the official client, which takes the ID from it
      answer.json()
      print(`Created: ${showIntention(intention)}`)
    }
  },
})

function intentionOf(args: readonly string[], flags: Flags, Meta: Readonly<Record<string, string>>): Intention {
  const [source, destination] = args
  if (source === undefined || destination === undefined || args.length > 2) {
    throw new CommandError('Error: Must specify two arguments: source and destination')
  }
  const [SourcePartition, SourceNS, SourceName] = partsOf(source, 'source')
  const [DestinationPartition, DestinationNS, DestinationName] = partsOf(destination, 'destination')
  return {
    ...(SourcePartition !== '' && { SourcePartition }),
    SourceNS,
    SourceName,
    ...(DestinationPartition !== '' && { DestinationPartition }),
    DestinationNS,
    DestinationName,
    Action: flags.bool('deny') ? 'deny' : 'allow',
    Meta,
  }
}

/** A name behind its namespace, and that behind its partition. */
function partsOf(text: string, what: string): readonly [partition: string, namespace: string, name: string] {
  const [name = '', namespace = '', partition = '', ...more] = text.split('/').toReversed()
  if (more.length > 0) throw new CommandError(`Error: Invalid intention ${what}: input can contain at most two '/'`)
  return [partition, namespace, name]
}

/** A name to look up: behind its namespace where one is given, the default one too. */
const inNamespace = (namespace: string | undefined, name: string): string => (namespace ? `${namespace}/${name}` : name)

/** Whether there was one to replace. */
async function replaced(client: ConsulClient, intention: Intention): Promise<boolean> {
  const [source, destination] = [
    inNamespace(intention.SourceNS, intention.SourceName),
    inNamespace(intention.DestinationNS, intention.DestinationName),
  ]
  const pair = `with source ${quoteGo(source)} and destination ${quoteGo(destination)}`
  const failed = `Error looking up intention for replacement ${pair}`
  const old = await explain(failed, findIntention(client, source, destination))
  if (!old) return false
  const path = `/v1/connect/intentions/${old.ID ?? ''}`
  await explain(`Error replacing intention ${pair}`, client.put(path, toJson(intention)))
  return true
}
