import type { Service } from '../model/rows.ts'
import { watchAbsentInstances } from './catalog.ts'
import { connectHealth, serviceHealth } from './health.ts'
import type { Intention } from './intentions.ts'
import { type Group, groupByName, isTransparent, NOBODY } from './overview.ts'
import { connectName } from './schema.ts'
import type { View } from './view.ts'

/** A service on one side of another in its topology. */
export interface Neighbour {
  readonly service: string
  /** Its instances and the proxies before it that may be seen; neither where entries alone tell of it, which is told to all as in Consul. */
  readonly instances: readonly Service[]
  readonly proxies: readonly Service[]
  /** Why it is one; undefined where nothing names it in this spelling. */
  readonly reason: Reason | undefined
}

/** How a neighbour comes to be one. */
export interface Reason {
  /** A proxy or a gateway names it; else an intention, or what holds without one, lets the two meet. */
  readonly registered: boolean
  /** It has no instances: entries say where its requests go. */
  readonly routed: boolean
  /** What decides about the calls between the two; undefined where no intention does. */
  readonly intention: Intention | undefined
}

interface Around {
  /** Which instances of others are told. */
  readonly sees: (row: Service) => boolean
  /** Names without instances whose requests go where entries say. */
  readonly isRouted: (name: string) => boolean
  /** Named by proxies and gateways. */
  readonly registered: readonly string[]
  /** Let through by intentions, or by what holds without one. */
  readonly allowed: readonly string[]
  /** Which instances count though nothing names their service. */
  readonly keeps: (rows: readonly Service[]) => (row: Service) => boolean
  readonly intention: (name: string) => Intention | undefined
}

/** Those on one side of a service, by name; behind them those without instances, where their order is chance in Consul. */
export function around(
  view: View,
  { isRouted, sees, registered, allowed, keeps, intention }: Around,
): { readonly neighbours: readonly Neighbour[]; readonly hides: boolean; readonly index: number } {
  const named = new Set(registered)
  const names = new Set([...named, ...allowed])
  const found = healthAround(view, [...names])
  const all = found.flatMap(read => read.rows)
  const keep = keeps(all)
  const rows = new Set(all.filter(row => named.has(behind(row)) || keep(row)))
  const seen = [...rows].filter(sees)
  const groups = groupByName(seen)
  const neighbour = (service: string, { instances, proxies }: Group): Neighbour => ({
    service,
    instances,
    proxies,
    reason: names.has(service)
      ? { registered: named.has(service), routed: isRouted(service), intention: intention(service) }
      : undefined,
  })
  const known = [...groups].filter(([, group]) => !HIDDEN_KINDS.has(kindOf(group)))
  return {
    neighbours: [
      ...known.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, group]) => neighbour(name, group)),
      ...[...names]
        .filter(isRouted)
        .sort()
        .map(name => neighbour(name, NOBODY)),
    ],
    hides: seen.length < rows.size,
    index: Math.max(0, ...found.map(({ index }) => index)),
  }
}

/** The service that an instance stands for. */
const behind = (row: Service): string => connectName(row) ?? row.Service

export const anything = () => () => true
export const nobodyElse = () => () => false

/** Of services that may call others which nothing names. */
export function callersIn(rows: readonly Service[]): (row: Service) => boolean {
  const calling = new Set(rows.filter(callsFreely).map(behind))
  return row => calling.has(behind(row))
}

/** What stands between services is no neighbour. */
const HIDDEN_KINDS: ReadonlySet<string> = new Set(['connect-proxy', 'mesh-gateway', 'terminating-gateway'])

const kindOf = ({ instances }: Group): string => instances.at(-1)?.Kind ?? ''

interface Found {
  readonly rows: readonly Service[]
  readonly index: number
}

/** The instances of names, and what the mesh reaches each by. */
function healthAround(view: View, names: readonly string[]): readonly Found[] {
  for (const index of ['name', 'connect'] as const) watchAbsentInstances(view, index, ...names)
  return names.map(name => {
    const [own, connect] = [serviceHealth(view, name), connectHealth(view, name)]
    return {
      rows: [...own.value, ...connect.value].map(({ service }) => service),
      index: Math.max(own.index, connect.index),
    }
  })
}

/** Whether it may call services that nothing names: as a transparent proxy, or without a proxy. */
export const callsFreely = (row: Service): boolean =>
  row.Kind === 'connect-proxy' ? isTransparent(row) : row.Connect['Native'] === true
