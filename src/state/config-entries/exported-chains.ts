import { compileChain } from '../discovery-chain/compile.ts'
import { StateError } from '../errors.ts'
import { fold } from '../schema.ts'
import type { View } from '../view.ts'
import { CHAIN_KINDS, PLACE } from './chain-kinds.ts'
import type { Judging } from './judging.ts'
import { L7_PROTOCOLS } from './protocols.ts'
import { getEntry } from './read.ts'
import { linksOf } from './references.ts'
import { WILDCARD } from './service-intentions.ts'
import type { ServiceResolver } from './service-resolver.ts'
import { quoteGo } from '../../go/quote.ts'

/** Those of some services that are exported to peers; here, as in Consul, names do not ignore case. */
export function exportedOf(view: View, services: Iterable<string>): readonly string[] {
  const exported = (getEntry(view, 'exported-services', 'default')?.Services ?? []).filter(({ Consumers }) =>
    Consumers?.some(({ Peer }) => Peer !== ''),
  )
  const names = new Set(exported.map(({ Name }) => Name))
  const found = [...services].filter(service => names.has(WILDCARD) || names.has(service))
  return [...new Set(found)].sort()
}

/** The names that are exported to peers one by one. */
export const exportedByName = (view: View): readonly string[] =>
  (getEntry(view, 'exported-services', 'default')?.Services ?? []).flatMap(({ Name }) =>
    Name === WILDCARD ? [] : [Name],
  )

const refuse = (service: string, why: string): never => {
  throw new StateError(`peer exported service ${quoteGo(service)} ${why}`)
}

/** Refuses an exported service whose resolvers leave this cluster. */
export function checkExportedResolvers(judging: Judging, service: string): void {
  for (const resolver of resolversOf(judging, service)) {
    const why = leavesCluster(resolver)
    if (why !== undefined) refuse(service, `contains ${why}`)
  }
}

/**
 * Refuses chains of exported services that leave this cluster, or that a peer could not follow: a change may not lead
 * one without requests to services that it did not lead to before.
 */
export function checkExported(judging: Judging, service: string): void {
  checkExportedResolvers(judging, service)
  const { view, budget, entry, before } = judging
  const chain = compileChain(view, { service, budget, entry, ...PLACE })
  if (L7_PROTOCOLS.has(chain.Protocol)) return
  const known = new Set(targetsOf(compileChain(view, { service, budget, entry: before, ...PLACE })).values())
  for (const [target, name] of targetsOf(chain)) {
    if (known.has(name)) continue
    const what = `cannot introduce new discovery chain targets like ${quoteGo(target)}`
    refuse(service, `uses protocol=${quoteGo(chain.Protocol)} and ${what}`)
  }
}

/** The services of a chain's resolvers and where they are, by the IDs of their targets. */
function targetsOf({ Nodes, Targets }: ReturnType<typeof compileChain>): ReadonlyMap<string, string> {
  const ids = [...Nodes.values()].flatMap(node => (node.Type === 'resolver' ? node.Target : []))
  return new Map(
    ids.map(id => {
      const target = Targets.get(id)
      return [id, JSON.stringify([target?.Service, target?.Datacenter])]
    }),
  )
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
function* resolversOf({ entry: read }: Judging, service: string): Generator<ServiceResolver> {
  const names = new Map([[fold(service), service]])
  for (const name of names.values()) {
    const entries = CHAIN_KINDS.flatMap(kind => read(kind, name) ?? [])
    for (const entry of entries) {
      if (entry.Kind === 'service-resolver') yield entry as unknown as ServiceResolver
      for (const to of linksOf(entry)) {
        if (!names.has(fold(to))) names.set(fold(to), to)
      }
    }
  }
}
