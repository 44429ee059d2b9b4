import { ClientError } from '../../client/errors.ts'
import { agentClientFlags, partitionFlag } from '../client-flags.ts'
import { clientCommand } from '../client-command.ts'
import { CommandError } from '../command.ts'

/** `miniconsul join`. */
export const command = clientCommand({
  call: 'join [options] ADDRESS…',
  about: 'Makes the agent join the cluster of another one. One address that answers is enough.',
  flags: [
    ...agentClientFlags,
    partitionFlag,
    { name: 'wan', kind: 'switch', usage: 'Join the servers of another datacenter.' },
  ],
  async run({ args, flags, client, print, complain }) {
    if (args.length === 0) {
      throw new CommandError('At least one address to join must be specified.', { withUsage: true })
    }
    const asked = client()
    let joined = 0
    for (const address of args) {
      try {
        await asked.put(`/v1/agent/join/${address}`, undefined, { wan: flags.bool('wan') ? '1' : undefined })
        joined++
      } catch (error) {
        if (!(error instanceof ClientError)) throw error
        complain(`Error joining address '${address}': ${error.message}`)
      }
    }
    if (joined === 0) throw new CommandError('Failed to join any nodes.')
    print(`Successfully joined cluster by contacting ${joined} nodes.`)
  },
})
