import { agentClientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'

interface Self {
  readonly Stats: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** `miniconsul info`. */
export const command = clientCommand({
  call: 'info [options]',
  about: 'Prints figures of the agent.',
  flags: agentClientFlags,
  async run({ client, print }) {
    const { Stats } = (await explain('Error querying agent', client().get('/v1/agent/self'))).json<Self>()
    for (const group of Object.keys(Stats).toSorted()) {
      print(`${group}:`)
      const figures = Stats[group] ?? {}
      for (const name of Object.keys(figures).toSorted()) print(`\t${name} = ${figures[name]}`)
    }
  },
})
