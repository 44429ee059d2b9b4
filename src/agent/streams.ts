import { LRUCache } from 'lru-cache'
import { lazyMaxIdle } from '../lib/lazy-max.ts'
import type { Clock } from '../lib/clock.ts'

/** Milliseconds that the agent goes on being told of a service that nobody asks for. */
export const STREAMED_FOR = 20 * 60_000

/**
 * What Consul's streaming backend shows in its indexes. The agent subscribes to a service at the first blocking or
 * cached read of it and from then on is told of that service only: its index stays what it was at that moment until the service, or
 * what stands before it in the mesh, changes, whatever else happens in the catalog.
 */
export class Streams {
  readonly #since: LRUCache<string, { readonly index: number; readonly told: number }>
  /** What tokens that may not see all were shown last. */
  readonly #shown: LRUCache<string, { readonly index: number; readonly rows: readonly unknown[] }>

  constructor(clock: Clock) {
    this.#since = new LRUCache(lazyMaxIdle(4096, STREAMED_FOR, clock))
    this.#shown = new LRUCache(lazyMaxIdle(4096, STREAMED_FOR, clock))
  }

  /**
   * The index of a service, which a plain read would give as `plain`; `told`: how far what it is told of got. What it would have been
   * told of before it began does not count.
   */
  index(topic: string, told: number, plain: number): number {
    const since = this.#since.get(topic) ?? { index: plain, told }
    this.#since.set(topic, since)
    return told > since.told ? told : since.index
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
