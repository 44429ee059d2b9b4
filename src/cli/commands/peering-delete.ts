import { clientCommand, explain } from '../client-command.ts'
import { nameFlag, NO_CLIENT, peeringFlags, required } from './peering.ts'

/** `miniconsul peering delete`. */
export const command = clientCommand({
  call: 'peering delete [options] -name NAME',
  about: 'Deletes a peering; the peer is told.',
  flags: [...peeringFlags, nameFlag],
  async run({ flags, client, print }) {
    const name = required(flags, 'name')
    await explain(`Error deleting peering for ${name}`, client(NO_CLIENT).delete(`/v1/peering/${name}`))
    print(`Successfully submitted peering connection, ${name}, for deletion`)
  },
})
