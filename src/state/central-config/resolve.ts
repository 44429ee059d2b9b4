import type { Proxy } from '../../model/rows.ts'
import { isObject } from '../../lib/equal.ts'
import { getEntry, globalDefaults } from '../config-entries/read.ts'
import type { View } from '../view.ts'
import { isUnsaid, said } from './fill-empty.ts'
import { settingsOf, type Spelling, type UpstreamSettings } from './upstream-config.ts'

/** An upstream as far as config entries tell them apart. */
export interface UpstreamId {
  readonly name: string
  /** '' for one of this cluster. */
  readonly peer: string
}

/** What config entries say about the proxies of a service. */
export interface CentralConfig {
  readonly Config: Readonly<Record<string, unknown>>
  readonly Mode: string
  readonly TransparentProxy: Readonly<Record<string, unknown>>
  readonly MeshGateway: string
  readonly Expose: { readonly Checks: boolean; readonly Paths: readonly unknown[] }
  readonly AccessLogs: Readonly<Record<string, unknown>>
  readonly EnvoyExtensions: readonly unknown[]
  /** The upstreams about which something is said. */
  readonly upstreams: readonly (UpstreamId & { readonly settings: UpstreamSettings })[]
}

/** Stands for all upstreams of a transparent proxy that are not named. */
export const ANY_UPSTREAM = '*'

/**
 * What proxy-defaults and the service-defaults of a service say about a proxy of it, in this order. Unlike elsewhere, the case of
 * the service's name counts.
 */
export function resolveCentralConfig(
  view: View,
  service: string,
  proxy: Proxy,
  named: readonly UpstreamId[],
  spelling: Spelling,
): CentralConfig {
  const global = globalDefaults(view)
  const own = defaultsOf(view, service)
  const transparent = { ...said(global?.TransparentProxy ?? {}), ...said(own?.TransparentProxy ?? {}) }
  const central = {
    Config: { ...global?.Config, ...(own && inboundSettings(own)) },
    Mode: own?.Mode || global?.Mode || '',
    TransparentProxy: transparent,
    MeshGateway: own?.MeshGateway.Mode || global?.MeshGateway.Mode || '',
    Expose: {
      Checks: own?.Expose.Checks === true || global?.Expose.Checks === true,
      Paths: firstNonEmpty(own?.Expose.Paths, global?.Expose.Paths).map(path => said(path)),
    },
    AccessLogs: said(global?.AccessLogs ?? {}),
    EnvoyExtensions: [...(global?.EnvoyExtensions ?? []), ...(own?.EnvoyExtensions ?? [])],
  }
  return { ...central, upstreams: upstreamsOf(view, { service, proxy, named, spelling, ...central }) }
}

type Entry<K extends 'service-defaults'> = NonNullable<ReturnType<typeof getEntry<K>>>

function defaultsOf(view: View, service: string): Entry<'service-defaults'> | undefined {
  const entry = getEntry(view, 'service-defaults', service)
  return entry?.Name === service ? entry : undefined
}

const inboundSettings = (entry: Entry<'service-defaults'>): Readonly<Record<string, unknown>> =>
  said({
    protocol: entry.Protocol,
    balance_inbound_connections: entry.BalanceInboundConnections,
    max_inbound_connections: entry.MaxInboundConnections,
    local_connect_timeout_ms: entry.LocalConnectTimeoutMs,
    local_request_timeout_ms: entry.LocalRequestTimeoutMs,
  })

const firstNonEmpty = <T>(...lists: readonly (readonly T[] | null | undefined)[]): readonly T[] =>
  lists.find(list => list && list.length > 0) ?? []

interface Asked {
  readonly service: string
  readonly proxy: Proxy
  readonly named: readonly UpstreamId[]
  readonly spelling: Spelling
  readonly Mode: string
  readonly MeshGateway: string
}

/** Only a transparent proxy has upstreams that it does not name. */
function upstreamsOf(view: View, asked: Asked): CentralConfig['upstreams'] {
  const { service, proxy, spelling } = asked
  const { Overrides, Defaults } = defaultsOf(view, service)?.UpstreamConfig ?? { Overrides: null, Defaults: null }
  const isTransparent = (proxy['Mode'] || asked.Mode) === 'transparent'
  const overrides = (Overrides ?? []).map(config => ({ name: config.Name, peer: config.Peer, config }))
  const wanted = [...asked.named]
  if (isTransparent) wanted.push({ name: ANY_UPSTREAM, peer: '' }, ...overrides)
  const settingsFor = (id: UpstreamId): UpstreamSettings => {
    // of several for one upstream the last holds
    const override = overrides.findLast(other => isSame(other, id))
    const isNamed = asked.named.some(named => isSame(named, id))
    return {
      ...(isNamed || id.name !== ANY_UPSTREAM
        ? protocolFor(view, id, isNamed, [...wanted, { name: service, peer: '' }])
        : {}),
      ...gateway(asked.MeshGateway),
      ...(Defaults && settingsOf(Defaults, spelling)),
      ...gateway(modeOf(proxy)),
      ...(override && settingsOf(override.config, spelling)),
    }
  }
  return wanted
    .filter((id, at) => wanted.findIndex(other => isSame(other, id)) === at)
    .map(({ name, peer }) => ({ name, peer, settings: settingsFor({ name, peer }) }))
    .filter(({ settings }) => !isUnsaid(settings))
}

const isSame = (a: UpstreamId, b: UpstreamId): boolean => a.name === b.name && a.peer === b.peer

const gateway = (Mode: string): UpstreamSettings => (Mode === '' ? {} : { mesh_gateway: { Mode } })

/** The gateway mode that something says of itself; '' for none. */
export function modeOf(owner: Readonly<Record<string, unknown>>): string {
  const { MeshGateway } = owner
  return isObject(MeshGateway) ? String(MeshGateway['Mode'] ?? '') : ''
}

/**
 * The protocol of an upstream. One of a peer has none where a proxy names it; where an override alone tells of it, that of the service
 * of its name here, if that is an upstream, too, or who calls, and else the one of all.
 */
function protocolFor(
  view: View,
  { name, peer }: UpstreamId,
  isNamed: boolean,
  upstreams: readonly UpstreamId[],
): UpstreamSettings {
  if (peer !== '' && isNamed) return {}
  const isHere = upstreams.some(other => isSame(other, { name, peer: '' }))
  return said({ protocol: (isHere && defaultsOf(view, name)?.Protocol) || globalDefaults(view)?.Protocol })
}
