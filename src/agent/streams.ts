import { LRUCache } from 'lru-cache'
import { lazyMaxAged, lazyMaxIdle } from '../lib/lazy-max.ts'
import type { Clock } from '../lib/clock.ts'

/** Milliseconds that the agent goes on being told of a service that nobody asks for. */
export const STREAMED_FOR = 20 * 60_000

/** Milliseconds that others who ask for the same service begin with what the first one was told of it: for so long a server keeps that. */
const SNAPSHOT_FOR = 10_000

/** Where a stream began: at which index, and how far what it would be told of had got. */
interface Beginning {
  readonly index: number
  readonly told: number
}

/**
 * What Consul's streaming backend shows in its indexes. The agent subscribes to a service at the first blocking or
 * cached read of it and from then on is told of that service only: its index stays what it was at that moment until the service, or
 * what stands before it in the mesh, changes, whatever else happens in the catalog.
 */
export class Streams {
  readonly #began: LRUCache<string, Beginning>
  readonly #snapshots: LRUCache<string, Beginning>
  /** What tokens that may not see all were shown last. */
  readonly #shown: LRUCache<string, { readonly index: number; readonly rows: readonly unknown[] }>

  constructor(clock: Clock) {
    this.#began = new LRUCache(lazyMaxIdle(4096, STREAMED_FOR, clock))
    this.#snapshots = new LRUCache(lazyMaxAged(4096, SNAPSHOT_FOR, clock))
    this.#shown = new LRUCache(lazyMaxIdle(4096, STREAMED_FOR, clock))
  }

  /**
   * The index of a service, which a plain read would give as `plain`; `told`: how far what it is told of got. What it would have been
   * told of before it began does not count. `topic`: which service, `asked`: what of it.
   */
  index(topic: string, asked: string, told: number, plain: number): number {
    const view = topic + asked
    const began = this.#began.get(view) ?? this.#snapshot(topic, { index: plain, told })
    this.#began.set(view, began)
    return told > began.told ? told : began.index
  }

  /** Where the stream of a service begins that begins now. */
  #snapshot(topic: string, now: Beginning): Beginning {
    const kept = this.#snapshots.get(topic)
    if (kept) return kept
    this.#snapshots.set(topic, now)
    return now
  }

  /** The same for a token that may not see all that the stream tells of: it moves with what is shown alone. `key`: what is asked, and with which token. */
  shownIndex<T>(key: string, rows: readonly T[], same: (a: T, b: T) => boolean, told: number): number {
    const last = this.#shown.get(key)
    const before = last?.rows as readonly T[] | undefined
    if (last && before?.length === rows.length && before.every((row, i) => same(row, rows[i] as T))) return last.index
    this.#shown.set(key, { index: told, rows })
    return told
  }
}
