import type { AclAuthMethod } from '../../../model/acl-rows.ts'
import { quoteGo } from '../../../go/quote.ts'
import { hasRegisteredTypes, type Identity, mapClaims, validateAudience, validateTimes } from './claims.ts'
import { type JwtConfig, readJwtConfig } from './config.ts'
import { JwtError } from './errors.ts'
import type { Clock } from '../../../lib/clock.ts'
import { type Sliceable, slicesOf } from '../../../lib/slices.ts'
import { idTokenProblem } from './id-token.ts'
import type { NamedKey } from './jwk.ts'
import { discoverKeys, fetchKeys, readPublicKey } from './keys.ts'
import { type ParsedJwt, parseJwt } from './parse.ts'
import { isSignedBy } from './signature.ts'

/** The keys that bearer tokens are verified with, and where they come from. */
interface KeySource {
  readonly kind: 'static' | 'jwks' | 'oidc'
  readonly keys: readonly NamedKey[]
  /** The algorithms that the issuer announced in its discovery document. */
  readonly algorithms: readonly string[]
}

/** Reads a configuration and gets its keys, over HTTP if it names a URL. Throws JwtError. */
export async function prepareJwt(
  config: Readonly<Record<string, unknown>>,
  clock: Clock,
): Promise<{ config: JwtConfig; source: KeySource }> {
  const read = readJwtConfig(config)
  return { config: read, source: await sourceOf(read, clock) }
}

async function sourceOf({ validationKeys, jwksUrl, oidcUrl }: JwtConfig, clock: Clock): Promise<KeySource> {
  if (jwksUrl !== '') {
    return { kind: 'jwks', keys: await prefixed('error checking JWKSURL: ', fetchKeys(jwksUrl, clock)), algorithms: [] }
  }
  if (oidcUrl !== '') {
    const { uri, algorithms } = await prefixed('error checking OIDCDiscoveryURL: ', discoverKeys(oidcUrl, clock))
    const known = algorithms.filter(isOidcAlgorithm)
    return { kind: 'oidc', keys: await fetchKeys(uri, clock), algorithms: known.length > 0 ? known : ['RS256'] }
  }
  const keys = validationKeys.map((pem, i) => ({ kid: '', key: readPublicKey(pem, i) }))
  return { kind: 'static', keys, algorithms: [] }
}

const isOidcAlgorithm = (name: unknown): name is string =>
  typeof name === 'string' && /^(?:(?:RS|ES|PS)(?:256|384|512)|EdDSA)$/.test(name)

async function prefixed<T>(prefix: string, promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (err) {
    if (err instanceof JwtError) throw new JwtError(prefix + err.message)
    throw err
  }
}

/** The identity in a bearer token that this method accepts. Throws JwtError. */
export async function identify({ Name, Config }: AclAuthMethod, token: string, clock: Clock): Promise<Identity> {
  if (token === '') throw new JwtError('missing jwt')
  const { config, source } = await prefixed(
    `auth method validator for "${Name}" could not be initialized: `,
    prepareJwt(Config, clock),
  )
  const now = clock.now()
  const claims = await slicesOf(VERIFIERS[source.kind](token, source, config, now))
  validateAudience(claims, config)
  return mapClaims(claims, config)
}

type Verifier = (
  token: string,
  source: KeySource,
  config: JwtConfig,
  now: number,
) => Sliceable<Readonly<Record<string, unknown>>>

const VERIFIERS: Readonly<Record<KeySource['kind'], Verifier>> = {
  *static(token, { keys }, config, now) {
    const jwt = parsed(token, 'error parsing token: ')
    const { claims } = jwt
    if (!claims || !hasRegisteredTypes(claims) || !(yield* isSignedByOne(jwt, keys))) {
      throw new JwtError('no known key successfully validated the token signature')
    }
    validateTimes(claims, config, now)
    return claims
  },
  *jwks(token, { keys }, config, now) {
    const jwt = parsed(token, 'error verifying token: oidc: malformed jwt: ')
    if (!jwt.claims || !(yield* isSignedByNamed(jwt, keys))) {
      throw new JwtError('error verifying token: failed to verify id token signature')
    }
    validateTimes(jwt.claims, config, now)
    return jwt.claims
  },
  oidc: verifyIdToken,
}

/** Verifies as the OIDC client in Consul does, which checks the times itself. */
function* verifyIdToken(
  token: string,
  { keys, algorithms }: KeySource,
  { oidcUrl, supportedAlgorithms }: JwtConfig,
  now: number,
): Sliceable<Readonly<Record<string, unknown>>> {
  const fail = (why: string): never => {
    throw new JwtError(`error validating signature: ${why}`)
  }
  const parts = token.split('.').length
  if (parts !== 3) fail(`oidc: malformed jwt: oidc: malformed jwt, expected 3 parts got ${parts}`)
  const jwt = parsed(token, 'error validating signature: oidc: malformed jwt: ')
  const claims = jwt.claims ?? fail('oidc: failed to unmarshal claims')
  const problem = idTokenProblem(claims)
  if (problem !== undefined) fail(`oidc: failed to unmarshal claims: ${problem}`)
  if (claims['iss'] !== oidcUrl) {
    const got = String(claims['iss'] ?? '')
    fail(`oidc: id token issued by a different provider, expected "${oidcUrl}" got "${got}"`)
  }
  const [expiry, notBefore] = [Number(claims['exp'] ?? NaN), Number(claims['nbf'] ?? NaN)]
  if (!(expiry * 1000 > now)) fail(`oidc: token is expired (Token Expiry: ${goTime(expiry)})`)
  if (now + NOT_BEFORE_LEEWAY < notBefore * 1000) {
    fail(`oidc: current time ${goTime(now / 1000)} before the nbf (not before) time: ${goTime(notBefore)}`)
  }
  const expected = supportedAlgorithms.length > 0 ? supportedAlgorithms : algorithms
  if (!expected.includes(jwt.alg)) {
    const names = expected.map(quoteGo).join(' ')
    fail(`oidc: id token signed with unsupported algorithm, expected [${names}] got ${quoteGo(jwt.alg)}`)
  }
  if (!(yield* isSignedByNamed(jwt, keys))) fail('failed to verify signature: failed to verify id token signature')
  return claims
}

/** Milliseconds. */
const NOT_BEFORE_LEEWAY = 300_000

function parsed(token: string, prefix: string): ParsedJwt {
  try {
    return parseJwt(token)
  } catch (err) {
    if (err instanceof JwtError) throw new JwtError(prefix + err.message)
    throw err
  }
}

/** A token that names its key must be signed by that one. */
const isSignedByNamed = (jwt: ParsedJwt, keys: readonly NamedKey[]): Sliceable<boolean> =>
  isSignedByOne(jwt, jwt.kid === '' ? keys : keys.filter(({ kid }) => kid === jwt.kid))

function* isSignedByOne(jwt: ParsedJwt, keys: readonly NamedKey[]): Sliceable<boolean> {
  for (const { key } of keys) {
    if (isSignedBy(jwt, key)) return true
    yield
  }
  return false
}

/** What a Date can hold. */
const MAX_SECONDS = 8.64e12

/** As Go's `time.Time` prints itself. */
function goTime(seconds: number): string {
  if (!(Math.abs(seconds) <= MAX_SECONDS)) return '0001-01-01 00:00:00 +0000 UTC'
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`
}
