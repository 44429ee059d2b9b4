import { isObject } from '../../../lib/equal.ts'
import { JwtError } from './errors.ts'
import { quoteGo } from '../../../go/quote.ts'

/** The configuration of an auth method of type `jwt`. Leeways in nanoseconds. */
export interface JwtConfig {
  readonly validationKeys: readonly string[]
  readonly jwksUrl: string
  readonly oidcUrl: string
  readonly boundIssuer: string
  readonly supportedAlgorithms: readonly string[]
  readonly boundAudiences: readonly string[]
  readonly claimMappings: Readonly<Record<string, string>>
  readonly listClaimMappings: Readonly<Record<string, string>>
  readonly expirationLeeway: number
  readonly notBeforeLeeway: number
  readonly clockSkewLeeway: number
}

type Given = Readonly<Record<string, unknown>>

const TEXTS = ['BoundIssuer', 'JWKSCACert', 'JWKSURL', 'OIDCDiscoveryCACert', 'OIDCDiscoveryURL'] as const
const LISTS = ['BoundAudiences', 'JWTSupportedAlgs', 'JWTValidationPubKeys'] as const
const MAPS = ['ClaimMappings', 'ListClaimMappings'] as const
const NUMBERS = ['ClockSkewLeeway', 'ExpirationLeeway', 'NotBeforeLeeway'] as const
const KEYS: readonly string[] = [...TEXTS, ...LISTS, ...MAPS, ...NUMBERS]

const ALGORITHMS: ReadonlySet<string> = new Set(['RS', 'ES', 'PS'].flatMap(f => ['256', '384', '512'].map(b => f + b)))

const refuse = (text: string): never => {
  throw new JwtError(text)
}

/** Reads the configuration as Consul does, which takes a number for a text and one thing for a list of it. */
export function readJwtConfig(config: Given): JwtConfig {
  const given = decode(config)
  const text = (name: (typeof TEXTS)[number]): string => String(given[name] ?? '')
  const list = (name: (typeof LISTS)[number]): readonly string[] => [given[name] ?? []].flat().map(String)
  const map = (name: (typeof MAPS)[number]): Readonly<Record<string, string>> =>
    Object.fromEntries(
      [given[name] ?? {}]
        .flat()
        .flatMap(one => Object.entries(one as object))
        .map(([k, v]) => [k, String(v)]),
    )
  const number = (name: (typeof NUMBERS)[number]): number => Math.trunc(Number(given[name] ?? 0))
  const read: JwtConfig = {
    validationKeys: list('JWTValidationPubKeys'),
    jwksUrl: text('JWKSURL'),
    oidcUrl: text('OIDCDiscoveryURL'),
    boundIssuer: text('BoundIssuer'),
    supportedAlgorithms: list('JWTSupportedAlgs'),
    boundAudiences: list('BoundAudiences'),
    claimMappings: map('ClaimMappings'),
    listClaimMappings: map('ListClaimMappings'),
    expirationLeeway: number('ExpirationLeeway'),
    notBeforeLeeway: number('NotBeforeLeeway'),
    clockSkewLeeway: number('ClockSkewLeeway'),
  }
  checkSources(read, text('OIDCDiscoveryCACert'), text('JWKSCACert'))
  for (const alg of read.supportedAlgorithms) if (!ALGORITHMS.has(alg)) refuse(`Invalid supported algorithm: ${alg}`)
  for (const name of MAPS) {
    const seen = new Set<string>()
    for (const to of Object.values(map(name))) {
      if (seen.has(to)) refuse(`${name} contains multiple mappings for key "${to}"`)
      seen.add(to)
    }
  }
  return read
}

function checkSources({ validationKeys, jwksUrl, oidcUrl }: JwtConfig, oidcCaCert: string, jwksCaCert: string): void {
  if ([validationKeys.length > 0, jwksUrl !== '', oidcUrl !== ''].filter(Boolean).length !== 1) {
    refuse("exactly one of 'JWTValidationPubKeys', 'JWKSURL', or 'OIDCDiscoveryURL' must be set for type \"jwt\"")
  }
  if (oidcUrl === '' && oidcCaCert !== '') {
    refuse("'OIDCDiscoveryCACert' should not be set unless 'OIDCDiscoveryURL' is set")
  }
  if (jwksUrl === '' && jwksCaCert !== '') refuse("'JWKSCACert' should not be set unless 'JWKSURL' is set")
}

/** Finds the known keys, without regard to case, and refuses values of other kinds. */
function decode(config: Given): Given {
  const found: Record<string, unknown> = {}
  const unknown: string[] = []
  for (const [key, value] of Object.entries(config)) {
    const name = KEYS.find(one => one.toLowerCase() === key.toLowerCase())
    if (name === undefined) unknown.push(key)
    else if (value !== null) found[name] = value
  }
  const problems = Object.entries(found).flatMap(([name, value]) => kindProblem(name, value) ?? [])
  if (unknown.length > 0) problems.push(`'' has invalid keys: ${unknown.sort().join(', ')}`)
  if (problems.length === 0) return found
  const lines = problems.sort().map(problem => `* ${problem}`)
  return refuse(`error decoding config: ${lines.length} error(s) decoding:\n\n${lines.join('\n')}`)
}

const among = (names: readonly string[], name: string): boolean => names.includes(name)

function kindProblem(name: string, value: unknown): string | undefined {
  if (among(MAPS, name)) {
    const single = Array.isArray(value) ? value.every(isObject) : isObject(value)
    return single ? undefined : `'${name}' expected a map, got '${Array.isArray(value) ? 'slice' : typeof value}'`
  }
  if (among(NUMBERS, name) && typeof value === 'string' && !/^[-+]?\d+$/.test(value)) {
    return `cannot parse '${name}' as int: strconv.ParseInt: parsing ${quoteGo(value)}: invalid syntax`
  }
  if (among(LISTS, name) || typeof value !== 'object') return undefined
  const [expected, kind] = [
    among(TEXTS, name) ? 'string' : 'time.Duration',
    Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}',
  ]
  const shown = Array.isArray(value) ? `[${value.join(' ')}]` : 'map[]'
  return `'${name}' expected type '${expected}', got unconvertible type '${kind}', value: '${shown}'`
}
