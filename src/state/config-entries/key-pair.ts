import { readKeyPair } from '../../lib/key-pair.ts'
import { refuseEntry } from './kind.ts'

const MIN_RSA_BITS = 2048

/** Refuses a certificate and a key that are none, are weak, or do not belong together. */
export function checkKeyPair({ Certificate, PrivateKey }: { Certificate: string; PrivateKey: string }): void {
  if (!/-----BEGIN [A-Z0-9 ]+-----/.test(PrivateKey)) refuseEntry('failed to parse private key PEM')
  const { hasKey, bits, hasCertificate, belongTogether } = readKeyPair(PrivateKey, Certificate)
  if (bits !== undefined && bits < MIN_RSA_BITS) refuseEntry(`key length must be at least ${MIN_RSA_BITS} bits`)
  if (!Certificate.includes('-----BEGIN CERTIFICATE-----')) refuseEntry('failed to parse certificate PEM')
  if (!hasCertificate) refuseEntry('failed to parse certificate: x509: malformed certificate')
  if (!hasKey) refuseEntry('tls: failed to parse private key')
  if (!belongTogether) refuseEntry('tls: private key does not match public key')
}
