import { compileChain } from '../discovery-chain/compile.ts'
import { StateError } from '../errors.ts'
import { fold } from '../schema.ts'
import type { View } from '../view.ts'
import { CHAIN_KINDS, PLACE } from './chain-kinds.ts'
import type { Judging } from './judging.ts'
import { L7_PROTOCOLS } from './protocols.ts'
import { getEntry } from './read.ts'
import { referencesOf } from './references.ts'
import { WILDCARD } from './service-intentions.ts'
import type { ServiceResolver } from './service-resolver.ts'

const quote = (text: string): string => JSON.stringify(text)

/** Those of some services that are exported to peers, by the names that they are exported under. */
export function exportedOf(view: View, services: Iterable<string>): readonly string[] {
  const exported = (getEntry(view, 'exported-services', 'default')?.Services ?? []).filter(({ Consumers }) =>
    Consumers?.some(({ Peer }) => Peer !== ''),
  )
  const names = new Map(exported.map(({ Name }) => [fold(Name), Name]))
  const all = names.has(WILDCARD)
  const found = [...services].flatMap(service => names.get(fold(service)) ?? (all ? [service] : []))
  return [...new Set(found)].sort()
}

/** The names that are exported to peers one by one. */
export const exportedByName = (view: View): readonly string[] =>
  (getEntry(view, 'exported-services', 'default')?.Services ?? []).flatMap(({ Name }) =>
    Name === WILDCARD ? [] : [Name],
  )

/** Refuses chains of exported services that leave this cluster, or that a peer could not follow. */
export function checkExported({ view, ...reading }: Judging, service: string): void {
  const fail = (why: string): never => {
    throw new StateError(`peer exported service ${quote(service)} ${why}`)
  }
  for (const resolver of resolversOf(view, service)) {
    const why = leavesCluster(resolver)
    if (why !== undefined) fail(`contains ${why}`)
  }
  if (!CHAIN_KINDS.some(kind => reading.entry(kind, service))) return
  const { Protocol, Nodes, Targets } = compileChain(view, { service, ...reading, ...PLACE })
  if (L7_PROTOCOLS.has(Protocol)) return
  for (const node of Nodes.values()) {
    if (node.Type !== 'resolver' || Targets.get(node.Target)?.Service === service) continue
    const what = `cannot introduce new discovery chain targets like ${quote(node.Target)}`
    fail(`uses protocol=${quote(Protocol)} and ${what}`)
  }
}

function leavesCluster({ Redirect, Failover }: Pick<ServiceResolver, 'Redirect' | 'Failover'>): string | undefined {
  if (Redirect?.Datacenter) return 'cross-datacenter resolver redirect'
  if (Redirect?.Peer) return 'cross-peer resolver redirect'
  const elsewhere = Object.values(Failover ?? {}).some(
    ({ Datacenters, Targets }) => Datacenters?.length || Targets?.some(({ Datacenter }) => Datacenter !== ''),
  )
  return elsewhere ? 'cross-datacenter failover' : undefined
}

/** The resolvers of a service and of all that its entries lead to. */
function* resolversOf(view: View, service: string): Generator<ServiceResolver> {
  const names = new Set([fold(service)])
  for (const name of names) {
    const entries = CHAIN_KINDS.flatMap(kind => getEntry(view, kind, name) ?? [])
    for (const entry of entries) {
      if (entry.Kind === 'service-resolver') yield entry as unknown as ServiceResolver
      for (const reference of referencesOf(entry)) names.add(fold(reference.slice(reference.indexOf('.') + 1)))
    }
  }
}
