import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeAuthority, makeCertificate } from '../../../src/lib/certificates.ts'

const now = Date.UTC(2026, 0, 2)
const authority = makeAuthority({ subject: () => 'O=Test, CN=Test CA', now, days: 10 })
const options = { commonName: 'a', dnsNames: ['a', 'localhost'], ipAddresses: ['127.0.0.1', '::1'], now, days: 5 }

test('a certificate is signed by the authority, for the names and addresses that it was made for', async () => {
  const ca = await authority
  const made = await makeCertificate(ca, { ...options, usages: ['server'] })
  const certificate = new X509Certificate(made.pem)
  expect(certificate.checkIssued(new X509Certificate(ca.pem))).toBe(true)
  expect(certificate.verify(new X509Certificate(ca.pem).publicKey)).toBe(true)
  expect(certificate.checkHost('localhost')).toBe('localhost')
  expect(certificate.checkIP('::1')).toBe('::1')
  expect(certificate.ca).toBe(false)
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  expect(new Date(certificate.validTo)).toEqual(new Date(now + 5 * 86_400_000))
  expect(made.keyPem).toMatch(/^-----BEGIN EC PRIVATE KEY-----\n/)
})

test('an authority may be limited to domains', async () => {
  const { pem } = await makeAuthority({
    subject: () => 'CN=a',
    now,
    days: 1,
    permittedDomains: ['consul', 'localhost'],
  })
  const der = new X509Certificate(pem).raw.toString('latin1')
  expect(der).toContain('\x82\x06consul0\x0b\x82\x09localhost')
})

test('a key that is not that of the authority is refused, as is a certificate that may not sign', async () => {
  const ca = await authority
  const made = await makeCertificate(ca, { ...options, usages: [] })
  await expect(makeCertificate({ ...ca, keyPem: made.keyPem }, { ...options, usages: [] })).rejects.toThrow(
    "failed to create certificate: x509: provided PrivateKey doesn't match parent's PublicKey",
  )
  await expect(makeCertificate(made, { ...options, usages: [] })).rejects.toThrow('cannot sign')
  await expect(makeCertificate({ pem: 'x', keyPem: 'y' }, { ...options, usages: [] })).rejects.toThrow('no PEM')
})
