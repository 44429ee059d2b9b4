import { camelStruct, list, pointer, struct } from '../../go/mapstructure/containers.ts'
import { int, named, string } from '../../go/mapstructure/scalars.ts'
import { hidden, type ValueOf } from '../../go/mapstructure/type.ts'
import { cipherSuite, tlsVersion } from './common.ts'
import { entryStatus, jwtFilter, resourceReference } from './conditions.ts'
import { defineKind, entryType, refuseEntry, requireServiceName } from './kind.ts'
import { checkMeta } from './problems.ts'
import { checkTlsVersions } from './tls-versions.ts'
import { quoteGo } from '../../go/quote.ts'

const policy = hidden(pointer(struct({ JWT: pointer(jwtFilter) })))
const listener = struct({
  Name: string,
  Hostname: string,
  Port: int,
  Protocol: named('structs.APIGatewayListenerProtocol'),
  TLS: camelStruct({
    Certificates: list(resourceReference),
    MaxVersion: tlsVersion,
    MinVersion: tlsVersion,
    CipherSuites: list(cipherSuite),
  }),
  Override: policy,
  Default: policy,
})

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/api-gateway */
const type = entryType({ Listeners: list(listener), Status: entryStatus })
export type ApiGateway = ValueOf<typeof type>
export type ApiListener = ValueOf<typeof listener>

const CERTIFICATES: ReadonlySet<string> = new Set(['file-system-certificate', 'inline-certificate'])

export const apiGateway = defineKind<ApiGateway>({
  kind: 'api-gateway',
  type,
  normalize: entry => ({
    ...entry,
    Status: { Conditions: null },
    Listeners:
      entry.Listeners?.map(listener => ({
        ...listener,
        Protocol: listener.Protocol.toLowerCase(),
        TLS: {
          ...listener.TLS,
          Certificates:
            listener.TLS.Certificates?.map(({ Kind, ...rest }) => ({ Kind: Kind || 'inline-certificate', ...rest })) ??
            null,
        },
      })) ?? null,
  }),
  validate(entry) {
    checkMeta(entry)
    const listeners = entry.Listeners ?? []
    if (listeners.length === 0) refuseEntry('api gateway must have at least one listener')
    checkNames(listeners)
    checkMerging(listeners)
    for (const listener of listeners) checkListener(listener)
    requireServiceName(entry)
  },
})

const LISTENER_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/

function checkNames(listeners: readonly ApiListener[]): void {
  const seen = new Set<string>()
  for (const { Name } of listeners) {
    if (!LISTENER_NAME.test(Name)) {
      const rule = 'must be at least 1 character and contain only letters, numbers, or dashes'
      refuseEntry(`listener name ${quoteGo(Name)} is invalid, ${rule}`)
    }
    if (seen.has(Name)) refuseEntry(`found multiple listeners with the name ${quoteGo(Name)}`)
    seen.add(Name)
  }
}

/** Listeners of one port share its protocol and its host: as in Consul nothing else of them is compared. */
function checkMerging(listeners: readonly ApiListener[]): void {
  const first = new Map<number, ApiListener>()
  for (const listener of listeners) {
    const other = first.get(listener.Port)
    if (other && (other.Protocol !== listener.Protocol || other.Hostname !== listener.Hostname)) {
      refuseEntry(`listeners ${quoteGo(other.Name)} and ${quoteGo(listener.Name)} cannot be merged`)
    }
    first.set(listener.Port, listener)
  }
}

function checkListener({ Port, Protocol, Hostname, TLS }: ApiListener): void {
  if (Protocol !== 'tcp' && Protocol !== 'http') {
    refuseEntry(`unsupported listener protocol ${quoteGo(Protocol)}, must be one of 'tcp', or 'http'`)
  }
  if (Protocol === 'tcp' && Hostname !== '') refuseEntry('hostname specification is not supported when using TCP')
  if (Port < 1 || Port > 65535) refuseEntry(`listener port ${BigInt(Port)} not in the range 1-65535`)
  if (Hostname.replace(/^\*\./, '').includes('*')) {
    refuseEntry(`host ${quoteGo(Hostname)} is not valid, a wildcard specifier is only allowed as the left-most label`)
  }
  for (const { Kind, Name } of TLS.Certificates ?? []) {
    if (!CERTIFICATES.has(Kind)) {
      const rule = "must be 'file-system-certificate' or 'inline-certificate'"
      refuseEntry(`unsupported certificate kind: ${quoteGo(Kind)}, ${rule}`)
    }
    if (Name === '') refuseEntry('certificate reference must have a name')
  }
  checkTlsVersions({ TLSMinVersion: TLS.MinVersion, TLSMaxVersion: TLS.MaxVersion, CipherSuites: TLS.CipherSuites })
}
