import { decodeBase64 } from '../../go/base64.ts'
import { DecodeError } from '../../go/decode.ts'
import { splitHostPort } from '../../go/host-port.ts'
import { JsonError } from '../../go/json.ts'
import { firstPemBlock } from '../../go/pem.ts'
import { unmarshal } from '../../go/unmarshal.ts'
import { certificateProblem } from '../../go/x509.ts'
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
  for (const pem of CA) checkCa(pem)
  const addresses = [...ManualServerAddresses, ...ServerAddresses]
  if (addresses.length === 0) throw refuse('server addresses value is empty')
  const invalid = addresses.find(address => !isAddress(address))
  if (invalid !== undefined) throw new Refusal(500, `${invalid} is not a valid peering server address`)
  // it is the name in a certificate, which is looked at by the certificates of a CA
  if (CA.length > 0 && ServerName === '') throw refuse('server name value is empty')
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

const refuse = (why: string): Refusal => new Refusal(500, `peering token ${why}`)

function checkCa(pem: string): void {
  const block = firstPemBlock(pem)
  if (!block) throw refuse('invalid CA: no PEM-encoded data found')
  if (block.type !== 'CERTIFICATE') throw refuse('invalid CA: first PEM-block should be CERTIFICATE type')
  const problem = certificateProblem(block.bytes)
  if (problem !== undefined) throw refuse(`invalid CA: ${problem}`)
}

function decode(text: string) {
  const { bytes, corruptAt } = decodeBase64(text)
  if (corruptAt !== undefined) {
    throw new Refusal(500, `failed to decode token: illegal base64 data at input byte ${corruptAt}`)
  }
  try {
    return unmarshal(peeringTokenSchema, bytes)
  } catch (err) {
    if (err instanceof DecodeError || err instanceof JsonError) throw new Refusal(500, err.message)
    throw err
  }
}

/** `host:port`, IPv6 in brackets; the host may be anything, the port a number as strconv.Atoi reads it. */
function isAddress(text: string): boolean {
  try {
    const { port } = splitHostPort(text)
    return /^[+-]?\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535
  } catch {
    return false
  }
}
