import { clientCommand, explain } from '../client-command.ts'
import { metaFlag, nameFlag, NO_CLIENT, peeringFlags, post, required } from './peering.ts'

/** `miniconsul peering establish`. */
export const command = clientCommand({
  call: 'peering establish [options] -name NAME -peering-token TOKEN',
  about: 'Becomes the peer of the cluster that made a token.',
  flags: [
    ...peeringFlags,
    nameFlag,
    metaFlag,
    { name: 'peering-token', kind: 'string', usage: 'Token that the other cluster made.' },
  ],
  async run({ flags, client, print }) {
    const meta = flags.map('meta')
    const PeerName = required(flags, 'name')
    const PeeringToken = required(flags, 'peering-token')
    const body = { PeerName, PeeringToken, ...(meta.length > 0 && { Meta: Object.fromEntries(meta) }) }
    const asked = post(client(NO_CLIENT), '/v1/peering/establish', body)
    await explain(`Error establishing peering for ${PeerName}`, asked)
    print(`Successfully established peering connection with ${PeerName}`)
  },
})
