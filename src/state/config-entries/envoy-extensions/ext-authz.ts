import { camelStruct, list, pointer } from '../../../go/mapstructure/containers.ts'
import { bool, int, int64, named, string } from '../../../go/mapstructure/scalars.ts'
import type { ValueOf } from '../../../go/mapstructure/type.ts'
import { multierror } from '../../../go/multierror.ts'
import { defineExtension, listenerTypeProblems, multierrorOf, proxyType, proxyTypeProblems } from './extension.ts'
import { grpcService, grpcServiceProblems, target, targetProblems } from './target.ts'

const matchers = list(
  pointer(
    camelStruct({
      Contains: string,
      Exact: string,
      IgnoreCase: bool,
      Prefix: string,
      SafeRegex: string,
      Suffix: string,
    }),
  ),
)

const httpService = camelStruct({
  Target: pointer(target),
  PathPrefix: string,
  AuthorizationRequest: pointer(
    camelStruct({
      AllowedHeaders: matchers,
      HeadersToAdd: list(pointer(camelStruct({ Key: string, Value: string }))),
    }),
  ),
  AuthorizationResponse: pointer(
    camelStruct({
      AllowedClientHeaders: matchers,
      AllowedClientHeadersOnSuccess: matchers,
      DynamicMetadataFromHeaders: matchers,
      AllowedUpstreamHeaders: matchers,
      AllowedUpstreamHeadersToAppend: matchers,
    }),
  ),
})

const config = camelStruct({
  BootstrapMetadataLabelsKey: string,
  ClearRouteCache: bool,
  GrpcService: pointer(grpcService),
  HttpService: pointer(httpService),
  IncludePeerCertificate: bool,
  MetadataContextNamespaces: list(string),
  StatusOnError: pointer(int),
  StatPrefix: string,
  WithRequestBody: pointer(camelStruct({ MaxRequestBytes: int64, AllowPartialMessage: bool, PackAsBytes: bool })),
})

const args = camelStruct({
  ProxyType: proxyType,
  InsertOptions: camelStruct({ Location: named('extensioncommon.InsertLocation'), FilterName: string }),
  ListenerType: string,
  Config: config,
})

/** https://developer.hashicorp.com/consul/docs/connect/proxies/envoy-extensions/configuration/ext-authz */
export const extAuthz = defineExtension(args, args => multierrorOf(problems(args)), { prefix: '' })

function problems({ ProxyType, ListenerType, Config }: ValueOf<typeof args>): readonly string[] {
  return [...proxyTypeProblems(ProxyType), ...listenerTypeProblems(ListenerType), ...configProblems(Config)]
}

/** What Envoy takes of the statuses of HTTP. */
const STATUSES: ReadonlySet<number> = new Set([
  ...[0, 100, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 307, 308],
  ...[400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 423, 424],
  ...[426, 428, 429, 431, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511],
])

function configProblems({ GrpcService, HttpService, StatusOnError }: ValueOf<typeof config>): readonly string[] {
  const found: string[] = []
  if (!GrpcService === !HttpService) found.push('exactly one of GrpcService or HttpService must be set')
  // of both the one over HTTP alone is looked at
  const inService = HttpService ? httpServiceProblems(HttpService) : GrpcService ? grpcServiceProblems(GrpcService) : []
  if (inService.length > 0) {
    found.push(`failed to validate Config.${HttpService ? 'HttpService' : 'GrpcService'}: ${multierror(inService)}`)
  }
  if (StatusOnError !== null && !STATUSES.has(Number(BigInt.asIntN(32, BigInt(StatusOnError))))) {
    found.push(
      `failed to validate Config.StatusOnError:status code ${BigInt(StatusOnError)} is not supported by Envoy, please refer to the Envoy documentation for supported status codes`,
    )
  }
  return found
}

function httpServiceProblems(service: ValueOf<typeof httpService>): readonly string[] {
  const { Target, AuthorizationRequest, AuthorizationResponse } = service
  const lists = {
    'AuthorizationRequest.AllowedHeaders': AuthorizationRequest?.AllowedHeaders,
    'AuthorizationResponse.AllowedClientHeaders': AuthorizationResponse?.AllowedClientHeaders,
    'AuthorizationResponse.AllowedClientHeadersOnSuccess': AuthorizationResponse?.AllowedClientHeadersOnSuccess,
    'AuthorizationResponse.DynamicMetadataFromHeaders': AuthorizationResponse?.DynamicMetadataFromHeaders,
    'AuthorizationResponse.AllowedUpstreamHeaders': AuthorizationResponse?.AllowedUpstreamHeaders,
    'AuthorizationResponse.AllowedUpstreamHeadersToAppend': AuthorizationResponse?.AllowedUpstreamHeadersToAppend,
  }
  const found = [...(Target ? targetProblems(Target) : ['HttpService.Target must be set'])]
  for (const [field, given] of Object.entries(lists)) {
    const inList = matcherProblems(given ?? null)
    if (inList.length > 0) found.push(`validation failed for ${field}: ${multierror(inList)}`)
  }
  return found
}

const matcherProblems = (given: ValueOf<typeof matchers>): readonly string[] =>
  (given ?? []).flatMap((matcher, i) => {
    if (matcher === null) return []
    const { Contains, Exact, Prefix, SafeRegex, Suffix } = matcher
    if ([Contains, Exact, Prefix, SafeRegex, Suffix].filter(text => text !== '').length === 1) return []
    const demand = 'exactly one of Contains, Exact, Prefix, SafeRegex or Suffix must be set'
    return [`validation failed for matcher at index ${i}: ${demand}`]
  })
