import { agentClientFlags } from '../client-flags.ts'
import { type ClientContext, clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import type { Flags } from '../../go/flag.ts'
import { quoteGo } from '../../go/quote.ts'

interface Check {
  readonly CheckID: string
  readonly ServiceID: string
  readonly Notes: string
}

/** `miniconsul maint`. */
export const command = clientCommand({
  call: 'maint [options]',
  about:
    'Puts the node of the agent, or one of its services, into maintenance or out of it. Without flags: lists what is in ' +
    'maintenance.',
  flags: [
    ...agentClientFlags,
    { name: 'disable', kind: 'switch', usage: 'End the maintenance.' },
    { name: 'enable', kind: 'switch', usage: 'Begin the maintenance.' },
    { name: 'reason', kind: 'string', usage: 'Why, with -enable.' },
    { name: 'service', kind: 'string', usage: 'ID of a service. Default: the whole node.' },
  ],
  async run(context) {
    const { flags } = context
    const problem = problemOf(flags)
    if (problem !== undefined) throw new CommandError(problem)
    if (flags.bool('enable') || flags.bool('disable')) await change(context)
    else await list(context)
  },
})

function problemOf(flags: Flags): string | undefined {
  const [enable, disable] = [flags.bool('enable'), flags.bool('disable')]
  if (enable && disable) return 'Only one of -enable or -disable may be provided'
  if (!enable && flags.string('reason')) return 'Reason may only be provided with -enable'
  return !enable && !disable && flags.string('service') ? 'Service requires either -enable or -disable' : undefined
}

async function change({ flags, client, print }: ClientContext): Promise<void> {
  const enable = flags.bool('enable')
  const service = flags.string('service')
  const path = service ? `/v1/agent/service/maintenance/${service}` : '/v1/agent/maintenance'
  const what = `${service ? 'service' : 'node'} maintenance`
  const query = { enable: String(enable), reason: enable ? (flags.string('reason') ?? '') : undefined }
  await explain(`Error ${enable ? 'enabling' : 'disabling'} ${what}`, client().put(path, undefined, query))
  const subject = what.charAt(0).toUpperCase() + what.slice(1)
  print(`${subject} is now ${enable ? 'enabled' : 'disabled'}${service ? ` for ${quoteGo(service)}` : ''}`)
}

const NODE = '_node_maintenance'
const SERVICE = '_service_maintenance:'

async function list({ client, print }: ClientContext): Promise<void> {
  const asked = client()
  const self = await explain('Error querying Consul agent', asked.get('/v1/agent/self'))
  const answer = await explain('Error querying Consul agent', asked.get('/v1/agent/checks'))
  const checks = Object.values(answer.json<Record<string, Check>>())
  for (const { CheckID, ServiceID, Notes } of checks) {
    if (CheckID === NODE) {
      const { Config } = self.json<{ Config: { NodeName: string } }>()
      print(`Node:\n  Name:   ${Config.NodeName}\n  Reason: ${Notes}\n`)
    } else if (CheckID.startsWith(SERVICE)) {
      print(`Service:\n  ID:     ${ServiceID}\n  Reason: ${Notes}\n`)
    }
  }
}
