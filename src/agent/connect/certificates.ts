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

/** What kind of key a certificate has: `ec` or `rsa`, and how many bits. */
export interface KeyType {
  readonly type: string
  readonly bits: number
}

type Algorithm = webcrypto.EcKeyGenParams & { hash: string }
type RsaAlgorithm = webcrypto.RsaHashedKeyGenParams

const CURVES: ReadonlyMap<number, string> = new Map([
  [256, 'P-256'],
  [384, 'P-384'],
  [521, 'P-521'],
])

function algorithmOf({ type, bits }: KeyType): Algorithm | RsaAlgorithm {
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
async function load(): Promise<typeof X509> {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}

/** Makes a root: a certificate that is signed by its own key. */
export async function makeRoot(
  name: string,
  claims: Claims,
  keyType: KeyType,
  keyPem?: string,
): Promise<SigningCertificate> {
  const x509 = await load()
  const algorithm = algorithmOf(keyType)
  const keys = keyPem === undefined ? await makeKeys(algorithm) : await importKeys(algorithm, keyPem)
  const keyId = await identify(keys.publicKey)
  const { digitalSignature, keyCertSign, cRLSign } = x509.KeyUsageFlags
  const subject = `CN=${name}`
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...fields(claims, algorithm),
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
export async function makeLeaf(
  issuer: SigningCertificate & { readonly keyType: KeyType },
  claims: Claims,
): Promise<{ pem: string; keyPem: string }> {
  const x509 = await load()
  const algorithm = algorithmOf(issuer.keyType)
  const keys = await makeKeys(algorithm)
  const keyId = await identify(keys.publicKey)
  const { digitalSignature, keyEncipherment, dataEncipherment, keyAgreement } = x509.KeyUsageFlags
  const certificate = await x509.X509CertificateGenerator.create({
    ...fields(claims, algorithm),
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
  const keyPem = nodeCrypto()
    .KeyObject.from(keys.privateKey)
    .export({
      format: 'pem',
      type: issuer.keyType.type === 'rsa' ? 'pkcs1' : 'sec1',
    })
  return { pem: pemOf(certificate), keyPem: String(keyPem) }
}

/** Bytes as hexadecimal pairs with colons between. */
export const colons = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(':')

function fields(
  { serialNumber, notBefore, notAfter }: Claims,
  signingAlgorithm: Algorithm | RsaAlgorithm,
): X509.X509CertificateCreateParamsBase {
  return {
    serialNumber: hexOf(serialNumber),
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    signingAlgorithm,
  }
}

/** A whole number as hexadecimal bytes. */
export function hexOf(serialNumber: number): string {
  const hex = serialNumber.toString(16)
  return hex.length % 2 === 0 ? hex : `0${hex}`
}

const makeKeys = (algorithm: Algorithm | RsaAlgorithm): Promise<webcrypto.CryptoKeyPair> =>
  nodeCrypto().webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

/** The pair of a private key that was given as PEM. */
async function importKeys(algorithm: Algorithm | RsaAlgorithm, pem: string): Promise<webcrypto.CryptoKeyPair> {
  const { createPrivateKey, createPublicKey, webcrypto } = nodeCrypto()
  const key = createPrivateKey(pem)
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return {
    privateKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']),
    publicKey: await webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify']),
  }
}

async function identify(key: webcrypto.CryptoKey): Promise<Buffer> {
  const spki = await nodeCrypto().webcrypto.subtle.exportKey('spki', key)
  return nodeCrypto().createHash('sha256').update(Buffer.from(spki)).digest()
}

const pemOf = (certificate: X509.X509Certificate): string => `${certificate.toString('pem')}\n`
