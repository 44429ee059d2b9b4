import { toJson } from '../../go/json.ts'
import { multierror } from '../../go/multierror.ts'
import type { Clock } from '../../lib/clock.ts'
import { isObject } from '../../lib/equal.ts'
import { errorText } from '../../lib/error-text.ts'
import { type Address, notAnAgent, resolve, show } from './addresses.ts'
import { type Identity, readIdentity } from './identity.ts'
import { type ClusterKey, nonce } from './key.ts'
import { NO_KEY } from './peer-connection.ts'
import { HEADER, PATH } from './protocol.ts'
import { ask } from './request.ts'

const HAS_STATE =
  'the other agent has state of its own and would lose it: join from there, or give both the same encryption key'

/** Joins an agent at each address, and tells how many there were. Rejects with Consul's text when none can be joined. */
export async function joinEach(
  addresses: readonly string[],
  port: number,
  join: (address: Address) => Promise<void>,
): Promise<number> {
  const problems: string[] = []
  let joined = 0
  for (const text of addresses) {
    try {
      const found = await resolve(text, port)
      for (const address of found) {
        await join(address).then(
          () => joined++,
          (error: unknown) => problems.push(`Failed to join ${show(address)}: ${errorText(error)}`),
        )
      }
    } catch (error) {
      problems.push(errorText(error))
    }
  }
  if (joined === 0 && problems.length > 0) throw new Error(multierror(problems))
  return joined
}

/** Tells an agent the identity of this one, `self`, and learns that of the other. Both prove that they know the cluster's key. */
export async function introduce(
  address: Address,
  { self, key, clock }: { self: object; key: ClusterKey; clock: Clock },
): Promise<Identity> {
  const hello = await ask(address, PATH.hello, { clock })
  const { json } = hello
  if (!isObject(json) || typeof json['nonce'] !== 'string') throw new Error(notAnAgent(address))
  if (json['encrypted'] === true && !key.used) {
    throw new Error('Remote state is encrypted and encryption is not configured')
  }
  if (json['encrypted'] !== true && key.used) {
    throw new Error('Encryption is configured but remote state is not encrypted')
  }
  const ours = nonce()
  const answer = await ask(address, PATH.join, {
    clock,
    headers: {
      [HEADER.nonce]: json['nonce'],
      [HEADER.number]: ours,
      [HEADER.proof]: key.prove('join', json['nonce']),
    },
    body: toJson(self),
  })
  const proof = isObject(answer.json) ? String(answer.json['proof'] ?? '') : ''
  if (answer.status === 401 || !key.verify(proof, 'joined', ours)) throw new Error(NO_KEY)
  if (answer.status === 409) throw new Error(HAS_STATE)
  if (answer.status !== 200) throw new Error(notAnAgent(address))
  return readIdentity(answer.json)
}
