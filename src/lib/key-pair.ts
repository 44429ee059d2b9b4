import type { KeyObject, X509Certificate } from 'node:crypto'
import { nodeCrypto } from './node-crypto.ts'

/** What a private key and a certificate, both as PEM, are found to be. */
export interface KeyPair {
  readonly hasKey: boolean
  /** Of an RSA key. */
  readonly bits: number | undefined
  readonly hasCertificate: boolean
  readonly belongTogether: boolean
}

export function readKeyPair(keyPem: string, certificatePem: string): KeyPair {
  const key = privateKeyOf(keyPem)
  const certificate = certificateOf(certificatePem)
  return {
    hasKey: key !== undefined,
    bits: key?.asymmetricKeyType === 'rsa' ? key.asymmetricKeyDetails?.modulusLength : undefined,
    hasCertificate: certificate !== undefined,
    belongTogether: key !== undefined && certificate?.checkPrivateKey(key) === true,
  }
}

function privateKeyOf(pem: string): KeyObject | undefined {
  try {
    return nodeCrypto().createPrivateKey(pem)
  } catch {
    return undefined
  }
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    const { X509Certificate } = nodeCrypto()
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}
