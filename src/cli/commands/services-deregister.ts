import { clientFlags, namespaceFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { readServices } from './service-files.ts'
import { quoteGo } from '../../go/quote.ts'

/** `miniconsul services deregister`. */
export const command = clientCommand({
  call: 'services deregister [options] [FILE…]',
  about: 'Deregisters services from the agent: those of configuration files (JSON or HCL), or one by its ID.',
  flags: [...clientFlags, ...namespaceFlags, { name: 'id', kind: 'string', usage: 'ID of the service.' }],
  async run({ args, flags, io, client, print }) {
    const id = flags.string('id')
    if (args.length === 0 && !id) {
      throw new CommandError('Service deregistration requires at least one argument or -id.')
    }
    if (args.length > 0 && id) throw new CommandError('Service deregistration requires arguments or -id, not both.')
    const services = id ? [{ ID: id }] : await readServices(args, io)
    const asked = client()
    for (const { ID, Name = '' } of services) {
      const id = ID || Name
      if (id === '') continue
      const failed = `Error deregistering service ${quoteGo(Name)}`
      await explain(failed, asked.put(`/v1/agent/service/deregister/${id}`))
      print(`Deregistered service: ${id}`)
    }
  },
})
