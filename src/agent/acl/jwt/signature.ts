import type { KeyObject } from 'node:crypto'
import { nodeCrypto } from '../../../lib/node-crypto.ts'
import type { ParsedJwt } from './parse.ts'

const CURVES: Readonly<Record<string, string>> = { ES256: 'prime256v1', ES384: 'secp384r1', ES512: 'secp521r1' }

/** Whether a key made the signature, by the algorithm that the header names. */
export function isSignedBy({ alg, hasCritical, signed, signature }: ParsedJwt, key: KeyObject): boolean {
  if (hasCritical) return false
  const { verify, constants } = nodeCrypto()
  const data = Buffer.from(signed)
  try {
    if (alg === 'EdDSA') return key.asymmetricKeyType === 'ed25519' && verify(null, data, key, signature)
    const [, family, bits] = /^(RS|PS|ES)(256|384|512)$/.exec(alg) ?? []
    if (family === undefined) return false
    const hash = `sha${bits}`
    if (family === 'ES') {
      if (key.asymmetricKeyDetails?.namedCurve !== CURVES[alg]) return false
      return verify(hash, data, { key, dsaEncoding: 'ieee-p1363' }, signature)
    }
    if (key.asymmetricKeyType !== 'rsa') return false
    if (family === 'RS') return verify(hash, data, key, signature)
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
    return verify(hash, data, { key, ...pss }, signature)
  } catch {
    return false
  }
}
