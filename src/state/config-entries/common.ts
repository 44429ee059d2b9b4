import { anything, camelStruct, list, map, pointer, struct } from '../../go/mapstructure/containers.ts'
import { bool, duration, int, named, string, uint32 } from '../../go/mapstructure/scalars.ts'
import { omit, type ValueOf } from '../../go/mapstructure/type.ts'

/** Structs that several kinds hold. */

export const meshGateway = struct({ Mode: omit(named('structs.MeshGatewayMode')) })

export const transparentProxy = struct({ OutboundListenerPort: omit(int), DialedDirectly: omit(bool) })

export const expose = struct({
  Checks: omit(bool),
  Paths: omit(
    list(
      struct({
        ListenerPort: omit(int),
        Path: omit(string),
        LocalPathPort: omit(int),
        Protocol: omit(string),
        ParsedFromCheck: omit(bool),
      }),
    ),
  ),
})

export const passiveHealthCheck = struct({
  Interval: omit(duration),
  MaxFailures: omit(uint32),
  EnforcingConsecutive5xx: omit(pointer(uint32)),
  MaxEjectionPercent: omit(pointer(uint32)),
  BaseEjectionTime: omit(pointer(duration)),
})

export const upstreamLimits = struct({
  MaxConnections: omit(pointer(int)),
  MaxPendingRequests: omit(pointer(int)),
  MaxConcurrentRequests: omit(pointer(int)),
})

export const upstreamConfig = struct({
  Name: omit(string),
  Peer: string,
  EnvoyListenerJSON: omit(string),
  EnvoyClusterJSON: omit(string),
  Protocol: omit(string),
  ConnectTimeoutMs: omit(int),
  Limits: omit(pointer(upstreamLimits)),
  PassiveHealthCheck: omit(pointer(passiveHealthCheck)),
  MeshGateway: meshGateway,
  BalanceOutboundConnections: omit(string),
})
export type UpstreamConfig = ValueOf<typeof upstreamConfig>

export const envoyExtensions = list(
  camelStruct({
    Name: string,
    Required: bool,
    Arguments: map(anything),
    ConsulVersion: string,
    EnvoyVersion: string,
  }),
)
export type EnvoyExtensions = ValueOf<typeof envoyExtensions>

export const headerModifiers = struct({
  Add: omit(map(string)),
  Set: omit(map(string)),
  Remove: omit(list(string)),
})
export type HeaderModifiers = ValueOf<typeof headerModifiers>

export const prioritizeByLocality = struct({ Mode: omit(string) })
export const failoverPolicy = struct({ Mode: omit(string), Regions: omit(list(string)) })
export type FailoverPolicy = ValueOf<typeof failoverPolicy>

export const tlsVersion = named('types.TLSVersion')
export const cipherSuite = named('types.TLSCipherSuite')
export const tlsVersions = {
  TLSMinVersion: omit(tlsVersion),
  TLSMaxVersion: omit(tlsVersion),
  CipherSuites: omit(list(cipherSuite)),
}

export const sdsConfig = struct({ ClusterName: omit(string), CertResource: omit(string) })
