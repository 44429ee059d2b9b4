import { list, pointer, struct } from '../../go/mapstructure/containers.ts'
import { bool, duration, int, bytes, named, string } from '../../go/mapstructure/scalars.ts'
import { omit, type Type, type ValueOf } from '../../go/mapstructure/type.ts'
import { decodeBase64 } from '../../go/base64.ts'
import { defineKind, entryType, refuseEntry, requireName } from './kind.ts'
import { checkMeta, refuseAll } from './problems.ts'
import { quoteGo } from '../../go/quote.ts'
import { parseRequestUri, UrlError } from '../../go/url.ts'

const trustedCa = (InlineBytes: Type<string>) =>
  struct({
    Filename: omit(string),
    EnvironmentVariable: omit(string),
    InlineString: omit(string),
    InlineBytes: omit(InlineBytes),
  })
const tlsCertificates = (inline: Type<string>) =>
  struct({
    CaCertificateProviderInstance: omit(pointer(struct({ InstanceName: omit(string), CertificateName: omit(string) }))),
    TrustedCA: omit(pointer(trustedCa(inline))),
  })
const remote = (inline: Type<string>) =>
  struct({
    URI: omit(string),
    RequestTimeoutMs: omit(int),
    CacheDuration: omit(duration),
    FetchAsynchronously: omit(bool),
    RetryPolicy: omit(
      pointer(
        struct({
          NumRetries: omit(int),
          RetryPolicyBackOff: omit(pointer(struct({ BaseInterval: omit(duration), MaxInterval: omit(duration) }))),
        }),
      ),
    ),
    JWKSCluster: omit(
      pointer(
        struct({
          DiscoveryType: omit(named('structs.ClusterDiscoveryType')),
          TLSCertificates: omit(pointer(tlsCertificates(inline))),
          ConnectTimeout: omit(duration),
        }),
      ),
    ),
  })
const localKeys = struct({ JWKS: omit(string), Filename: omit(string) })
const location = struct({
  Header: omit(pointer(struct({ Name: omit(string), ValuePrefix: omit(string), Forward: omit(bool) }))),
  QueryParam: omit(pointer(struct({ Name: omit(string) }))),
  Cookie: omit(pointer(struct({ Name: omit(string) }))),
})

const typeWith = (inline: Type<string>) =>
  entryType({
    JSONWebKeySet: omit(pointer(struct({ Local: omit(pointer(localKeys)), Remote: omit(pointer(remote(inline))) }))),
    Issuer: omit(string),
    Audiences: omit(list(string)),
    Locations: omit(list(location)),
    Forwarding: omit(pointer(struct({ HeaderName: string, PadForwardPayloadHeader: bool }))),
    ClockSkewSeconds: omit(int),
    CacheConfig: omit(pointer(struct({ Size: omit(int) }))),
  })
/** https://developer.hashicorp.com/consul/docs/connect/config-entries/jwt-provider */
const type = typeWith(bytes)
export type JwtProvider = ValueOf<typeof type>

const DEFAULT_CLOCK_SKEW = 30

export const jwtProvider = defineKind<JwtProvider>({
  kind: 'jwt-provider',
  type,
  // bytes are kept as base64
  stored: { type: typeWith(string) },
  normalize: entry => ({ ...entry, ClockSkewSeconds: entry.ClockSkewSeconds || DEFAULT_CLOCK_SKEW }),
  validate(entry) {
    requireName(entry)
    checkMeta(entry)
    checkKeys(entry.JSONWebKeySet)
    refuseAll((entry.Locations ?? []).flatMap(locationProblems))
    if (entry.Forwarding?.HeaderName === '') refuseEntry('Header name required for forwarding config')
  },
})

function checkKeys(keys: JwtProvider['JSONWebKeySet']): void {
  if (!keys) refuseEntry('JSONWebKeySet is required')
  const { Local, Remote } = keys
  if ((Local === null) === (Remote === null)) {
    refuseEntry('must specify exactly one of Local or Remote JSON Web key set')
  }
  if (Local) checkLocal(Local)
  if (Remote) checkRemote(Remote)
}

function checkLocal({ JWKS, Filename }: ValueOf<typeof localKeys>): void {
  if ((JWKS === '') === (Filename === ''))
    refuseEntry('must specify exactly one of String or filename for local keyset')
  if (JWKS !== '' && decodeBase64(JWKS).corruptAt !== undefined) refuseEntry('JWKS must be valid base64 encoded string')
}

const DISCOVERY: ReadonlySet<string> = new Set(['', 'STATIC', 'STRICT_DNS', 'LOGICAL_DNS', 'EDS', 'ORIGINAL_DST'])

function checkRemote({ URI, RetryPolicy, JWKSCluster }: ValueOf<ReturnType<typeof remote>>): void {
  if (URI === '') refuseEntry('Remote JWKS URI is required')
  try {
    parseRequestUri(URI)
  } catch (error) {
    if (!(error instanceof UrlError)) throw error
    refuseEntry(`Remote JWKS URI is invalid: ${error.message}, uri: ${URI}`)
  }
  const backOff = RetryPolicy?.RetryPolicyBackOff
  if (backOff && backOff.MaxInterval !== 0 && backOff.BaseInterval > backOff.MaxInterval) {
    refuseEntry("retry policy backoff's MaxInterval should be greater or equal to BaseInterval")
  }
  if (JWKSCluster) checkCluster(JWKSCluster)
}

function checkCluster({
  DiscoveryType,
  TLSCertificates,
}: {
  DiscoveryType: string
  TLSCertificates: ValueOf<ReturnType<typeof tlsCertificates>> | null
}): void {
  if (!DISCOVERY.has(DiscoveryType)) {
    refuseEntry(`unsupported jwks cluster discovery type: ${quoteGo(DiscoveryType)}`)
  }
  if (!TLSCertificates) return
  const { CaCertificateProviderInstance: instance, TrustedCA } = TLSCertificates
  if ((instance === null) === (TrustedCA === null)) {
    refuseEntry("must specify exactly one of: CaCertificateProviderInstance or TrustedCA for JKWS' TLSCertificates")
  }
  if (TrustedCA && Object.values(TrustedCA).filter(value => value !== '').length !== 1) {
    refuseEntry(
      "must specify exactly one of: Filename, EnvironmentVariable, InlineString or InlineBytes for JWKS' TrustedCA",
    )
  }
}

function locationProblems({ Header, QueryParam, Cookie }: ValueOf<typeof location>): readonly string[] {
  if ([Header, QueryParam, Cookie].filter(part => part !== null).length !== 1) {
    return ['must set exactly one of: JWT location header, query param or cookie']
  }
  if (Header?.Name === '') return ['JWT location header name must be specified']
  if (QueryParam?.Name === '') return ['JWT location query param name must be specified']
  return Cookie?.Name === '' ? ['JWT location cookie name must be specified'] : []
}
