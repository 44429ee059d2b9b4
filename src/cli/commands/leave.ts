import { agentClientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'

/** `miniconsul leave`. */
export const command = clientCommand({
  call: 'leave [options]',
  about: 'Makes the agent leave its cluster and end.',
  flags: agentClientFlags,
  async run({ args, client, io, print, complain }) {
    if (args.length > 0) {
      complain(`Error found unexpected args: [${args.join(' ')}]`)
      io.stdout.write(command.usage)
      return 1
    }
    await explain('Error leaving', client().put('/v1/agent/leave'))
    print('Graceful leave complete')
    return 0
  },
})
