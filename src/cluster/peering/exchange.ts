import type { ExchangeOutcome, PeerToDial } from '../../agent/peering.ts'
import type { Clock } from '../../lib/clock.ts'
import { splitHostPort } from '../../go/host-port.ts'
import { errorText } from '../../lib/error-text.ts'
import { isObject } from '../../lib/equal.ts'
import { type Address, addressesOf, notAnAgent } from '../peers/addresses.ts'
import { nonce } from '../peers/key.ts'
import { HEADER, PATH } from '../peers/protocol.ts'
import { ask } from '../peers/request.ts'
import { secretKey, streamSecret } from './secret.ts'

/** Milliseconds that a peer is tried for, and between two attempts. */
const PATIENCE = 3000
const PAUSE = 175

/** Proves the secret of a token to the cluster that made it. Tries its addresses in turn until one answers or it takes too long. */
export async function exchangeSecret(peer: PeerToDial, clock: Clock): Promise<ExchangeOutcome> {
  const problems: string[] = []
  const end = clock.now() + PATIENCE
  for (let attempt = 0; ; attempt++) {
    const text = peer.addresses[attempt % peer.addresses.length] ?? ''
    try {
      return await exchangeWith(text, peer, clock)
    } catch (error) {
      problems.push(`failed to exchange peering secret through address "${text}": ${rpcError(error)}`)
    }
    if (clock.now() + PAUSE > end) return { kind: 'unreachable', problems }
    await new Promise<void>(wake => clock.setTimeout(wake, PAUSE))
  }
}

async function exchangeWith(
  text: string,
  { peerId, establishment }: PeerToDial,
  clock: Clock,
): Promise<ExchangeOutcome> {
  const address = await addressOf(text)
  const challenge = await askForNonce(address, clock)
  const [key, ours] = [secretKey(establishment), nonce()]
  const { status, json } = await ask(address, PATH.exchange, {
    clock,
    headers: {
      [HEADER.nonce]: challenge,
      [HEADER.number]: ours,
      [HEADER.peering]: peerId,
      [HEADER.proof]: key.prove('exchange', challenge, peerId),
    },
  })
  if (status === 403) return { kind: 'refused' }
  const proof = isObject(json) ? String(json['proof'] ?? '') : ''
  if (status !== 200 || !key.verify(proof, 'exchanged', ours)) throw new Error(notAnAgent(address))
  return { kind: 'agreed', stream: streamSecret(establishment, peerId) }
}

/** Where to dial; without a host this machine. Rejects with Go's text. */
async function addressOf(text: string): Promise<Address> {
  const { host, port } = splitHostPort(text)
  const itself = { host, port: Number(port) }
  if (host === '') return itself
  const [first = itself] = await addressesOf(host, itself.port).catch((error: unknown) => {
    throw new Error(`dial tcp: ${errorText(error)}`, { cause: error })
  })
  return first
}

/** A nonce of the peer's, to prove a secret with. Rejects where there is no answer. */
export async function askForNonce(address: Address, clock: Clock): Promise<string> {
  const { json } = await ask(address, PATH.hello, { clock })
  if (!isObject(json) || typeof json['nonce'] !== 'string') throw new Error(notAnAgent(address))
  return json['nonce']
}

function rpcError(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error)
  const said = why.startsWith('dial ') ? `transport: Error while dialing: ${why}` : 'error reading server preface: EOF'
  return `rpc error: code = Unavailable desc = connection error: desc = "${said}"`
}
