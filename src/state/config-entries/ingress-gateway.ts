import { list, pointer, struct } from '../../go/mapstructure/containers.ts'
import { bool, int, string, uint32, showWhole } from '../../go/mapstructure/scalars.ts'
import { omit, onlyCamel, type ValueOf } from '../../go/mapstructure/type.ts'
import { headerModifiers, passiveHealthCheck, sdsConfig, tlsVersions } from './common.ts'
import { isDomainName } from './domain-name.ts'
import { defineKind, entryType, refuseEntry } from './kind.ts'
import { checkMeta } from './problems.ts'
import { checkTlsVersions } from './tls-versions.ts'
import { L7_PROTOCOLS } from './protocols.ts'
import { quoteGo } from '../../go/quote.ts'

const tls = struct({ Enabled: bool, SDS: omit(pointer(sdsConfig)), ...tlsVersions })

const service = struct({
  Name: string,
  Hosts: list(string),
  TLS: omit(pointer(struct({ SDS: omit(pointer(sdsConfig)) }))),
  RequestHeaders: omit(pointer(headerModifiers)),
  ResponseHeaders: omit(pointer(headerModifiers)),
  MaxConnections: omit(uint32),
  MaxPendingRequests: omit(uint32),
  MaxConcurrentRequests: omit(uint32),
  PassiveHealthCheck: omit(pointer(passiveHealthCheck)),
})
const listener = struct({ Port: int, Protocol: string, TLS: omit(pointer(tls)), Services: list(service) })

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/ingress-gateway */
const type = entryType({
  TLS: tls,
  Listeners: list(listener),
  Defaults: omit(
    pointer(
      struct({
        MaxConnections: onlyCamel(uint32),
        MaxPendingRequests: onlyCamel(uint32),
        MaxConcurrentRequests: onlyCamel(uint32),
        PassiveHealthCheck: omit(pointer(passiveHealthCheck)),
      }),
    ),
  ),
})
export type IngressGateway = ValueOf<typeof type>
export type IngressListener = ValueOf<typeof listener>
export type IngressService = ValueOf<typeof service>

const PROTOCOLS: ReadonlySet<string> = new Set(['tcp', ...L7_PROTOCOLS])

export const ingressGateway = defineKind<IngressGateway>({
  kind: 'ingress-gateway',
  type,
  access: { read: 'service', write: 'mesh' },
  normalize: entry => ({
    ...entry,
    Listeners:
      entry.Listeners?.map(listener => ({ ...listener, Protocol: listener.Protocol.toLowerCase() || 'tcp' })) ?? null,
  }),
  validate(entry) {
    checkMeta(entry)
    checkTlsVersions(entry.TLS)
    checkSds(entry.TLS.SDS)
    const ports = new Set<number>()
    for (const listener of entry.Listeners ?? []) {
      if (ports.has(listener.Port)) refuseEntry(`port ${listener.Port} declared on two listeners`)
      ports.add(listener.Port)
      checkListener(entry, listener)
    }
  },
})

function checkSds(sds: ValueOf<typeof sdsConfig> | null | undefined, where = ''): void {
  if (!sds) return
  if (sds.ClusterName === '' && sds.CertResource !== '') {
    refuseEntry(`TLS.SDS.ClusterName is required if CertResource is set${where}`)
  }
}

function checkListener(entry: IngressGateway, listener: IngressListener): void {
  const { Port, Protocol } = listener
  const where = ` (listener on port ${showWhole(Port)})`
  if (!PROTOCOLS.has(Protocol)) {
    refuseEntry(`protocol must be 'tcp', 'http', 'http2', or 'grpc'. '${Protocol}' is an unsupported protocol`)
  }
  if (listener.TLS) checkTlsVersions(listener.TLS)
  const gatewaySds = entry.TLS.SDS
  if (
    gatewaySds &&
    gatewaySds.ClusterName !== '' &&
    gatewaySds.CertResource === '' &&
    !listener.TLS?.SDS?.CertResource
  ) {
    refuseEntry(`TLS.SDS.CertResource is required if ClusterName is set for gateway${where}`)
  }
  if (!gatewaySds?.ClusterName) checkSds(listener.TLS?.SDS, where)
  if (listener.TLS?.SDS && listener.TLS.SDS.ClusterName !== '' && listener.TLS.SDS.CertResource === '') {
    refuseEntry(`TLS.SDS.CertResource is required if ClusterName is set for listener${where}`)
  }
  if ((listener.Services ?? []).length > 1 && !L7_PROTOCOLS.has(Protocol)) {
    const protocols = "'http', 'grpc' and 'http2'"
    refuseEntry(`Multiple services per listener are only supported for L7 protocols, ${protocols}${where}`)
  }
  checkServices(entry, listener, where)
}

