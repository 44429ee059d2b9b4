import { clientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { quoteGo } from '../../go/quote.ts'

/** `miniconsul operator raft remove-peer`. */
export const command = clientCommand({
  call: 'operator raft remove-peer [options]',
  about: 'Takes a server out of Raft.',
  flags: [
    ...clientFlags,
    { name: 'address', kind: 'string', usage: 'Address of the server, with its port.' },
    { name: 'id', kind: 'string', usage: 'ID of the server.' },
  ],
  async run({ flags, client, print }) {
    const asked = client('Error initializing client')
    const [address, id] = [flags.string('address'), flags.string('id')]
    const failed = 'Error removing peer'
    if (!address && !id) throw new CommandError(`${failed}: an address or id is required for the peer to remove`)
    if (address && id) throw new CommandError(`${failed}: cannot give both an address and id`)
    const query = { address: address || undefined, id: id || undefined }
    await explain(failed, asked.delete('/v1/operator/raft/peer', query))
    print(`Removed peer with ${address ? `address ${quoteGo(address)}` : `id ${quoteGo(id ?? '')}`}`)
  },
})
