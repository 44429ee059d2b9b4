import { toJson } from '../../go/json.ts'
import { clientCommand } from '../client-command.ts'
import { formatFlag, isJson, nameFlag, peeringFlags, readPeering, required, type ShownPeering } from './peering.ts'

/** `miniconsul peering exported-services`. */
export const command = clientCommand({
  call: 'peering exported-services [options] -name NAME',
  about: 'Lists the services that are exported to a peer.',
  flags: [...peeringFlags, nameFlag, formatFlag],
  async run(context) {
    const { flags, print } = context
    const name = required(flags, 'name')
    const json = isJson(flags)
    const { StreamStatus } = (await readPeering(context, name)).json<ShownPeering>()
    const names = StreamStatus.ExportedServices ?? []
    print(json ? toJson(names.map(ID => ({ ID }))) : names.join('\n'))
  },
})
