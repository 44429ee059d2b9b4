import type { webcrypto } from 'node:crypto'
import type * as X509 from '@peculiar/x509'
import { nodeCrypto } from './node-crypto.ts'

/** What kind of key a certificate has: `ec` or `rsa`, and how many bits. */
export interface KeyType {
  readonly type: string
  readonly bits: number
}

export type KeyAlgorithm = (webcrypto.EcKeyGenParams & { hash: string }) | webcrypto.RsaHashedKeyGenParams

const CURVES: ReadonlyMap<number, string> = new Map([
  [256, 'P-256'],
  [384, 'P-384'],
  [521, 'P-521'],
])

export function algorithmOf({ type, bits }: KeyType): KeyAlgorithm {
  if (type === 'rsa') {
    return {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: bits,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: 'SHA-256',
    }
  }
  return { name: 'ECDSA', namedCurve: CURVES.get(bits) ?? 'P-256', hash: 'SHA-256' }
}

/** A library that most users never need, and that takes its time to load. */
export async function loadX509(): Promise<typeof X509> {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}

export const makeKeys = (algorithm: KeyAlgorithm): Promise<webcrypto.CryptoKeyPair> =>
  nodeCrypto().webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

/** The pair of a private key that was given as PEM. */
export async function importKeys(algorithm: KeyAlgorithm, pem: string): Promise<webcrypto.CryptoKeyPair> {
  const { createPrivateKey, createPublicKey, webcrypto } = nodeCrypto()
  const key = createPrivateKey(pem)
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return {
    privateKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']),
    publicKey: await webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify']),
  }
}

/** A private key as PEM, in the form that is usual for its type. */
export const keyPemOf = (key: webcrypto.CryptoKey, { type }: Pick<KeyType, 'type'>): string =>
  String(
    nodeCrypto()
      .KeyObject.from(key)
      .export({ format: 'pem', type: type === 'rsa' ? 'pkcs1' : 'sec1' }),
  )

/** Identifier of a key: SHA-256 of it. */
export async function identify(key: webcrypto.CryptoKey): Promise<Buffer> {
  const spki = await nodeCrypto().webcrypto.subtle.exportKey('spki', key)
  return nodeCrypto().createHash('sha256').update(Buffer.from(spki)).digest()
}

export const pemOf = (certificate: X509.X509Certificate): string => `${certificate.toString('pem')}\n`

/** Bytes as hexadecimal pairs with colons between. */
export const colons = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(':')

/** A whole number as hexadecimal bytes. */
export function hexOf(serialNumber: number | bigint): string {
  const hex = serialNumber.toString(16)
  return hex.length % 2 === 0 ? hex : `0${hex}`
}
