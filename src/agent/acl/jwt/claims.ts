import { JwtError } from './errors.ts'
import type { JwtConfig } from './config.ts'

type Claims = Readonly<Record<string, unknown>>

const SECOND = 1e9
const LEEWAY = 150 * SECOND
const CLOCK_SKEW = 60 * SECOND

/** Whether the claims of a known shape have their types. */
export function hasRegisteredTypes(claims: Claims): boolean {
  const isTime = (value: unknown): boolean => value === undefined || value === null || typeof value === 'number'
  const isText = (value: unknown): boolean => value === undefined || value === null || typeof value === 'string'
  const { aud } = claims
  const audience = isText(aud) || (Array.isArray(aud) && aud.every(one => typeof one === 'string'))
  return (
    audience &&
    isText(claims['iss']) &&
    isText(claims['sub']) &&
    ['exp', 'nbf', 'iat'].every(name => isTime(claims[name]))
  )
}

const fail = (why: string): never => {
  throw new JwtError(`error validating claims: ${why}`)
}

/** Refuses a token whose time or issuer is not right. `now` in milliseconds. */
export function validateTimes(claims: Claims, config: JwtConfig, now: number): void {
  const time = (name: string): number => Math.trunc(Number(claims[name] ?? 0))
  const issuedAt = time('iat')
  let [expiry, notBefore] = [time('exp'), time('nbf')]
  if (issuedAt === 0 && expiry === 0 && notBefore === 0) {
    throw new JwtError('no issue time, notbefore, or expiration time encoded in token')
  }
  if (expiry === 0) expiry = Math.max(issuedAt, notBefore) + seconds(config.expirationLeeway, LEEWAY)
  if (notBefore === 0) notBefore = issuedAt === 0 ? expiry - seconds(config.notBeforeLeeway, LEEWAY) : issuedAt
  const skew = seconds(config.clockSkewLeeway, CLOCK_SKEW)
  const invalid = (why: string): never => fail(`go-jose/go-jose/jwt: validation failed, ${why}`)
  if (config.boundIssuer !== '' && claims['iss'] !== config.boundIssuer) invalid('invalid issuer claim (iss)')
  const at = now / 1000
  if (at + skew < notBefore) invalid('token not valid yet (nbf)')
  if (at - skew > expiry) invalid('token is expired (exp)')
  if (issuedAt !== 0 && at + skew < issuedAt) {
    fail('go-jose/go-jose/jwt: validation field, token issued in the future (iat)')
  }
}

/** Refuses a token for nobody of those that are bound. */
export function validateAudience(claims: Claims, { boundAudiences, oidcUrl }: JwtConfig): void {
  const audience = [claims['aud'] ?? []].flat()
  if (boundAudiences.length === 0) {
    // an issuer that is discovered is trusted with any
    if (audience.length > 0 && oidcUrl === '') fail('audience claim found in JWT but no audiences are bound')
  } else if (!boundAudiences.some(one => audience.includes(one))) {
    fail('aud claim does not match any bound audience')
  }
}

/** Nanoseconds of the configuration as seconds: 0 stands for the default, less for none. */
const seconds = (given: number, standard: number): number => (given === 0 ? standard : Math.max(given, 0)) / SECOND

/** What selectors and names know of a token. */
export interface Identity {
  readonly values: Readonly<Record<string, string>>
  readonly lists: Readonly<Record<string, readonly string[]>>
}

/** The claims that are mapped, under the names that they are mapped to. */
export function mapClaims(claims: Claims, { claimMappings, listClaimMappings }: JwtConfig): Identity {
  const values: Record<string, string> = {}
  for (const [path, name] of Object.entries(claimMappings)) {
    const value = find(claims, path)
    if (value === undefined || value === null) continue
    values[name] =
      scalarText(value) ?? refuse(`error converting claim '${path}' to string from unknown type ${typeName(value)}`)
  }
  const lists: Record<string, readonly string[]> = {}
  for (const [path, name] of Object.entries(listClaimMappings)) {
    const value = find(claims, path)
    if (value === undefined || value === null) continue
    const items = Array.isArray(value) ? (value as unknown[]) : [value]
    if (!Array.isArray(value) && scalarText(value) === undefined) {
      refuse(`"${path}" list claim could not be converted to string list`)
    }
    lists[name] = items.map(
      item => scalarText(item) ?? refuse(`value ${shown(item)} in "${path}" list claim could not be parsed as string`),
    )
  }
  return { values, lists }
}

const refuse = (text: string): never => {
  throw new JwtError(text)
}

/** A claim by its name, or by its JSON pointer. */
function find(claims: Claims, path: string): unknown {
  if (!path.startsWith('/')) return claims[path]
  let value: unknown = claims
  for (const part of path.slice(1).split('/')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Claims)[part.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return value
}

/** Go turns numbers to 64-bit integers; what does not fit becomes the least of them. */
function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined
  const number = Number(value)
  return Math.abs(number) < 2 ** 63 ? String(BigInt(Math.trunc(number))) : '-9223372036854775808'
}

const typeName = (value: unknown): string => (Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}')

/** As Go's `%v` has it. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(' ')}]`
  if (typeof value !== 'object' || value === null) return value === null ? '<nil>' : String(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `map[${members.map(([name, member]) => `${name}:${shown(member)}`).join(' ')}]`
}
