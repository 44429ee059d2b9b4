import type * as X509 from '@peculiar/x509'
import { nodeCrypto } from './node-crypto.ts'
import { algorithmOf, hexOf, identify, importKeys, keyPemOf, loadX509, makeKeys, pemOf } from './x509.ts'
import { secretBytes } from './random.ts'
import { isIP } from './ip.ts'

/** A certificate and its private key, both as PEM. */
export interface CertificatePair {
  readonly pem: string
  readonly keyPem: string
}

export interface AuthorityOptions {
  /** Attributes in the form `C=US, CN=a`, made of the serial number. */
  readonly subject: (serialNumber: bigint) => string
  /** Milliseconds since 1970. */
  readonly now: number
  readonly days: number
  /** Domains outside of which it may not sign names; none for no limit. */
  readonly permittedDomains?: readonly string[]
  readonly uri?: string | undefined
}

export interface CertificateOptions {
  readonly commonName: string
  readonly dnsNames: readonly string[]
  readonly ipAddresses: readonly string[]
  /** What it may be used for in TLS, in this order. */
  readonly usages: readonly ('server' | 'client')[]
  readonly now: number
  readonly days: number
}

/** What is wrong with a certificate or key that was given; the message is Go's. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError'
}

const KEY = { type: 'ec', bits: 256 } as const
const DAY = 86_400_000

/** Makes an authority of one's own: a certificate that signs others. */
export async function makeAuthority(options: AuthorityOptions): Promise<CertificatePair> {
  const { now, days, permittedDomains = [], uri } = options
  const x509 = await loadX509()
  const keys = await makeKeys(algorithmOf(KEY))
  const keyId = (await identify(keys.publicKey)).toString('hex')
  const serialNumber = newSerialNumber()
  const { digitalSignature, keyCertSign, cRLSign } = x509.KeyUsageFlags
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: hexOf(serialNumber),
    ...validity(now, days),
    signingAlgorithm: algorithmOf(KEY),
    name: options.subject(serialNumber),
    keys,
    extensions: [
      new x509.KeyUsagesExtension(digitalSignature | keyCertSign | cRLSign, true),
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.SubjectKeyIdentifierExtension(keyId),
      new x509.AuthorityKeyIdentifierExtension(keyId),
      ...(uri === undefined ? [] : [new x509.SubjectAlternativeNameExtension([{ type: 'url', value: uri }])]),
      ...(permittedDomains.length > 0 ? [nameConstraints(x509, permittedDomains)] : []),
    ],
  })
  return { pem: pemOf(certificate), keyPem: keyPemOf(keys.privateKey, KEY) }
}

/** Makes a certificate for TLS that the authority signs. Rejects with a CertificateError. */
export async function makeCertificate(
  authority: CertificatePair,
  options: CertificateOptions,
): Promise<CertificatePair> {
  const { commonName, dnsNames, ipAddresses, usages, now, days } = options
  if (ipAddresses.some(address => isIP(address) === 0)) throw new CertificateError('failed to parse certificate')
  const x509 = await loadX509()
  const issuer = readAuthority(x509, authority)
  const issuerKeys = await importKeys(algorithmOf(keyTypeOf(authority.keyPem)), authority.keyPem)
  const keys = await makeKeys(algorithmOf(KEY))
  const { digitalSignature, keyEncipherment } = x509.KeyUsageFlags
  const { serverAuth, clientAuth } = x509.ExtendedKeyUsage
  const purposes = usages.map(usage => (usage === 'server' ? serverAuth : clientAuth))
  const authorityKey = issuer.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: hexOf(newSerialNumber()),
    ...validity(now, days),
    signingAlgorithm: algorithmOf(keyTypeOf(authority.keyPem)),
    subject: `CN=${commonName}`,
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: issuerKeys.privateKey,
    extensions: [
      new x509.KeyUsagesExtension(digitalSignature | keyEncipherment, true),
      ...(purposes.length > 0 ? [new x509.ExtendedKeyUsageExtension(purposes)] : []),
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.SubjectKeyIdentifierExtension((await identify(keys.publicKey)).toString('hex')),
      ...(authorityKey === undefined ? [] : [new x509.AuthorityKeyIdentifierExtension(authorityKey)]),
      new x509.SubjectAlternativeNameExtension([
        ...dnsNames.map(value => ({ type: 'dns' as const, value })),
        ...ipAddresses.map(value => ({ type: 'ip' as const, value })),
      ]),
    ],
  })
  const { notAfter } = certificate
  if (now > notAfter.getTime()) {
    const times = `current time ${seconds(new Date(now))} is after ${seconds(notAfter)}`
    throw new CertificateError(`x509: certificate has expired or is not yet valid: ${times}`)
  }
  return { pem: pemOf(certificate), keyPem: keyPemOf(keys.privateKey, KEY) }
}

function readAuthority(x509: typeof X509, { pem, keyPem }: CertificatePair): X509.X509Certificate {
  const { createPrivateKey, X509Certificate } = nodeCrypto()
  const certificate = parse(() => new X509Certificate(pem), 'error parsing CA cert: no PEM-encoded data found')
  const key = parse(() => createPrivateKey(keyPem), 'error parsing CA key: no PEM-encoded data found')
  if (!certificate.checkPrivateKey(key)) {
    throw new CertificateError(
      "failed to create certificate: x509: provided PrivateKey doesn't match parent's PublicKey",
    )
  }
  if (!certificate.ca) {
    throw new CertificateError('x509: invalid signature: parent certificate cannot sign this kind of certificate')
  }
  return new x509.X509Certificate(pem)
}

function parse<T>(read: () => T, problem: string): T {
  try {
    return read()
  } catch (error) {
    throw new CertificateError(problem, { cause: error })
  }
}

function keyTypeOf(keyPem: string): { type: string; bits: number } {
  const { asymmetricKeyType, asymmetricKeyDetails } = nodeCrypto().createPrivateKey(keyPem)
  if (asymmetricKeyType === 'rsa') return { type: 'rsa', bits: asymmetricKeyDetails?.modulusLength ?? 2048 }
  return { type: 'ec', bits: CURVE_BITS[asymmetricKeyDetails?.namedCurve ?? ''] ?? 256 }
}

const CURVE_BITS: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 }

/** Of 127 bits, so that it is positive. */
const newSerialNumber = (): bigint => BigInt(`0x${Buffer.from(secretBytes(16)).toString('hex')}`) >> 1n

const validity = (now: number, days: number): { notBefore: Date; notAfter: Date } => ({
  notBefore: new Date(now),
  notAfter: new Date(Math.floor(now / 1000) * 1000 + days * DAY),
})

const seconds = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`

/** The extension of RFC 5280, 4.2.1.10 with permitted DNS names. */
function nameConstraints(x509: typeof X509, domains: readonly string[]): X509.Extension {
  const subtrees = domains.map(domain => der(0x30, der(0x82, Buffer.from(domain, 'latin1'))))
  return new x509.Extension('2.5.29.30', true, der(0x30, der(0xa0, Buffer.concat(subtrees))))
}

/** One value in DER. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
