import { agentClientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import type { Flags } from '../../go/flag.ts'
import { compileFilter } from './regexps.ts'

/** `miniconsul event`. */
export const command = clientCommand({
  call: 'event [options] -name NAME [PAYLOAD]',
  about: 'Fires an event, for all nodes or for those that the filters name.',
  flags: [
    ...agentClientFlags,
    { name: 'name', kind: 'string', usage: 'Name of the event.' },
    { name: 'node', kind: 'string', usage: 'Regular expression that the name of a node must match.' },
    { name: 'service', kind: 'string', usage: 'Regular expression that a service of the node must match.' },
    { name: 'tag', kind: 'string', usage: 'Regular expression that a tag of that service must match.' },
  ],
  async run({ args, flags, client, print }) {
    const name = flags.string('name')
    if (!name) throw new CommandError('Event name must be specified', { withUsage: true })
    checkFilters(flags)
    if (args.length > 1) throw new CommandError('Too many command line arguments.', { withUsage: true })
    const asked = client()
    const told = await explain('Error querying Consul agent', asked.get('/v1/agent/self'))
    told.json()
    const filter = (flag: string): string | undefined => flags.string(flag) || undefined
    const query = { node: filter('node'), service: filter('service'), tag: filter('tag') }
    const payload = Buffer.from(args[0] ?? '')
    const fired = await explain('Error firing event', asked.put(`/v1/event/fire/${name}`, payload, query))
    print(`Event ID: ${fired.json<{ ID: string }>().ID}`)
  },
})

function checkFilters(flags: Flags): void {
  const [node, service, tag] = ['node', 'service', 'tag'].map(name => flags.string(name))
  if (node) compileFilter('node filter', node)
  if (service) compileFilter('service filter', service)
  if (!tag) return
  compileFilter('tag filter', tag)
  if (!service) throw new CommandError('Cannot provide tag filter without service filter.')
}
