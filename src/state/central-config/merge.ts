import type { Proxy } from '../../model/rows.ts'
import { anything, mapOf } from '../../go/struct.ts'
import { isObject } from '../../lib/equal.ts'
import type { NewService } from '../service.ts'
import type { View } from '../view.ts'
import { fillEmpty, isUnsaid } from './fill-empty.ts'
import { type CentralConfig, modeOf, resolveCentralConfig, type UpstreamId } from './resolve.ts'
import { type Spelling, STRUCTS, type UpstreamSettings } from './upstream-config.ts'

/** Kinds of services whose proxies config entries have a say in. */
const KINDS: ReadonlySet<string> = new Set([
  'connect-proxy',
  'mesh-gateway',
  'terminating-gateway',
  'ingress-gateway',
  'api-gateway',
])

export const takesCentralConfig = ({ Kind }: { readonly Kind: string }): boolean => KINDS.has(Kind)

type Upstream = Readonly<Record<string, unknown>>

/**
 * A service whose proxy is completed by what config entries say about it: what the proxy says itself comes first, and
 * Envoy extensions come from entries only. Others stay as they are.
 */
export function mergeCentralConfig<S extends NewService>(view: View, service: S, spelling: Spelling = 'brief'): S {
  if (!takesCentralConfig(service)) return service
  const { Proxy: own, Kind, Service } = service
  const name = Kind === 'connect-proxy' ? (own.DestinationServiceName ?? '') : Service
  const named = upstreamsOf(own).filter(takesSettings).map(idOf)
  return { ...service, Proxy: mergeProxy(own, resolveCentralConfig(view, name, own, named, spelling)) }
}

/** With the members in the order of Consul's structure, which clients see. */
function mergeProxy(own: Proxy, central: CentralConfig): Proxy {
  const { TransparentProxy, AccessLogs, EnvoyExtensions: _dropped, MeshGateway: _own, ...others } = own
  const { Mode, Config, Upstreams, Expose, ...rest } = others
  const meshGateway = modeOf(own) || central.MeshGateway
  return present({
    TransparentProxy: fillEmpty(asMap(TransparentProxy), central.TransparentProxy),
    AccessLogs: fillEmpty(asMap(AccessLogs), central.AccessLogs),
    EnvoyExtensions: central.EnvoyExtensions.map(extension =>
      isObject(extension) ? { ...extension, Arguments: anything(extension['Arguments']) } : extension,
    ),
    ...rest,
    Mode: Mode || central.Mode,
    Config: anything(fillEmpty(asMap(Config), central.Config)),
    Upstreams: mergeUpstreams(upstreamsOf({ Upstreams }), central, meshGateway),
    MeshGateway: meshGateway === '' ? {} : { Mode: meshGateway },
    Expose: mergeExpose(asMap(Expose), central.Expose),
  })
}

const OPTIONAL: ReadonlySet<string> = new Set([
  'TransparentProxy',
  'AccessLogs',
  'EnvoyExtensions',
  'Config',
  'Upstreams',
])

/** Without the parts that say nothing and are only shown where they do. */
const present = (proxy: Proxy): Proxy =>
  Object.fromEntries(Object.entries(proxy).filter(([name, value]) => !OPTIONAL.has(name) || !isUnsaid(value)))

const asMap = (value: unknown): Readonly<Record<string, unknown>> => (isObject(value) ? value : {})

function mergeExpose(own: Readonly<Record<string, unknown>>, central: CentralConfig['Expose']): object {
  const checks = own['Checks'] === true || central.Checks
  const paths = isUnsaid(own['Paths']) ? central.Paths : own['Paths']
  return { ...(checks && { Checks: true }), ...(!isUnsaid(paths) && { Paths: paths }) }
}

const upstreamsOf = ({ Upstreams }: Readonly<Record<string, unknown>>): readonly Upstream[] =>
  Array.isArray(Upstreams) ? Upstreams.filter(isObject) : []

const takesSettings = (upstream: Upstream): boolean => upstream['DestinationType'] !== 'prepared_query'

const idOf = (upstream: Upstream): UpstreamId => ({
  name: String(upstream['DestinationName'] ?? ''),
  peer: String(upstream['DestinationPeer'] ?? ''),
})

const keyOf = ({ name, peer }: UpstreamId): string => `${peer}/${name}`

/** The upstreams that the proxy names, then those that only config entries know. */
function mergeUpstreams(named: readonly Upstream[], central: CentralConfig, meshGateway: string): readonly Upstream[] {
  const settings = new Map(central.upstreams.map(upstream => [keyOf(upstream), upstream.settings]))
  const merged = named.map(upstream => {
    if (!takesSettings(upstream)) return upstream
    return mergeUpstream(upstream, settings.get(keyOf(idOf(upstream))), meshGateway)
  })
  const known = new Set(named.filter(takesSettings).map(upstream => keyOf(idOf(upstream))))
  const further = central.upstreams.filter(upstream => !known.has(keyOf(upstream)))
  return [...merged, ...further.map(upstream => centralUpstream(upstream, meshGateway))]
}

function mergeUpstream(upstream: Upstream, settings: UpstreamSettings | undefined, meshGateway: string): Upstream {
  const { Config, MeshGateway: _own, CentrallyConfigured, ...rest } = upstream
  const mode = modeOf(upstream) || gatewayOf(settings) || meshGateway
  const merged = settings ? mergeSettings(asMap(Config), settings, upstream) : asMap(Config)
  return {
    ...rest,
    ...(!isUnsaid(merged) && { Config: inKeyOrder(merged) }),
    MeshGateway: mode === '' ? {} : { Mode: mode },
    ...(CentrallyConfigured !== undefined && { CentrallyConfigured }),
  }
}

/** The gateway mode has a place of its own, and the protocol of another cluster's service is not for this one to say. */
function mergeSettings(own: UpstreamSettings, central: UpstreamSettings, upstream: Upstream): UpstreamSettings {
  const { protocol, ...others } = central
  const known = idOf(upstream).peer === '' && protocol !== undefined ? { ...others, protocol } : others
  const { mesh_gateway: _mode, ...merged } = fillEmpty(own, known, STRUCTS)
  return merged
}

/** As Go writes a map; what structs hold of it keeps their order. */
const inKeyOrder = mapOf(value => value)

const gatewayOf = (settings: UpstreamSettings | undefined): string => {
  const mode = settings?.['mesh_gateway']
  return isObject(mode) ? String(mode['Mode']) : ''
}

function centralUpstream({ name, peer, settings }: CentralConfig['upstreams'][number], meshGateway: string): Upstream {
  const mode = gatewayOf(settings) || meshGateway
  return {
    DestinationType: '',
    DestinationNamespace: 'default',
    DestinationPartition: 'default',
    ...(peer !== '' && { DestinationPeer: peer }),
    DestinationName: name,
    Datacenter: '',
    Config: inKeyOrder(settings),
    MeshGateway: mode === '' ? {} : { Mode: mode },
    CentrallyConfigured: true,
  }
}
