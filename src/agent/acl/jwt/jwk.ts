import type { JsonWebKey, KeyObject } from 'node:crypto'
import { kindOf } from '../../../go/decode/schema.ts'
import { isObject } from '../../../lib/equal.ts'
import { nodeCrypto } from '../../../lib/node-crypto.ts'
import type { Sliceable } from '../../../lib/slices.ts'
import { decodeBase64Url } from './base64url.ts'
import { JwtError } from './errors.ts'

/** A key of a set, with its name. */
export interface NamedKey {
  readonly kid: string
  readonly key: KeyObject
}

const TEXTS = ['use', 'kty', 'kid', 'crv', 'alg']
const BYTES = ['k', 'x', 'y', 'n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi']
const COORDINATE_BYTES: Readonly<Record<string, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 }
const KINDS: ReadonlySet<unknown> = new Set(['EC', 'RSA', 'oct', 'OKP'])

const refuse = (text: string): never => {
  throw new JwtError(text)
}

/**
 * The keys of a set that signatures can be held against. One that is broken refuses the set, with the text that go-jose gives.
 * A megabyte holds thousands of keys, and to read one takes longer than its text is long.
 */
export function* readKeySet(set: unknown): Sliceable<readonly NamedKey[]> {
  if (set === null) return []
  if (!isObject(set)) return refuse(`json: cannot unmarshal ${kindOf(set)} into Go value of type jose.JSONWebKeySet`)
  const keys = set['keys'] ?? []
  if (!Array.isArray(keys)) {
    return refuse(
      `json: cannot unmarshal ${kindOf(keys)} into Go struct field JSONWebKeySet.keys of type []jose.JSONWebKey`,
    )
  }
  const known: NamedKey[] = []
  for (const key of keys as readonly unknown[]) {
    known.push(...readKey(key))
    yield
  }
  return known
}

/** One key; none where it is of a kind that signs nothing. */
export function readKey(given: unknown): NamedKey[] {
  const jwk = given ?? {}
  if (!isObject(jwk)) return refuse(`json: cannot unmarshal ${kindOf(jwk)} into Go value of type jose.rawJSONWebKey`)
  for (const name of [...TEXTS, ...BYTES]) {
    const value = jwk[name] ?? ''
    if (typeof value !== 'string') refuse(`json: cannot unmarshal ${kindOf(value)} into Go value of type string`)
    else if (BYTES.includes(name)) decodeBase64Url(value)
  }
  const { kty = '', kid = '' } = jwk as Readonly<Record<string, string>>
  if (!KINDS.has(kty)) refuse(`go-jose/go-jose: unknown json web key type '${kty}'`)
  if (kty === 'EC') checkPoint(jwk as Readonly<Record<string, string>>)
  if (kty === 'RSA' && !(jwk['n'] && jwk['e'])) refuse('go-jose/go-jose: invalid RSA key, missing n/e values')
  try {
    return [{ kid, key: nodeCrypto().createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }) }]
  } catch {
    if (kty === 'EC') refuse('go-jose/go-jose: invalid EC key, X/Y are not on declared curve')
    // a secret, or a key of a kind that no signature here is made with
    return []
  }
}

function checkPoint({ crv = '', x = '', y = '' }: Readonly<Record<string, string>>): void {
  const size = COORDINATE_BYTES[crv]
  if (size === undefined) refuse(`go-jose/go-jose: unsupported elliptic curve '${crv}'`)
  if (x === '' || y === '') refuse('go-jose/go-jose: invalid EC key, missing x/y values')
  for (const [name, text] of Object.entries({ x, y })) {
    if (decodeBase64Url(text).length !== size) {
      refuse(`go-jose/go-jose: invalid EC public key, wrong length for ${name}`)
    }
  }
}
