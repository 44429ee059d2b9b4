import { toJson } from '../../go/json.ts'
import { clientCommand, explain } from '../client-command.ts'
import { formatFlag, isJson, metaFlag, nameFlag, NO_READER, peeringFlags, post, required } from './peering.ts'

/** `miniconsul peering generate-token`. */
export const command = clientCommand({
  call: 'peering generate-token [options] -name NAME',
  about: 'Makes a token by which another cluster becomes a peer.',
  flags: [
    ...peeringFlags,
    nameFlag,
    formatFlag,
    metaFlag,
    {
      name: 'server-external-addresses',
      kind: 'string',
      usage: 'Where the peer is to find the servers: host:port, several parted by commas.',
    },
  ],
  async run({ flags, client, print }) {
    const meta = flags.map('meta')
    const PeerName = required(flags, 'name')
    const json = isJson(flags)
    const addresses = flags.string('server-external-addresses')
    const body = {
      PeerName,
      ...(meta.length > 0 && { Meta: Object.fromEntries(meta) }),
      ...(addresses && { ServerExternalAddresses: addresses.split(',') }),
    }
    const asked = post(client(NO_READER), '/v1/peering/token', body)
    const answer = await explain(`Error generating peering token for ${PeerName}`, asked)
    const { PeeringToken } = answer.json<{ PeeringToken: string }>()
    print(json ? toJson({ PeeringToken }) : PeeringToken)
  },
})
