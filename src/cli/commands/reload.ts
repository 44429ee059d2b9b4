import { agentClientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'

/** `miniconsul reload`. */
export const command = clientCommand({
  call: 'reload [options]',
  about: 'Makes the agent read its configuration again.',
  flags: agentClientFlags,
  async run({ client, print }) {
    await explain('Error reloading', client().put('/v1/agent/reload'))
    print('Configuration reload triggered')
  },
})
