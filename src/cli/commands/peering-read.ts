import { toJson } from '../../go/json.ts'
import { clientCommand } from '../client-command.ts'
import { formatFlag, isJson, nameFlag, peeringFlags, readPeering, required, type ShownPeering } from './peering.ts'

/** `miniconsul peering read`. */
export const command = clientCommand({
  call: 'peering read [options] -name NAME',
  about: 'Prints a peering.',
  flags: [...peeringFlags, nameFlag, formatFlag],
  async run(context) {
    const { flags, print } = context
    const name = required(flags, 'name')
    const json = isJson(flags)
    const peering = (await readPeering(context, name)).json<ShownPeering>()
    print(json ? toJson(peering) : textOf(peering))
  },
})

function textOf(peering: ShownPeering): string {
  const { Meta = {}, PeerServerAddresses: addresses = [], StreamStatus } = peering
  const meta = Object.entries(Meta).map(([key, value]) => `    ${key}=${value}\n`)
  const { ImportedServices, ExportedServices, LastHeartbeat, LastSend, LastReceive } = StreamStatus
  return [
    `Name:         ${peering.Name}`,
    `ID:           ${peering.ID}`,
    `State:        ${peering.State}`,
    ...(meta.length > 0 ? [`Meta:\n${meta.join('')}`] : ['']),
    `Peer ID:               ${peering.PeerID ?? ''}`,
    `Peer Server Name:      ${peering.PeerServerName ?? ''}`,
    `Peer CA Pems:          ${peering.PeerCAPems?.length ?? 0}`,
    ...(addresses.length > 0 ? ['Peer Server Addresses:', ...addresses.map(address => `    ${address}`)] : ['']),
    `Imported Services: ${ImportedServices?.length ?? 0}`,
    `Exported Services: ${ExportedServices?.length ?? 0}`,
    '',
    `Last Heartbeat:    ${timeText(LastHeartbeat)}`,
    `Last Send:         ${timeText(LastSend)}`,
    `Last Receive:      ${timeText(LastReceive)}`,
    '',
    `Create Index: ${peering.CreateIndex}`,
    `Modify Index: ${peering.ModifyIndex}`,
    '',
  ].join('\n')
}

/** As Go prints a time that may not be there. */
const timeText = (time: string | null): string =>
  time === null ? '<nil>' : time.replace('T', ' ').replace(/Z$/, ' +0000 UTC')