function checkServices({ TLS }: IngressGateway, listener: IngressListener, where: string): void {
  const { Port, Protocol, Services } = listener
  const services = Services ?? []
  const l7 = L7_PROTOCOLS.has(Protocol)
  const names = new Set<string>()
  const hosts = new Set<string>()
  for (const service of services) {
    const { Name } = service
    if (!l7) checkHeaders(service, Port)
    if (Name === '') refuseEntry(`Service name cannot be blank${where}`)
    if (names.has(Name)) refuseEntry(`Service ${Name} cannot be added multiple times${where}`)
    names.add(Name)
    if (Name === '*' && !l7) {
      refuseEntry(`Wildcard service name is only valid for protocol = 'http'${where}`)
    }
    if ((service.Hosts ?? []).length > 0) {
      if (Name === '*') refuseEntry(`Associating hosts to a wildcard service is not supported${where}`)
      if (!l7) refuseEntry(`Associating hosts to a service is not supported for the ${Protocol} protocol${where}`)
    }
    checkServiceSds(service, listener.TLS?.SDS?.ClusterName || TLS.SDS?.ClusterName || '', Port)
    for (const host of service.Hosts ?? []) {
      if (hosts.has(host)) refuseEntry(`Hosts must be unique within a specific listener${where}`)
      hosts.add(host)
      checkHost(TLS.Enabled, host)
    }
  }
  if (services.length === 0) refuseEntry(`No service declared for listener with port ${showWhole(Port)}`)
}

/** `cluster`: that of the listener or of the gateway, which holds where the service names none. */
function checkServiceSds({ Name, Hosts, TLS }: IngressService, cluster: string, port: number): void {
  if (!TLS?.SDS || TLS.SDS.CertResource === '') return
  const where = ` (service ${quoteGo(Name)} on listener on port ${showWhole(port)})`
  if ((Hosts ?? []).length === 0) {
    refuseEntry(`A service specifying TLS.SDS.CertResource must have at least one item in Hosts${where}`)
  }
  if ((TLS.SDS.ClusterName || cluster) === '') {
    refuseEntry(`TLS.SDS.ClusterName is required if CertResource is set${where}`)
  }
}

function checkHeaders({ Name, RequestHeaders, ResponseHeaders }: IngressService, port: number): void {
  for (const [what, modifiers] of [
    ['request', RequestHeaders],
    ['response', ResponseHeaders],
  ] as const) {
    if (modifiers && Object.values(modifiers).some(part => part !== null && Object.keys(part).length > 0)) {
      const rule = `${what} headers only valid for http, http2 and grpc protocols`
      refuseEntry(`${rule} (service ${quoteGo(Name)} on listener on port ${showWhole(port)})`)
    }
  }
}

/** `*` alone, or as the first label. */
function checkHost(tls: boolean, host: string): void {
  if (!isDomainName(host)) refuseEntry(`Host ${quoteGo(host)} must be a valid DNS hostname`)
  if (tls && host === '*') {
    refuseEntry("Host '*' is not allowed when TLS is enabled, all hosts must be valid DNS records to add as a DNSSAN")
  }
  if (host.replace(/^\*(?:\.|$)/, '').includes('*')) {
    refuseEntry(`Host ${quoteGo(host)} is not valid, a wildcard specifier is only allowed as the leftmost label`)
  }
}
