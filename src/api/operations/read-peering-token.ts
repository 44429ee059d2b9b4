import { decodeBase64 } from '../../go/base64.ts'
import { DecodeError, decodeJson } from '../../go/decode.ts'
import { JsonError } from '../../go/json.ts'
import type { FoundPeer } from '../../state/peering/peerings.ts'
import { Refusal } from '../refusals.ts'
import { peeringTokenSchema } from '../schemas/peering.ts'

/** What a token says. */
export interface PeeringToken extends FoundPeer {
  readonly establishment: string
}

/** Reads a token, or refuses it as Consul does, in its order. */
export function readPeeringToken(text: string): PeeringToken {
  const { CA = [], ManualServerAddresses = [], ServerAddresses = [], ...token } = decode(text)
  const { ServerName = '', PeerID = '', EstablishmentSecret = '', Remote = {} } = token
  for (const pem of CA) if (!PEM.test(pem)) throw refuse('invalid CA: no PEM-encoded data found')
  const addresses = ManualServerAddresses.length > 0 ? ManualServerAddresses : ServerAddresses
  if (addresses.length === 0) throw refuse('server addresses value is empty')
  const invalid = addresses.find(address => !isAddress(address))
  if (invalid !== undefined) throw new Refusal(500, `${invalid} is not a valid peering server address`)
  if (ServerName === '') throw refuse('server name value is empty')
  if (PeerID === '') throw refuse('peer ID value is empty')
  return {
    PeerID,
    PeerCAPems: CA,
    PeerServerName: ServerName,
    PeerServerAddresses: ServerAddresses,
    ManualServerAddresses,
    Remote: { Partition: Remote.Partition ?? '', Datacenter: Remote.Datacenter ?? '' },
    establishment: EstablishmentSecret,
  }
}

const PEM = /-----BEGIN [A-Z ]+-----/

const refuse = (why: string): Refusal => new Refusal(500, `peering token ${why}`)

function decode(text: string) {
  const { bytes, corruptAt } = decodeBase64(text)
  if (corruptAt !== undefined) {
    throw new Refusal(500, `failed to decode token: illegal base64 data at input byte ${corruptAt}`)
  }
  try {
    return decodeJson(peeringTokenSchema, bytes)
  } catch (err) {
    if (err instanceof DecodeError || err instanceof JsonError) throw new Refusal(500, err.message)
    throw err
  }
}

/** `host:port`, IPv6 in brackets. */
function isAddress(text: string): boolean {
  const [, host, port] = /^(\[[^\]]+\]|[^:]*):(\d{1,5})$/.exec(text) ?? []
  return host !== undefined && Number(port) <= 65_535
}
