import type { ConsulClient } from '../../client/client.ts'
import type { ClientResponse } from '../../client/response.ts'
import { toJson } from '../../go/json.ts'
import { type ClientContext, explain } from '../client-command.ts'
import { agentClientFlags, partitionFlag } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import type { Flag, Flags } from '../../go/flag.ts'

/** What the commands about peerings have in common. */

/** A peering as the API shows it, as far as it is printed. */
export interface ShownPeering {
  readonly ID: string
  readonly Name: string
  readonly State: string
  readonly Meta?: Readonly<Record<string, string>>
  readonly PeerID?: string
  readonly PeerServerName?: string
  readonly PeerCAPems?: readonly string[]
  readonly PeerServerAddresses?: readonly string[]
  readonly StreamStatus: {
    readonly ImportedServices: readonly string[] | null
    readonly ExportedServices: readonly string[] | null
    readonly LastHeartbeat: string | null
    readonly LastSend: string | null
    readonly LastReceive: string | null
  }
  readonly CreateIndex: number
  readonly ModifyIndex: number
}

export const peeringFlags: readonly Flag[] = [...agentClientFlags, partitionFlag]
export const nameFlag: Flag = { name: 'name', kind: 'string', usage: 'Name of the peering here.' }
export const formatFlag: Flag = { name: 'format', kind: 'string', usage: 'pretty (the default) or json.' }
export const metaFlag: Flag = { name: 'meta', kind: 'map', usage: 'Metadata of the peering, as key=value.' }

/** The value of a flag that there must be. */
export function required(flags: Flags, name: string): string {
  const value = flags.string(name)
  if (!value) throw new CommandError(`Missing the required -${name} flag`)
  return value
}

/** Whether JSON is wanted. */
export function isJson(flags: Flags): boolean {
  const format = flags.string('format') ?? 'pretty'
  if (format !== 'json' && format !== 'pretty') {
    throw new CommandError('Invalid format, valid formats are {json|pretty}')
  }
  return format === 'json'
}

export async function post(client: ConsulClient, path: string, body: object): Promise<ClientResponse> {
  return (await client.request('POST', path, { body: toJson(body) })).expectOk()
}

/** Asks for a peering, and ends the command where there is none. */
export async function readPeering({ client }: ClientContext, name: string): Promise<ClientResponse> {
  const answer = await explain('Error reading peering', client(NO_READER).find(`/v1/peering/${name}`))
  if (!answer) throw new CommandError(`No peering with name ${name} found.`)
  return answer
}

export const NO_CLIENT = 'Error connecting to Consul agent'
/** The same, as the official client words it in some commands. */
export const NO_READER = 'Error connect to Consul agent'
