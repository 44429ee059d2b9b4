import type { ConfigEntry, Indexed } from '../../model/rows.ts'
import { keyOf, prefixOf, SEP } from '../schema.ts'
import type { View } from '../view.ts'
import { watchKey, watchRows } from '../watched-prefix.ts'
import type { ApiGateway } from './api-gateway.ts'
import type { BoundApiGateway } from './bound-api-gateway.ts'
import type { ExportedServices } from './exported-services.ts'
import type { HttpRoute } from './http-route.ts'
import type { IngressGateway } from './ingress-gateway.ts'
import { GLOBAL } from './kind.ts'
import type { Mesh } from './mesh.ts'
import type { ProxyDefaults } from './proxy-defaults.ts'
import type { ServiceDefaults } from './service-defaults.ts'
import type { ServiceIntentions } from './service-intentions.ts'
import type { ServiceResolver } from './service-resolver.ts'
import type { ServiceRouter } from './service-router.ts'
import type { ServiceSplitter } from './service-splitter.ts'
import type { TcpRoute } from './tcp-route.ts'
import type { TerminatingGateway } from './terminating-gateway.ts'

/** What the entries of a kind hold. */
export interface EntryOf {
  'service-defaults': ServiceDefaults
  'proxy-defaults': ProxyDefaults
  'service-router': ServiceRouter
  'service-splitter': ServiceSplitter
  'service-resolver': ServiceResolver
  'service-intentions': ServiceIntentions
  'ingress-gateway': IngressGateway
  'terminating-gateway': TerminatingGateway
  mesh: Mesh
  'exported-services': ExportedServices
  'api-gateway': ApiGateway
  'bound-api-gateway': BoundApiGateway
  'http-route': HttpRoute
  'tcp-route': TcpRoute
}

type Stored<K extends keyof EntryOf> = Omit<EntryOf[K], keyof Indexed | 'Hash'> & ConfigEntry

/** The index entry that moves with every config entry. */
export const CONFIG_ENTRY = 'config'

/** One entry by its name, whose case does not count. */
export function getEntry<K extends keyof EntryOf>(view: View, kind: K, name: string): Stored<K> | undefined {
  return entryAt(view, keyOf(kind, name)) as Stored<K> | undefined
}

/** The entry under a key. A query that finds none is woken by what is written near the key. */
export function entryAt(view: View, key: string): ConfigEntry | undefined {
  const row = view.get('configEntries', key)
  if (!row) watchRows(view, 'configEntries', key + SEP)
  return row
}

/** Reads an entry by its kind and name. */
export type EntryReader = <K extends keyof EntryOf>(kind: K, name: string) => Stored<K> | undefined

/** The entries of chains, and what API gateways are bound to, that lead to a service, spelled just so. A query waits for what comes near them, too. */
export function entriesLeadingTo(view: View, service: string): readonly ConfigEntry[] {
  watchKey(view, 'configEntries', 'link', service)
  return view.by('configEntries', 'link', service)
}

/** All entries of a kind, by name. */
export function entriesOf<K extends keyof EntryOf>(view: View, kind: K): readonly Stored<K>[] {
  watchRows(view, 'configEntries', prefixOf(kind))
  return view.scan('configEntries', prefixOf(kind)) as readonly Stored<K>[]
}

/** The service-intentions that name a service of this cluster, spelled just so, as a source. */
export function entriesFrom(view: View, source: string): readonly Stored<'service-intentions'>[] {
  watchKey(view, 'configEntries', 'source', source)
  return view.by('configEntries', 'source', source) as readonly Stored<'service-intentions'>[]
}

/** The entries that name something: see references.ts. */
export function referring(view: View, to: string): readonly ConfigEntry[] {
  return view.by('configEntries', 'reference', to)
}

export const globalDefaults = (view: View): Stored<'proxy-defaults'> | undefined =>
  getEntry(view, 'proxy-defaults', GLOBAL)

/** The protocol of a service: its own entry decides alone where there is one, even when it names none. */
export function protocolOf(view: View, service: string): string {
  const own = getEntry(view, 'service-defaults', service)
  if (own) return own.Protocol || 'tcp'
  return globalDefaults(view)?.Protocol || 'tcp'
}
