import type { webcrypto } from 'node:crypto'
import type * as X509 from '@peculiar/x509'
import { nodeCrypto } from '../../lib/node-crypto.ts'
import {
  algorithmOf,
  colons,
  hexOf,
  identify,
  importKeys,
  type KeyAlgorithm,
  keyPemOf,
  type KeyType,
  loadX509,
  makeKeys,
  pemOf,
} from '../../lib/x509.ts'

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

/** Makes a root: a certificate that is signed by its own key. */
export async function makeRoot(
  name: string,
  claims: Claims,
  keyType: KeyType,
  keyPem?: string,
): Promise<SigningCertificate> {
  const x509 = await loadX509()
  const algorithm = algorithmOf(keyType)
  const keys = keyPem === undefined ? await makeKeys(algorithm) : await importKeys(algorithm, keyPem)
  const keyId = colons(await identify(keys.publicKey))
  const subject = `CN=${name}`
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...fields(claims, algorithm),
    name: subject,
    keys,
    extensions: rootExtensions(x509, claims.uri, keyId, keyId),
  })
  const digest = nodeCrypto().createHash('sha1').update(Buffer.from(certificate.rawData)).digest()
  return { pem: pemOf(certificate), fingerprint: colons(digest), keyId, subject, keys }
}

/** Makes a certificate for the key of a root that another root signs, so that clients that trust the other root trust this one, too. */
export async function signRoot(
  root: SigningCertificate,
  issuer: SigningCertificate & { readonly keyType: KeyType },
  claims: Claims,
): Promise<string> {
  const x509 = await loadX509()
  const certificate = await x509.X509CertificateGenerator.create({
    ...fields(claims, algorithmOf(issuer.keyType)),
    subject: root.subject,
    issuer: issuer.subject,
    publicKey: root.keys.publicKey,
    signingKey: issuer.keys.privateKey,
    extensions: rootExtensions(x509, claims.uri, root.keyId, issuer.keyId),
  })
  return pemOf(certificate)
}

function rootExtensions(x509: typeof X509, uri: string, keyId: string, issuerKeyId: string): X509.Extension[] {
  const { digitalSignature, keyCertSign, cRLSign } = x509.KeyUsageFlags
  return [
    new x509.KeyUsagesExtension(digitalSignature | keyCertSign | cRLSign, true),
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.SubjectKeyIdentifierExtension(keyId.replaceAll(':', '')),
    new x509.AuthorityKeyIdentifierExtension(issuerKeyId.replaceAll(':', '')),
    new x509.SubjectAlternativeNameExtension([{ type: 'url', value: uri }]),
  ]
}

/** What certificates of services have, whatever the key of their issuer is. */
const LEAF_KEY: KeyType = { type: 'ec', bits: 256 }

/** Makes a certificate for a service, with a key of its own. */
export async function makeLeaf(
  issuer: SigningCertificate & { readonly keyType: KeyType },
  claims: Claims,
): Promise<{ pem: string; keyPem: string }> {
  const x509 = await loadX509()
  const keys = await makeKeys(algorithmOf(LEAF_KEY))
  const keyId = await identify(keys.publicKey)
  const { digitalSignature, keyEncipherment, dataEncipherment, keyAgreement } = x509.KeyUsageFlags
  const certificate = await x509.X509CertificateGenerator.create({
    ...fields(claims, algorithmOf(issuer.keyType)),
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
  return { pem: pemOf(certificate), keyPem: keyPemOf(keys.privateKey, LEAF_KEY) }
}

function fields(
  { serialNumber, notBefore, notAfter }: Claims,
  signingAlgorithm: KeyAlgorithm,
): X509.X509CertificateCreateParamsBase {
  return {
    serialNumber: hexOf(serialNumber),
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    signingAlgorithm,
  }
}
