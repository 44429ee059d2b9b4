import type { Indexed } from '../model/rows.ts'
import { CONFIG_ENTRY, entriesFrom, entriesOf, getEntry, referring } from './config-entries/read.ts'
import { reference } from './config-entries/references.ts'
import {
  type IntentionSource,
  NO_LEGACY,
  type ServiceIntentions,
  WILDCARD,
} from './config-entries/service-intentions.ts'
import type { Read } from './kv.ts'
import { fold } from './schema.ts'
import type { View } from './view.ts'

/** Who may call whom: one source of a service-intentions entry. Nothing else is stored. */
export interface Intention extends Indexed {
  readonly destination: string
  readonly source: IntentionSource
  /** Its own where the old API wrote it, else that of the whole entry. */
  readonly meta: Readonly<Record<string, string>> | null
}

const tableIndex = (view: View): number => view.max(CONFIG_ENTRY)

/** All intentions, the most specific first. */
export function listIntentions(view: View): Read<readonly Intention[]> {
  const found = entriesOf(view, 'service-intentions').flatMap(entry => intentionsOf(entry))
  return { index: tableIndex(view), value: inOrder(found) }
}

/** What is said of calls to a service, whose name may be spelled in any case. */
export function intentionsTo(view: View, destination: string): Read<readonly Intention[]> {
  const found = entriesTo(view, destination).flatMap(entry => intentionsOf(entry))
  return { index: tableIndex(view), value: inOrder(found) }
}

function entriesTo(view: View, destination: string): readonly Entry[] {
  const names = destination === WILDCARD ? [WILDCARD] : [destination, WILDCARD]
  return names.flatMap(name => getEntry(view, 'service-intentions', name) ?? [])
}

/**
 * What is said of calls to several services, each in turn; what is said of all services is read once, and stands behind the first.
 * As in Consul each ID is told once, so that of all intentions without one, as those of entries are, only the first is.
 */
export function intentionsToAny(view: View, destinations: readonly string[]): readonly Intention[] {
  const [first, ...others] = destinations
  if (first === undefined) return []
  const names = new Map([first, WILDCARD, ...others].map(name => [fold(name), name]))
  const known = new Set<string>()
  return [...names.values()].flatMap(name => {
    const entry = getEntry(view, 'service-intentions', name)
    return (entry ? inOrder(intentionsOf(entry)) : []).filter(({ source: { LegacyID } }) => {
      const isNew = !known.has(LegacyID)
      known.add(LegacyID)
      return isNew
    })
  })
}

/**
 * What decides about calls of a service of this cluster: entries that name it as such. As in Consul, sources of the same name in
 * them come along, though they are of peers.
 */
export function intentionsFrom(view: View, source: string): Read<readonly Intention[]> {
  const names = source === WILDCARD ? [WILDCARD] : [source, WILDCARD]
  const found = names.flatMap(name =>
    entriesFrom(view, name).flatMap(entry => intentionsOf(entry, ({ Name }) => Name === name)),
  )
  return { index: tableIndex(view), value: inOrder(found) }
}

export function exactIntention(
  view: View,
  { name, peer }: { readonly name: string; readonly peer: string },
  destination: string,
): Intention | undefined {
  const entry = getEntry(view, 'service-intentions', destination)
  return entry && intentionsOf(entry).find(({ source: { Name, Peer } }) => Name === name && Peer === peer)
}

export function intentionById(view: View, id: string): Intention | undefined {
  const [entry] = referring(view, reference.legacy(id))
  if (!entry) return undefined
  return intentionsOf(entry as unknown as ServiceIntentions & Indexed).find(({ source }) => source.LegacyID === id)
}

/** The one that decides whether a service may call another, both spelled just so; undefined where none does. */
export function decidingIntention(view: View, source: string, destination: string): Intention | undefined {
  const entries = entriesTo(view, destination).filter(({ Name }) => Name === destination || Name === WILDCARD)
  return firstFrom(source, entries)
}

/** The same for a destination in any case: so for a proxy that asks, which is given what is said of its service. */
export const intentionInAnyCase = (view: View, source: string, destination: string): Intention | undefined =>
  firstFrom(source, entriesTo(view, destination))

function firstFrom(source: string, entries: readonly Entry[]): Intention | undefined {
  const decides = ({ Name, Peer }: IntentionSource): boolean => Peer === '' && (Name === source || Name === WILDCARD)
  return inOrder(entries.flatMap(entry => intentionsOf(entry, decides)))[0]
}

type Entry = Pick<ServiceIntentions, 'Name' | 'Sources' | 'Meta'> & Indexed

function intentionsOf(
  { Name, Sources, Meta, CreateIndex, ModifyIndex }: Entry,
  isWanted: (source: IntentionSource) => boolean = () => true,
): readonly Intention[] {
  return (Sources ?? []).filter(isWanted).map(source => {
    const meta = source.LegacyID === '' ? (Meta ?? null) : source.LegacyMeta
    return { destination: Name, source, meta, CreateIndex, ModifyIndex }
  })
}

function inOrder(intentions: readonly Intention[]): readonly Intention[] {
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  return [...intentions].sort(
    (a, b) =>
      b.source.Precedence - a.source.Precedence ||
      compare(a.source.Peer, b.source.Peer) ||
      compare(a.source.Name, b.source.Name) ||
      compare(a.destination, b.destination),
  )
}

/** The entry of a destination with a source put in: in the place of `replaced`, or behind the others. */
export function withSource(
  view: View,
  destination: string,
  source: IntentionSource,
  replaced: (other: IntentionSource) => boolean,
): ServiceIntentions {
  const entry = getEntry(view, 'service-intentions', destination)
  const sources = entry?.Sources ?? []
  const at = sources.findIndex(replaced)
  const next = at < 0 ? [...sources, source] : sources.with(at, source)
  return { ...EMPTY, ...entry, Hash: 0, Name: entry?.Name ?? destination, Sources: next }
}

/** The same without what the old API alone knows; metadata that it stored stays, to be refused. */
export function withoutLegacy(entry: ServiceIntentions): ServiceIntentions {
  const bare = (source: IntentionSource): IntentionSource => ({
    ...source,
    ...NO_LEGACY,
    LegacyMeta: Object.keys(source.LegacyMeta ?? {}).length > 0 ? source.LegacyMeta : null,
  })
  return { ...entry, Sources: entry.Sources?.map(bare) ?? null }
}

const EMPTY = {
  Kind: 'service-intentions',
  JWT: null,
  Meta: null,
  Hash: 0,
} as const
