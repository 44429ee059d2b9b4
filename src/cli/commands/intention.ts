import type { ConsulClient } from '../../client/client.ts'
import { CommandError } from '../command.ts'

/** An intention as the API shows it. */
export interface Intention {
  readonly ID?: string | undefined
  readonly Description?: string | undefined
  readonly SourcePartition?: string | undefined
  readonly SourceNS?: string | undefined
  readonly SourceName: string
  readonly DestinationPartition?: string | undefined
  readonly DestinationNS?: string | undefined
  readonly DestinationName: string
  readonly Action?: string | undefined
  readonly Permissions?: readonly unknown[]
  readonly Meta?: Readonly<Record<string, string>> | null | undefined
  readonly Precedence?: number
  readonly CreatedAt?: string | undefined
}

const nameOf = (namespace: string | undefined, name: string): string =>
  namespace === undefined || namespace === '' || namespace === 'default' ? name : `${namespace}/${name}`

export const sourceOf = ({ SourceNS, SourceName }: Intention): string => nameOf(SourceNS, SourceName)
export const destinationOf = ({ DestinationNS, DestinationName }: Intention): string =>
  nameOf(DestinationNS, DestinationName)

/** `web => db (allow)`, or how many permissions it has. */
export function showIntention(intention: Intention): string {
  const count = intention.Permissions?.length ?? 0
  const what = count === 0 ? (intention.Action ?? '') : count === 1 ? '1 permission' : `${count} permissions`
  return `${sourceOf(intention)} => ${destinationOf(intention)} (${what})`
}

/** Takes a namespace off the front of a name. */
export function splitName(text: string): readonly [namespace: string, name: string] {
  const at = text.indexOf('/')
  return at < 0 ? ['', text] : [text.slice(0, at), text.slice(at + 1)]
}

export const EXACT = '/v1/connect/intentions/exact'

/** The intention between two services; undefined where there is none. Other answers are told as they are. */
export async function findIntention(
  client: ConsulClient,
  source: string,
  destination: string,
): Promise<Intention | undefined> {
  const answer = await client.request('GET', EXACT, { query: { source, destination } })
  if (answer.status === 404) return undefined
  if (answer.status !== 200) throw new CommandError(`Unexpected response ${answer.status}: ${answer.text()}`)
  return answer.json<Intention>()
}

/** What a command takes: an ID, or source and destination. */
export function idOrPair(args: readonly string[]): readonly [string, string | undefined] {
  const [first, second] = args
  if (first === undefined || args.length > 2) throw new CommandError('command requires exactly 1 or 2 arguments')
  return [first, second]
}
