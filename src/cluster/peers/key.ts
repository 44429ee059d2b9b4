import { nodeCrypto } from '../../lib/node-crypto.ts'

/** The key that members share. They prove that they know it without sending it; without a key no proof is asked for. */
export class ClusterKey {
  readonly #key: Buffer | undefined

  /** `encrypt`: Base64, or nothing. */
  constructor(encrypt: string | undefined) {
    this.#key = encrypt === undefined ? undefined : Buffer.from(encrypt, 'base64')
  }

  get used(): boolean {
    return this.#key !== undefined
  }

  /** A proof over these texts that only who knows the key can make. */
  prove(...parts: readonly string[]): string {
    if (!this.#key) return ''
    return nodeCrypto().createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64url')
  }

  verify(proof: string, ...parts: readonly string[]): boolean {
    const [given, wanted] = [Buffer.from(proof), Buffer.from(this.prove(...parts))]
    return given.length === wanted.length && nodeCrypto().timingSafeEqual(given, wanted)
  }
}

/** An unpredictable text, for a peer to prove something with. */
export const nonce = (): string => nodeCrypto().randomBytes(18).toString('base64url')
