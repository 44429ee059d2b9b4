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
  readonly #since: LRUCache<string, number>

  constructor(clock: Clock) {
    this.#since = new LRUCache(lazyMaxIdle(4096, STREAMED_FOR, clock))
  }

  /** The index of a service, which a plain read would give as `plain`; `told`: how far what it is told of got. */
  index(topic: string, told: number, plain: number): number {
    const since = this.#since.get(topic) ?? plain
    this.#since.set(topic, since)
    return Math.max(since, told)
  }
}
