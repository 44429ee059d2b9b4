import { expect, test } from 'vitest'
import { firstPemBlock } from '../../../src/go/pem.ts'
import { certificateProblem } from '../../../src/go/x509.ts'
import { makeAuthority } from '../../../src/lib/certificates.ts'

test.each([
  ['', 'x509: malformed certificate'],
  ['30', 'x509: malformed certificate'],
  ['3005', 'x509: malformed certificate'],
  ['3085010101010100', 'x509: malformed certificate'],
  ['020101', 'x509: malformed certificate'],
  ['3000', 'x509: malformed tbs certificate'],
  ['300000', 'x509: malformed tbs certificate'],
  ['3003020101', 'x509: malformed tbs certificate'],
  ['30023000', 'x509: malformed serial number'],
  ['30053003020101', 'x509: malformed certificate'],
  ['30093007a000020101', 'x509: malformed certificate'],
])('%s: %s', (hex, problem) => {
  expect(certificateProblem(Buffer.from(hex, 'hex'))).toBe(problem)
})

test('a certificate is none of these, and nothing may follow it', async () => {
  const { pem } = await makeAuthority({ subject: () => 'CN=a', now: 0, days: 1 })
  const der = firstPemBlock(pem)?.bytes ?? Buffer.alloc(0)
  expect(certificateProblem(der)).toBeUndefined()
  expect(certificateProblem(Buffer.concat([der, Buffer.from([0])]))).toBe('x509: trailing data')
  expect(certificateProblem(der.subarray(0, der.length - 1))).toBe('x509: malformed certificate')
})
