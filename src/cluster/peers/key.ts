import { nodeCrypto } from '../../lib/node-crypto.ts'

/** Proofs that only agents with the cluster's key can make. */
export interface Prover {
  /** A proof over these texts. */
  prove(...parts: readonly string[]): string
  verify(proof: string, ...parts: readonly string[]): boolean
}

/**
 * The keys that members share. They prove that they know the one in use without sending it, to others that have it among
 * theirs; without a key no proof is asked for.
 */
export class ClusterKey implements Prover {
  readonly #keys: () => readonly string[]

  /** `keys`: in Base64, the one in use first; none where encryption is off. */
  constructor(keys: () => readonly string[]) {
    this.#keys = keys
  }

  get used(): boolean {
    return this.#keys().length > 0
  }

  prove(...parts: readonly string[]): string {
    return proofBy(this.#keys()[0], parts)
  }

  verify(proof: string, ...parts: readonly string[]): boolean {
    return this.#madeWith(proof, parts) !== undefined
  }

  /** What the connection that began with this proof proves itself with: it outlives the key. */
  session(proof: string, ...parts: readonly string[]): Prover {
    const secret = proofBy(this.#madeWith(proof, parts)?.key, ['session', ...parts])
    const prove: Prover['prove'] = (...more) => (secret === '' ? '' : hmac(secret, more))
    return { prove, verify: (given, ...more) => isSame(given, prove(...more)) }
  }

  /** The key of a proof; undefined where it is none of ours. */
  #madeWith(proof: string, parts: readonly string[]): { readonly key: string | undefined } | undefined {
    const keys = this.#keys()
    const possible = keys.length === 0 ? [undefined] : keys
    return possible.map(key => ({ key })).find(({ key }) => isSame(proof, proofBy(key, parts)))
  }
}

const proofBy = (key: string | undefined, parts: readonly string[]): string =>
  key === undefined ? '' : hmac(Buffer.from(key, 'base64'), parts)

const hmac = (key: Buffer | string, parts: readonly string[]): string =>
  nodeCrypto().createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url')

/** Compares what is to be secret, in a time that does not tell of it. */
export function isSame(a: string, b: string): boolean {
  const [given, wanted] = [Buffer.from(a), Buffer.from(b)]
  return given.length === wanted.length && nodeCrypto().timingSafeEqual(given, wanted)
}

/** An unpredictable text, for a peer to prove something with. */
export const nonce = (): string => nodeCrypto().randomBytes(18).toString('base64url')
