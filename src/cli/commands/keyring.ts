import { agentClientFlags } from '../client-flags.ts'
import { type ClientContext, clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'

interface Keyring {
  readonly WAN: boolean
  readonly Datacenter: string
  readonly Segment?: string
  readonly Keys: Readonly<Record<string, number>> | null
  readonly PrimaryKeys: Readonly<Record<string, number>> | null
  readonly NumNodes: number
}

interface Action {
  readonly flag: string
  readonly doing: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
}

const ACTIONS: readonly Action[] = [
  { flag: 'list', doing: 'Gathering installed encryption keys...', method: 'GET' },
  { flag: 'list-primary', doing: 'Gathering installed primary encryption keys...', method: 'GET' },
  { flag: 'install', doing: 'Installing new gossip encryption key...', method: 'POST' },
  { flag: 'use', doing: 'Changing primary gossip encryption key...', method: 'PUT' },
  { flag: 'remove', doing: 'Removing gossip encryption key...', method: 'DELETE' },
]

const MAX_RELAYS = 5

/** `miniconsul keyring`. */
export const command = clientCommand({
  call: 'keyring [options]',
  about: 'Lists and changes the keys that encrypt gossip.',
  flags: [
    ...agentClientFlags,
    { name: 'install', kind: 'string', usage: 'Add a key.' },
    { name: 'list', kind: 'switch', usage: 'List the keys.' },
    { name: 'list-primary', kind: 'switch', usage: 'List the keys in use.' },
    { name: 'local-only', kind: 'switch', usage: 'List the keys of this datacenter only.' },
    { name: 'relay-factor', kind: 'integer', usage: 'Nodes through which answers are sent, 0 to 5. Default: 0.' },
    { name: 'remove', kind: 'string', usage: 'Take a key away.' },
    { name: 'use', kind: 'string', usage: 'Use a key from now on.' },
  ],
  async run(context) {
    const { flags, io, print, complain } = context
    const chosen = ACTIONS.filter(({ flag }) => Boolean(flags.bool(flag) || (flags.string(flag) ?? '')))
    const [action] = chosen
    if (!action) {
      io.stderr.write(command.usage)
      return 1
    }
    if (chosen.length > 1) throw new CommandError('Only a single action is allowed')
    const query = checkedQuery(context, action)
    const asked = context.client()
    print(`==> ${action.doing}`)
    const key = flags.string(action.flag)
    const body = action.method === 'GET' ? undefined : `${JSON.stringify({ Key: key })}\n`
    const request = asked.request(action.method, '/v1/operator/keyring', { query, ...(body !== undefined && { body }) })
    const answer = await explain(
      'error',
      request.then(answer => answer.expectOk()),
    )
    if (action.method === 'GET') show(answer.json<Keyring[]>(), action.flag, context)
    else if (answer.text() !== '') complain(answer.text().trimEnd())
    return 0
  },
})

function checkedQuery({ flags }: ClientContext, { flag }: Action): Record<string, string | undefined> {
  const relays = flags.int('relay-factor') ?? 0
  if (relays < 0 || relays > MAX_RELAYS) {
    throw new CommandError(`Error parsing relay factor: Relay factor must be in range: [0, ${MAX_RELAYS}]`)
  }
  const localOnly = flags.bool('local-only')
  if (localOnly && flag !== 'list') {
    throw new CommandError('Error validating local-only: local-only can only be set for list requests')
  }
  return { 'relay-factor': relays > 0 ? String(relays) : undefined, 'local-only': localOnly ? 'true' : undefined }
}

function show(rings: readonly Keyring[], flag: string, { print }: ClientContext): void {
  for (const { WAN, Datacenter, Segment, Keys, PrimaryKeys, NumNodes } of rings) {
    print(`\n${WAN ? 'WAN' : `${Datacenter} (LAN)${Segment ? ` [${Segment}]` : ''}`}:`)
    const keys = flag === 'list' ? Keys : PrimaryKeys
    for (const [key, nodes] of Object.entries(keys ?? {})) print(`  ${key} [${nodes}/${NumNodes}]`)
  }
}
