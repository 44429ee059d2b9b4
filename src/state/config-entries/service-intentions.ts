import { list, map, pointer, struct } from '../../go/mapstructure/containers.ts'
import { bool, int, named, string, time } from '../../go/mapstructure/scalars.ts'
import { omit, type Type, type ValueOf } from '../../go/mapstructure/type.ts'
import { defineKind, entryType, refuseEntry } from './kind.ts'
import { checkMeta, refuseAll } from './problems.ts'
import { checkMethods } from './service-router.ts'
import { quoteGo } from '../../go/quote.ts'

const permissionHeader = struct({
  Name: string,
  Present: omit(bool),
  Exact: omit(string),
  Prefix: omit(string),
  Suffix: omit(string),
  Contains: omit(string),
  Regex: omit(string),
  Invert: omit(bool),
  IgnoreCase: omit(bool),
})
const httpPermission = struct({
  PathExact: omit(string),
  PathPrefix: omit(string),
  PathRegex: omit(string),
  Header: omit(list(permissionHeader)),
  Methods: omit(list(string)),
})
const jwt = struct({
  Providers: omit(
    list(
      struct({
        Name: omit(string),
        VerifyClaims: omit(list(struct({ Path: omit(list(string)), Value: omit(string) }))),
      }),
    ),
  ),
})
export const permission = struct({
  Action: named('structs.IntentionAction'),
  HTTP: omit(pointer(httpPermission)),
  JWT: omit(pointer(jwt)),
})
export type Permission = ValueOf<typeof permission>

const sourceWith = (moment: Type<string>) =>
  struct({
    Name: string,
    Action: omit(named('structs.IntentionAction')),
    Permissions: omit(list(permission)),
    Precedence: int,
    LegacyID: omit(string),
    Type: named('structs.IntentionSourceType'),
    Description: omit(string),
    LegacyMeta: omit(map(string)),
    LegacyCreateTime: omit(moment),
    LegacyUpdateTime: omit(moment),
    Peer: omit(string),
    SamenessGroup: omit(string),
  })
const source = sourceWith(time)
export type IntentionSource = ValueOf<typeof source>

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/service-intentions */
const typeWith = (of: typeof source) => entryType({ Sources: list(of), JWT: omit(pointer(jwt)) })
const type = typeWith(source)
export type ServiceIntentions = ValueOf<typeof type>

export const WILDCARD = '*'

export const serviceIntentions = defineKind<ServiceIntentions>({
  kind: 'service-intentions',
  type,
  access: { read: 'intention', write: 'intention' },
  // written as an entry, its sources lose what only the old API knows
  normalize: entry =>
    normalizeIntentions({
      ...entry,
      Sources: entry.Sources?.map(source => ({ ...source, ...NO_LEGACY })) ?? null,
    }),
  // without the old API there are no moments, which is no time that could be read
  stored: { type: typeWith(sourceWith(string)), normalize: normalizeIntentions },
  validate: validateIntentions,
})

export const NO_LEGACY = { LegacyID: '', LegacyMeta: null, LegacyCreateTime: '', LegacyUpdateTime: '' } as const

/** Fills in the type and the precedence of each source, and puts the most specific first. */
export function normalizeIntentions(entry: ServiceIntentions): ServiceIntentions {
  const sources = entry.Sources?.map(source => ({
    ...source,
    Type: source.Type || 'consul',
    Precedence: precedenceOf(source.Name, entry.Name),
    Permissions: source.Permissions?.map(normalizePermission) ?? null,
  }))
  return { ...entry, Sources: sources?.sort((a, b) => b.Precedence - a.Precedence) ?? null }
}

function normalizePermission(permission: Permission): Permission {
  const { HTTP } = permission
  if (!HTTP?.Methods) return permission
  return { ...permission, HTTP: { ...HTTP, Methods: HTTP.Methods.map(method => method.toUpperCase()) } }
}

/** Exact before wildcard, the destination before the source. */
export function precedenceOf(source: string, destination: string): number {
  if (destination === WILDCARD) return source === WILDCARD ? 5 : 6
  return source === WILDCARD ? 8 : 9
}

const MAX_DESCRIPTION = 512
const hasPartialWildcard = (name: string): boolean => name !== WILDCARD && name.includes(WILDCARD)
const PARTIAL_WILDCARD = "wildcard character '*' cannot be used with partial values"

