import { LRUCache } from 'lru-cache'
import type { ConfigEntry } from '../../model/rows.ts'
import { GLOBAL } from '../config-entries/kind.ts'
import { entryAt, type EntryReader } from '../config-entries/read.ts'
import { keyOf } from '../schema.ts'
import type { View } from '../view.ts'
import type { Chain } from './chain.ts'
import { compileChain } from './compile.ts'
import { NO_OVERRIDES, type Overrides } from './customization.ts'

/** Which chain is asked for: all that it is made of beside the entries. */
export interface ChainQuery {
  readonly service: string
  readonly datacenter: string
  readonly trustDomain: string
  readonly overrides?: Overrides
}

interface LookedAt {
  readonly key: string
  /** undefined for one that was not there. */
  readonly row: ConfigEntry | undefined
}

/** Entries that all cached chains may have looked at together: about 8 MiB with the chains. */
const MAX_ENTRIES = 20_000
/** What a chain takes however few it looked at, in entries. */
const OVERHEAD = 16

interface CachedChain {
  readonly chain: Chain
  /** The entries that its compiler looked at. */
  readonly entries: readonly LookedAt[]
}

/**
 * Compiled chains. One is as good as compiled anew while each entry that its compiler looked at, those that were not there included, is the same
 * row: no other change makes it stale, and neither does a restore that brings back the same rows.
 */
export class ChainCache {
  readonly #cached = new LRUCache<string, CachedChain>({
    maxSize: MAX_ENTRIES,
    sizeCalculation: ({ entries }) => entries.length + OVERHEAD,
  })

  /** The chain as the view has it. The view tracks the same reads as if it were compiled. */
  compiled(view: View, query: ChainQuery): Chain {
    const { service, datacenter, trustDomain, overrides = NO_OVERRIDES } = query
    // whoever tries overrides seldom repeats them: a chain of 500 services that is cached in vain takes a third longer
    if (overrides !== NO_OVERRIDES) return compileChain(view, query)
    const key = JSON.stringify([service, datacenter, trustDomain])
    const cached = this.#cached.get(key)
    if (cached && isCurrent(cached, view.peek)) {
      for (const { key } of cached.entries) entryAt(view, key)
      return cached.chain
    }
    const made = compileRecorded(view, query)
    this.#cached.set(key, made)
    return made.chain
  }
}

function isCurrent({ entries }: CachedChain, view: View): boolean {
  for (const { key, row } of entries) if (view.get('configEntries', key) !== row) return false
  return true
}

/** Compiles a chain, and records what was looked at. */
function compileRecorded(view: View, query: ChainQuery): CachedChain {
  const entries: LookedAt[] = []
  const entry: EntryReader = (kind, name) => {
    const key = keyOf(kind, name)
    const row = entryAt(view, key)
    entries.push({ key, row })
    return row as never
  }
  // the compiler always looks at this one
  entry('proxy-defaults', GLOBAL)
  return { chain: compileChain(view, { ...query, entry }), entries }
}
