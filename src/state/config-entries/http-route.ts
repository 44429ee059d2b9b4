import { camelStruct, list, map, pointer, struct } from '../../go/mapstructure/containers.ts'
import { bool, duration, int, named, string, uint32 } from '../../go/mapstructure/scalars.ts'
import type { ValueOf } from '../../go/mapstructure/type.ts'
import { entryStatus, jwtFilter } from './conditions.ts'
import { HTTP_METHODS } from './http-methods.ts'
import { isDomainName } from './domain-name.ts'
import { defineKind, entryType, inOrder, refuseEntry, requireServiceName } from './kind.ts'
import { checkMeta } from './problems.ts'
import { checkParents, normalizeParents, parents } from './route-parents.ts'
import { quoteGo } from '../../go/quote.ts'

const headerFilter = struct({ Add: map(string), Remove: list(string), Set: map(string) })
const filters = camelStruct({
  Headers: list(headerFilter),
  URLRewrite: pointer(struct({ Path: string })),
  RetryFilter: pointer(
    camelStruct({
      NumRetries: uint32,
      RetryOn: list(string),
      RetryOnStatusCodes: list(uint32),
      RetryOnConnectFailure: bool,
    }),
  ),
  TimeoutFilter: pointer(camelStruct({ RequestTimeout: duration, IdleTimeout: duration })),
  JWT: pointer(jwtFilter),
})
const responseFilters = struct({ Headers: list(headerFilter) })
const keyed = (type: string) => struct({ Match: named(`structs.${type}`), Name: string, Value: string })
const match = struct({
  Headers: list(keyed('HTTPHeaderMatchType')),
  Method: named('structs.HTTPMatchMethod'),
  Path: struct({ Match: named('structs.HTTPPathMatchType'), Value: string }),
  Query: list(keyed('HTTPQueryMatchType')),
})
const service = camelStruct({ Name: string, Weight: int, Filters: filters, ResponseFilters: responseFilters })

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/http-route */
const type = inOrder(
  entryType({
    Parents: parents,
    Rules: list(
      camelStruct({
        Filters: filters,
        ResponseFilters: responseFilters,
        Matches: list(match),
        Services: list(service),
      }),
    ),
    Hostnames: list(string),
    Status: entryStatus,
  }),
  { last: ['Status', 'Hash'] },
)
export type HttpRoute = ValueOf<typeof type>

const ANY_PATH = { Match: 'prefix', Value: '/' } as const

export const httpRoute = defineKind<HttpRoute>({
  kind: 'http-route',
  type,
  normalize: entry => ({
    ...entry,
    Status: { Conditions: null },
    Parents: normalizeParents(entry.Parents),
    Rules:
      entry.Rules?.map(rule => ({
        ...rule,
        Matches:
          rule.Matches?.map(match => ({
            ...match,
            Method: match.Method.toUpperCase(),
            Path: match.Path.Match === '' ? ANY_PATH : match.Path,
          })) ?? null,
        Services: rule.Services?.map(service => ({ ...service, Weight: Math.max(service.Weight, 1) })) ?? null,
      })) ?? null,
  }),
  validate(entry) {
    for (const host of entry.Hostnames ?? []) checkHost(host)
    checkParents(entry.Parents)
    checkMeta(entry)
    for (const [i, rule] of (entry.Rules ?? []).entries()) {
      for (const [j, match] of (rule.Matches ?? []).entries()) checkMatch(match, `Rule[${i}], Match[${j}], `)
    }
    requireServiceName(entry)
  },
})

function checkHost(host: string): void {
  const name = quoteGo(host)
  if (!isDomainName(host)) refuseEntry(`host ${name} must be a valid DNS hostname`)
  if (host.includes('*')) refuseEntry(`host ${name} must not be a wildcard`)
}

const HEADER_MATCHES = ['present', 'exact', 'prefix', 'suffix', 'regex'] as const
const PATH_MATCHES = ['exact', 'prefix', 'regex'] as const
const QUERY_MATCHES = ['present', 'exact', 'regex'] as const

function checkMatch({ Method, Headers, Path, Query }: ValueOf<typeof match>, where: string): void {
  if (Method !== '' && !HTTP_METHODS.has(Method)) {
    refuseEntry(`${where}Method contains an invalid method ${quoteGo(Method)}`)
  }
  for (const [k, header] of (Headers ?? []).entries()) {
    requireMatchName(header, `${where}Headers[${k}], `)
    checkType(header.Match, HEADER_MATCHES, `${where}Headers[${k}], `)
  }
  checkType(Path.Match, PATH_MATCHES, `${where}Path, `)
  if ((Path.Match === 'exact' || Path.Match === 'prefix') && !Path.Value.startsWith('/')) {
    refuseEntry(`${where}Path, ${Path.Match} type match doesn't start with '/': ${quoteGo(Path.Value)}`)
  }
  for (const [k, query] of (Query ?? []).entries()) {
    requireMatchName(query, `${where}Query[${k}], `)
    checkType(query.Match, QUERY_MATCHES, `${where}Query[${k}], `)
  }
}

function requireMatchName({ Name }: { readonly Name: string }, where: string): void {
  if (Name === '') refuseEntry(`${where}missing required Name field`)
}

function checkType(type: string, known: readonly string[], where: string): void {
  if (known.includes(type)) return
  refuseEntry(`${where}match type should be one of ${known.slice(0, -1).join(', ')}, or ${known.at(-1)}`)
}
