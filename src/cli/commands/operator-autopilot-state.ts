import { toJson } from '../../go/json.ts'
import { clientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { quoteGo } from '../../go/quote.ts'

interface Server {
  readonly ID: string
  readonly Name: string
  readonly Address: string
  readonly NodeStatus: string
  readonly Version: string
  readonly LastContact: string
  readonly LastTerm: number
  readonly LastIndex: number
  readonly Healthy: boolean
  readonly Status: string
  readonly NodeType: string
  readonly Meta: Readonly<Record<string, string>> | null
}

interface State {
  readonly Healthy: boolean
  readonly FailureTolerance: number
  readonly OptimisticFailureTolerance: number
  readonly Servers: Readonly<Record<string, Server>>
  readonly Leader: string
  readonly Voters: readonly string[] | null
}

const FORMATS: Readonly<Record<string, (state: State) => string>> = {
  pretty,
  json: state => toJson(state, true),
}

/** `miniconsul operator autopilot state`. */
export const command = clientCommand({
  call: 'operator autopilot state [options]',
  about: 'Prints how healthy the servers are as Autopilot sees them.',
  flags: [
    ...clientFlags,
    { name: 'format', kind: 'string', usage: 'How to print it: pretty or json. Default: pretty.' },
  ],
  async run({ flags, client, print }) {
    const answer = await explain(
      'Error querying Autopilot state',
      client('Error initializing client').get('/v1/operator/autopilot/state'),
    )
    const name = flags.string('format') ?? 'pretty'
    const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined
    if (!format) throw new CommandError(`Unknown format: ${name}`)
    print(format(answer.json<State>()))
  },
})

function pretty(state: State): string {
  const lines = [
    `Healthy:                      ${state.Healthy}`,
    `Failure Tolerance:            ${state.FailureTolerance}`,
    `Optimistic Failure Tolerance: ${state.OptimisticFailureTolerance}`,
    `Leader:                       ${state.Leader}`,
    'Voters:',
    ...(state.Voters ?? []).map(id => `   ${id}`),
    'Servers:',
    ...Object.values(state.Servers)
      .toSorted((a, b) => (a.ID < b.ID ? -1 : 1))
      .flatMap(serverLines),
  ]
  return `${lines.join('\n')}\n`
}

function serverLines(server: Server): string[] {
  const meta = Object.entries(server.Meta ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [
    `   ${server.ID}`,
    `      Name:            ${server.Name}`,
    `      Address:         ${server.Address}`,
    `      Version:         ${server.Version}`,
    `      Status:          ${server.Status}`,
    `      Node Type:       ${server.NodeType}`,
    `      Node Status:     ${server.NodeStatus}`,
    `      Healthy:         ${server.Healthy}`,
    `      Last Contact:    ${server.LastContact}`,
    `      Last Term:       ${server.LastTerm}`,
    `      Last Index:      ${server.LastIndex}`,
    ...(meta.length > 0 ? ['      Meta'] : []),
    ...meta.map(([key, value]) => `         ${quoteGo(key)}: ${quoteGo(value)}`),
  ]
}
