import { agentClientFlags, partitionFlag } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'

/** `miniconsul force-leave`. */
export const command = clientCommand({
  call: 'force-leave [options] NODE',
  about: 'Takes a failed member for one that has left.',
  flags: [
    ...agentClientFlags,
    partitionFlag,
    { name: 'prune', kind: 'switch', usage: 'Forget the member.' },
    { name: 'wan', kind: 'switch', usage: 'The member is a server of another datacenter: NODE.DATACENTER.' },
  ],
  async run({ args, flags, client }) {
    const [node] = args
    if (node === undefined || args.length > 1) {
      throw new CommandError('A single node name must be specified to force leave.', { withUsage: true })
    }
    const given = (name: string): string | undefined => (flags.bool(name) ? '1' : undefined)
    const query = { prune: given('prune'), wan: given('wan') }
    await explain('Error force leaving', client().put(`/v1/agent/force-leave/${node}`, undefined, query))
  },
})
