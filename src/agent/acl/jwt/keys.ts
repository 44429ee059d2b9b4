import type { KeyObject } from 'node:crypto'
import { JsonError, parseJson } from '../../../go/json.ts'
import type { Clock } from '../../../lib/clock.ts'
import { slicesOf } from '../../../lib/slices.ts'
import { isObject } from '../../../lib/equal.ts'
import { nodeCrypto } from '../../../lib/node-crypto.ts'
import { JwtError } from './errors.ts'
import { fetchText, type Fetched } from './fetch.ts'
import { type NamedKey, readKeySet } from './jwk.ts'
import { errorText } from '../../../lib/error-text.ts'

/** Reads a public key or a certificate in PEM. */
export function readPublicKey(pem: string, index: number): KeyObject {
  try {
    if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) throw new Error('a private key')
    const key = nodeCrypto().createPublicKey(pem)
    if (['rsa', 'ec', 'ed25519'].includes(key.asymmetricKeyType ?? '')) return key
  } catch {
    // told below
  }
  const what = 'data does not contain any valid RSA, ECDSA, or ED25519 public keys'
  throw new JwtError(`error parsing public key JWTValidationPubKeys[${index}]: ${what}`)
}

const unmarshalProblem = (contentType: string, why: string): string =>
  `got Content-Type = ${contentType}, but could not unmarshal as JSON: ${why}`

/** The keys that a JWKS endpoint gives. */
export async function fetchKeys(url: string, clock: Clock): Promise<readonly NamedKey[]> {
  let answer: Fetched
  try {
    answer = await fetchText(url, clock)
  } catch (err) {
    throw new JwtError(`fetching keys oidc: get keys failed ${errorText(err)}`)
  }
  const { status, reason, contentType, body } = answer
  if (status !== 200) throw new JwtError(`fetching keys oidc: get keys failed: ${status} ${reason} ${body}`)
  try {
    return await slicesOf(readKeySet(parseJson(body)))
  } catch (err) {
    if (!(err instanceof JsonError) && !(err instanceof JwtError)) throw err
    throw new JwtError(
      `fetching keys oidc: failed to decode keys: ${unmarshalProblem(contentType, err.message)} ${body}`,
    )
  }
}

/** What the discovery document of an OIDC issuer says. */
interface Discovery {
  /** Where its keys are. */
  readonly uri: string
  /** What it says that it signs with. */
  readonly algorithms: readonly unknown[]
}

export async function discoverKeys(issuer: string, clock: Clock): Promise<Discovery> {
  const answer = await fetchText(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, clock).catch(
    (err: unknown) => {
      throw new JwtError(errorText(err))
    },
  )
  const { status, reason, contentType, body } = answer
  if (status !== 200) throw new JwtError(`${status} ${reason}: ${body}`)
  let parsed: unknown
  try {
    parsed = parseJson(body)
  } catch (err) {
    if (!(err instanceof JsonError)) throw err
    const why = unmarshalProblem(contentType, err.message)
    throw new JwtError(`oidc: failed to decode provider discovery object: ${why}`)
  }
  const {
    issuer: got,
    jwks_uri: uri,
    id_token_signing_alg_values_supported: algorithms,
  } = isObject(parsed) ? parsed : {}
  if (got !== issuer) {
    throw new JwtError(
      `oidc: issuer did not match the issuer returned by provider, expected "${issuer}" got "${String(got ?? '')}"`,
    )
  }
  return { uri: String(uri ?? ''), algorithms: Array.isArray(algorithms) ? algorithms : [] }
}
