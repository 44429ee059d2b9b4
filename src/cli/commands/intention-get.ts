import type { ConsulClient } from '../../client/client.ts'
import { toJson } from '../../go/json.ts'
import { ZERO_TIME } from '../../go/time.ts'
import { clientCommand, explain } from '../client-command.ts'
import { clientFlags, namespaceFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import { columns, indentBy } from '../output.ts'
import { destinationOf, findIntention, idOrPair, type Intention, sourceOf } from './intention.ts'
import { quoteGo } from '../../go/quote.ts'

/** `miniconsul intention get`. */
export const command = clientCommand({
  call: 'intention get [options] SRC DST|ID',
  about: 'Shows an intention.',
  flags: [...clientFlags, ...namespaceFlags],
  async run({ args, client, print }) {
    const asked = client()
    const found = await find(asked, ...idOrPair(args))
    print(columns(rowsOf(found)))
    if (found.Permissions && found.Permissions.length > 0) {
      print(`Permissions:\n${indentBy(toJson(found.Permissions, true), '  ')}`)
    }
  },
})

async function find(client: ConsulClient, first: string, second: string | undefined): Promise<Intention> {
  if (second !== undefined) {
    const found = await explain('Error reading the intention', findIntention(client, first, second))
    const pair = `source ${quoteGo(first)} and destination ${quoteGo(second)}`
    if (!found) throw new CommandError(`Intention not found with ${pair}`)
    return found
  }
  const asked = client.request('GET', `/v1/connect/intentions/${first}`)
  const answer = await explain('Error reading the intention', asked)
  if (answer.status === 200) return answer.json()
  if (answer.status === 404) throw new CommandError(`Intention not found with ID ${quoteGo(first)}`)
  throw new CommandError(`Error reading the intention: Unexpected response ${answer.status}: ${answer.text().trim()}`)
}

function rowsOf(intention: Intention): readonly (readonly string[])[] {
  const rows = [
    ['Source:', sourceOf(intention)],
    ['Destination:', destinationOf(intention)],
    ['Action:', intention.Action ?? ''],
    ['ID:', intention.ID ?? ''],
    ['Description:', intention.Description ?? ''],
  ]
  const meta = Object.entries(intention.Meta ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    ...rows.filter(([, value]) => value !== ''),
    ...meta.map(([key, value]) => [`Meta[${key}]:`, value]),
    // those of config entries tell no time
    ['Created At:', rfc850(new Date(intention.CreatedAt ?? ZERO_TIME))],
  ]
}

/** `Sunday, 29-Nov-26 12:17:05 UTC`; of a time that is none the first one of all, as Go's zero time. */
function rfc850(time: Date): string {
  const day = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(time)
  const [, date, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(time.toUTCString()) ?? []
  return `${day}, ${date}-${month}-${year?.slice(-2)} ${clock} UTC`
}
