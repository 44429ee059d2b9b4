import { list, pointer, struct } from '../../go/mapstructure/containers.ts'
import { bool, durationText, string, uint32 } from '../../go/mapstructure/scalars.ts'
import { omit, type ValueOf } from '../../go/mapstructure/type.ts'
import { headerModifiers } from './common.ts'
import { HTTP_METHODS } from './http-methods.ts'
import { defineKind, entryType, OF_SERVICE, refuseEntry, requireName } from './kind.ts'
import { checkMeta } from './problems.ts'
import { quoteGo } from '../../go/quote.ts'

const header = struct({
  Name: string,
  Present: omit(bool),
  Exact: omit(string),
  Prefix: omit(string),
  Suffix: omit(string),
  Regex: omit(string),
  Invert: omit(bool),
})
const queryParam = struct({ Name: string, Present: omit(bool), Exact: omit(string), Regex: omit(string) })
const httpMatch = struct({
  PathExact: omit(string),
  PathPrefix: omit(string),
  PathRegex: omit(string),
  CaseInsensitive: omit(bool),
  Header: omit(list(header)),
  QueryParam: omit(list(queryParam)),
  Methods: omit(list(string)),
})

const destination = struct({
  RequestTimeout: omit(durationText),
  IdleTimeout: omit(durationText),
  Service: omit(string),
  ServiceSubset: omit(string),
  Namespace: omit(string),
  Partition: omit(string),
  PrefixRewrite: omit(string),
  NumRetries: omit(uint32),
  RetryOnConnectFailure: omit(bool),
  RetryOn: omit(list(string)),
  RetryOnStatusCodes: omit(list(uint32)),
  RequestHeaders: omit(pointer(headerModifiers)),
  ResponseHeaders: omit(pointer(headerModifiers)),
})

export const serviceRoute = struct({
  Match: omit(pointer(struct({ HTTP: omit(pointer(httpMatch)) }))),
  Destination: omit(pointer(destination)),
})
export type ServiceRoute = ValueOf<typeof serviceRoute>

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/service-router */
const type = entryType({ Routes: list(serviceRoute) })
export type ServiceRouter = ValueOf<typeof type>

export const serviceRouter = defineKind<ServiceRouter>({
  kind: 'service-router',
  type,
  access: OF_SERVICE,
  normalize: entry => ({ ...entry, Routes: entry.Routes?.map(normalizeRoute) ?? null }),
  validate(entry) {
    requireName(entry)
    checkMeta(entry)
    for (const [i, route] of (entry.Routes ?? []).entries()) checkRoute(route, `Route[${i}]`)
  },
})

function normalizeRoute(route: ServiceRoute): ServiceRoute {
  const HTTP = route.Match?.HTTP
  if (!HTTP?.Methods) return route
  return { ...route, Match: { HTTP: { ...HTTP, Methods: HTTP.Methods.map(method => method.toUpperCase()) } } }
}

const RETRIES: ReadonlySet<string> = new Set([
  '5xx',
  'gateway-error',
  'reset',
  'reset-before-request',
  'connect-failure',
  'envoy-ratelimited',
  'retriable-4xx',
  'refused-stream',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
])

function checkRoute({ Match, Destination }: ServiceRoute, where: string): void {
  const HTTP = Match?.HTTP
  const pathed = HTTP ? HTTP.PathExact !== '' || HTTP.PathPrefix !== '' : false
  if (HTTP) checkMatch(HTTP, where)
  if (!Destination) return
  if (Destination.PrefixRewrite !== '' && !pathed) {
    refuseEntry(`${where} cannot make use of PrefixRewrite without configuring either PathExact or PathPrefix`)
  }
  for (const condition of Destination.RetryOn ?? []) {
    if (!RETRIES.has(condition)) {
      refuseEntry(`${where} contains an invalid retry condition: ${quoteGo(condition)}`)
    }
  }
}

function checkMatch(http: ValueOf<typeof httpMatch>, where: string): void {
  const { PathExact, PathPrefix, PathRegex } = http
  for (const [name, path] of [
    ['PathExact', PathExact],
    ['PathPrefix', PathPrefix],
  ] as const) {
    if (path !== '' && !path.startsWith('/')) {
      refuseEntry(`${where} ${name} doesn't start with '/': ${quoteGo(path)}`)
    }
  }
  if ([PathExact, PathPrefix, PathRegex].filter(path => path !== '').length > 1) {
    refuseEntry(`${where} should only contain at most one of PathExact, PathPrefix, or PathRegex`)
  }
  for (const [j, { Name, Present, Exact, Prefix, Suffix, Regex }] of (http.Header ?? []).entries()) {
    if (Name === '') refuseEntry(`${where} Header[${j}] missing required Name field`)
    if ([Present, Exact, Prefix, Suffix, Regex].filter(Boolean).length !== 1) {
      refuseEntry(`${where} Header[${j}] should only contain one of Present, Exact, Prefix, Suffix, or Regex`)
    }
  }
  for (const [j, { Name, Present, Exact, Regex }] of (http.QueryParam ?? []).entries()) {
    if (Name === '') refuseEntry(`${where} QueryParam[${j}] missing required Name field`)
    if ([Present, Exact, Regex].filter(Boolean).length !== 1) {
      refuseEntry(`${where} QueryParam[${j}] should only contain one of Present, Exact, or Regex`)
    }
  }
  checkMethods(http.Methods, `${where} Methods`)
}

/** Refuses methods that do not exist or are named twice. */
export function checkMethods(methods: readonly string[] | null, where: string): void {
  const seen = new Set<string>()
  for (const method of methods ?? []) {
    if (!HTTP_METHODS.has(method)) refuseEntry(`${where} contains an invalid method ${quoteGo(method)}`)
    if (seen.has(method)) refuseEntry(`${where} contains ${quoteGo(method)} more than once`)
    seen.add(method)
  }
}