export function validateIntentions(entry: ServiceIntentions): void {
  if (entry.Name === '') refuseEntry('Name is required')
  if (hasPartialWildcard(entry.Name)) refuseEntry(`Name: ${PARTIAL_WILDCARD}`)
  checkMeta(entry)
  checkJwt(entry.JWT)
  const sources = entry.Sources ?? []
  if (sources.length === 0) refuseEntry('At least one source is required')
  const seen = new Set<string>()
  for (const [i, source] of sources.entries()) checkSource(entry, source, `Sources[${i}]`, seen)
}

function checkJwt(requirement: ValueOf<typeof jwt> | null): void {
  refuseAll(
    (requirement?.Providers ?? []).flatMap(({ Name }) => (Name === '' ? ['JWT provider name is required'] : [])),
  )
}

function checkSource(entry: ServiceIntentions, source: IntentionSource, where: string, seen: Set<string>): void {
  const fail = (why: string): never => refuseEntry(where + why)
  const { Name, Action, Permissions, Type, Description, Peer, SamenessGroup, LegacyID, LegacyMeta } = source
  if (LegacyID === '' && Object.keys(LegacyMeta ?? {}).length > 0) fail('.LegacyMeta must be omitted')
  if (Name === '') fail('.Name is required')
  if (hasPartialWildcard(Name)) fail(`.Name: ${PARTIAL_WILDCARD}`)
  if (SamenessGroup !== '') fail('.SamenessGroup: Sameness groups are a Consul Enterprise feature. ')
  if (Peer.includes(WILDCARD)) fail(".Peer: cannot use wildcard '*' in peer")
  if (Description.length > MAX_DESCRIPTION) fail(`.Description exceeds maximum length ${MAX_DESCRIPTION}`)
  if (Type !== 'consul') fail(".Type must be set to 'consul'")
  const permissions = Permissions ?? []
  if (permissions.length > 0) {
    if (Action !== '') fail('.Action must be omitted if Permissions are specified')
    if (entry.Name === WILDCARD) fail('.Permissions cannot be specified on intentions with wildcarded destinations')
  } else if (!isAction(Action)) {
    fail(".Action must be set to 'allow' or 'deny'")
  }
  for (const [j, permission] of permissions.entries()) checkPermission(permission, `${where}.Permissions[${j}]`)
  const key = JSON.stringify([Name, Peer])
  if (seen.has(key)) {
    const peer = Peer === '' ? '' : `peer(${quoteGo(Peer)}) `
    fail(` defines ${peer}${quoteGo(Name)} more than once`)
  }
  seen.add(key)
}

export const isAction = (action: string): boolean => action === 'allow' || action === 'deny'

function checkPermission({ Action, HTTP, JWT }: Permission, where: string): void {
  const fail = (why: string): never => refuseEntry(where + why)
  if (!isAction(Action)) fail(".Action must be set to 'allow' or 'deny'")
  if (!HTTP) return fail('.HTTP is required')
  const paths = [HTTP.PathExact, HTTP.PathPrefix, HTTP.PathRegex].filter(path => path !== '')
  if (paths.length === 0 && !HTTP.Header?.length && !HTTP.Methods?.length) fail('.HTTP should not be empty')
  for (const name of ['PathExact', 'PathPrefix'] as const) {
    if (HTTP[name] !== '' && !HTTP[name].startsWith('/')) {
      fail(`.HTTP.${name} doesn't start with '/': ${quoteGo(HTTP[name])}`)
    }
  }
  if (paths.length > 1) fail('.HTTP should only contain at most one of PathExact, PathPrefix, or PathRegex')
  for (const [k, header] of (HTTP.Header ?? []).entries()) checkHeader(header, `${where}.HTTP.Header[${k}]`)
  checkMethods(HTTP.Methods, `${where}.HTTP.Methods`)
  checkJwt(JWT)
}

function checkHeader(header: ValueOf<typeof permissionHeader>, where: string): void {
  const { Name, Present, Exact, Prefix, Suffix, Contains, Regex, IgnoreCase } = header
  if (Name === '') refuseEntry(`${where} missing required Name field`)
  if ([Present, Exact, Prefix, Suffix, Contains, Regex].filter(Boolean).length !== 1) {
    refuseEntry(`${where} should only contain one of Present, Exact, Prefix, Suffix, Contains, or Regex`)
  }
  if (IgnoreCase && (Present || Regex !== '')) {
    refuseEntry(`${where} should set one of Exact, Prefix, Suffix, or Contains when using IgnoreCase`)
  }
}
