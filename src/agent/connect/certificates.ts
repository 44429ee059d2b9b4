import type { webcrypto } from 'node:crypto'
import type * as X509 from '@peculiar/x509'
import { nodeCrypto } from '../../lib/node-crypto.ts'

/** A certificate that may sign others, with its keys. */
export interface SigningCertificate {
  readonly pem: string
  /** Fingerprint of the certificate: SHA-1, as hexadecimal bytes with colons between. */
  readonly fingerprint: string
  /** Identifier of the key, in the same form. */
  readonly keyId: string
  readonly subject: string
  readonly keys: webcrypto.CryptoKeyPair
}

/** What a certificate says, besides its keys. Times in milliseconds, cut to seconds. */
export interface Claims {
  readonly serialNumber: number
  readonly notBefore: number
  readonly notAfter: number
  /** Who it is for, as a SPIFFE ID. */
  readonly uri: string
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** A library that most users never need, and that takes its time to load. */
async function load(): Promise<typeof X509> {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}

/** Makes a root: a certificate that is signed by its own key. */
export async function makeRoot(name: string, claims: Claims): Promise<SigningCertificate> {
  const x509 = await load()
  const keys = await makeKeys()
  const keyId = await identify(keys.publicKey)
  const { digitalSignature, keyCertSign, cRLSign } = x509.KeyUsageFlags
  const subject = `CN=${name}`
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...fields(claims),
    name: subject,
    keys,
    extensions: [
      new x509.KeyUsagesExtension(digitalSignature | keyCertSign | cRLSign, true),
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.SubjectKeyIdentifierExtension(keyId.toString('hex')),
      new x509.AuthorityKeyIdentifierExtension(keyId.toString('hex')),
      new x509.SubjectAlternativeNameExtension([{ type: 'url', value: claims.uri }]),
    ],
  })
  const digest = nodeCrypto().createHash('sha1').update(Buffer.from(certificate.rawData)).digest()
  return { pem: pemOf(certificate), fingerprint: colons(digest), keyId: colons(keyId), subject, keys }
}

/** Makes a certificate for a service, with a key of its own. */
export async function makeLeaf(issuer: SigningCertificate, claims: Claims): Promise<{ pem: string; keyPem: string }> {
  const x509 = await load()
  const keys = await makeKeys()
  const keyId = await identify(keys.publicKey)
  const { digitalSignature, keyEncipherment, dataEncipherment, keyAgreement } = x509.KeyUsageFlags
  const certificate = await x509.X509CertificateGenerator.create({
    ...fields(claims),
    subject: '',
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: issuer.keys.privateKey,
    extensions: [
      new x509.KeyUsagesExtension(digitalSignature | keyEncipherment | dataEncipherment | keyAgreement, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth, x509.ExtendedKeyUsage.serverAuth]),
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.SubjectKeyIdentifierExtension(keyId.toString('hex')),
      new x509.AuthorityKeyIdentifierExtension(issuer.keyId.replaceAll(':', '')),
      // without a subject, the name extension has to be critical
      new x509.SubjectAlternativeNameExtension([{ type: 'url', value: claims.uri }], true),
    ],
  })
  const keyPem = nodeCrypto().KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'sec1' })
  return { pem: pemOf(certificate), keyPem: String(keyPem) }
}

/** Bytes as hexadecimal pairs with colons between. */
export const colons = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(':')

function fields({ serialNumber, notBefore, notAfter }: Claims): X509.X509CertificateCreateParamsBase {
  return {
    serialNumber: hexOf(serialNumber),
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    signingAlgorithm: ALGORITHM,
  }
}

/** A whole number as hexadecimal bytes. */
export function hexOf(serialNumber: number): string {
  const hex = serialNumber.toString(16)
  return hex.length % 2 === 0 ? hex : `0${hex}`
}

const makeKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  nodeCrypto().webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])

async function identify(key: webcrypto.CryptoKey): Promise<Buffer> {
  const spki = await nodeCrypto().webcrypto.subtle.exportKey('spki', key)
  return nodeCrypto().createHash('sha256').update(Buffer.from(spki)).digest()
}

const pemOf = (certificate: X509.X509Certificate): string => `${certificate.toString('pem')}\n`
