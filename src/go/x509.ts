import { nodeCrypto } from '../lib/node-crypto.ts'

const [SEQUENCE, INTEGER, VERSION] = [0x30, 0x02, 0xa0]

/** What Go's x509.ParseCertificate says is wrong with a certificate; of parts that lie deeper, that it is malformed. */
export function certificateProblem(der: Uint8Array): string | undefined {
  const certificate = elementAt(der, 0, der.length, SEQUENCE)
  if (!certificate) return 'x509: malformed certificate'
  const signed = elementAt(der, certificate.start, certificate.end, SEQUENCE)
  if (!signed) return 'x509: malformed tbs certificate'
  const serialAt = elementAt(der, signed.start, signed.end, VERSION)?.end ?? signed.start
  if (!elementAt(der, serialAt, signed.end, INTEGER)) return 'x509: malformed serial number'
  try {
    const { X509Certificate } = nodeCrypto()
    void new X509Certificate(der.subarray(0, certificate.end))
  } catch {
    return 'x509: malformed certificate'
  }
  return certificate.end < der.length ? 'x509: trailing data' : undefined
}

/** Where the content of an element lies that has this tag and fits between two places. */
function elementAt(der: Uint8Array, at: number, end: number, tag: number): { start: number; end: number } | undefined {
  const first = der[at + 1]
  if (at + 2 > end || der[at] !== tag || first === undefined) return undefined
  const count = first < 0x80 ? 0 : first & 0x7f
  if (count > 4 || at + 2 + count > end) return undefined
  const length = count === 0 ? first : der.subarray(at + 2, at + 2 + count).reduce((sum, byte) => sum * 256 + byte, 0)
  const start = at + 2 + count
  return start + length <= end ? { start, end: start + length } : undefined
}
