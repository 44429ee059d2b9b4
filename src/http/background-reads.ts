import type { Agent } from '../agent/agent.ts'
import type { Source } from '../agent/blocking.ts'
import type { HeldRead } from '../agent/cached-value.ts'
import type { Clock } from '../lib/clock.ts'
import { nextTurn } from '../lib/defer.ts'
import type { Watcher } from '../state/watch-set.ts'
import { cacheKeyOf } from './cache-key.ts'
import type { CachedRead } from './answer-cache.ts'
import { isStreamed, type ReadOptions } from './blocking-parameters.ts'
import type { Request } from './request.ts'
import type { QueryOptions } from './route.ts'

/** What a read with `?cached` is given, where the agent's cache holds it; undefined where it is read anew. */
export function backgroundRead(
  agent: Agent,
  req: Request,
  options: QueryOptions,
  read: ReadOptions,
  make: (read: ReadOptions) => CachedRead,
): BackgroundRead | undefined {
  const { cached } = options
  if (!cached || cached.always === true || (options.streaming === true && isStreamed(read))) return undefined
  if (req.leaderless) return undefined
  const key = cacheKeyOf(req, cached.by, agent.settings.datacenter)
  const known = agent.heldReads.get(key) as BackgroundRead | undefined
  if (known?.isOpen === true) return known
  // it is read as by one that waits
  const waiting = { ...read, minIndex: Math.max(read.minIndex, 1) }
  const again = (): CachedRead => make(waiting)
  const fresh = (): CachedRead => {
    req.renewRights()
    return again()
  }
  const news = options.keepsRights === true ? again : fresh
  const made = new BackgroundRead({ news, fresh }, agent.clock, options.heldForGood !== true)
  agent.heldReads.set(key, made)
  return made
}

/** How it is read: what may be news, and what it waits behind once it had some. */
interface Reads {
  readonly news: () => CachedRead
  readonly fresh: () => CachedRead
}

/**
 * What the agent's cache holds of a read. As in Consul, it waits behind its clients as one of them: it reads again when a blocked
 * query would be woken, and holds what it has until that is news. So a change that wakes nobody is not to be seen in it, nor are other
 * rights of the token before such a change. Where it cannot read again, as with a token that is no more, it goes on giving what it had.
 */
export class BackgroundRead implements Source<CachedRead>, HeldRead, Watcher {
  readonly #reads: Reads
  readonly #follows: boolean
  readonly #waiting = new Set<(restored: boolean) => void>()
  #value: CachedRead
  /** The last read, which may have been no news. */
  #watched: CachedRead | undefined
  #due: 'changed' | 'restored' | undefined
  readonly #clock: Clock
  /** Since when it cannot read again. */
  #lostAt: number | undefined
  isOpen = true
  /** How far it got, if that is not what it has: see `seen`. */
  #seen = 0

  constructor(reads: Reads, clock: Clock, follows: boolean) {
    this.#reads = reads
    this.#clock = clock
    this.#follows = follows
    this.#value = reads.fresh()
    this.#watch(this.#value)
  }

  /** Each gets an answer of its own, for the headers tell whether it was known. */
  read(): CachedRead {
    this.#refresh()
    return this.#value.at(this.#value.index)
  }

  /** The index of its last news. What does not follow shows none of them, and yet lets those go who wait for some. */
  get seen(): number {
    return Math.max(this.#seen, this.#value.index)
  }

  /** Milliseconds since it could last read. */
  get age(): number {
    return this.#lostAt === undefined ? 0 : this.#clock.now() - this.#lostAt
  }

  subscribe(wake: (restored: boolean) => void): () => void {
    this.#waiting.add(wake)
    return () => this.#waiting.delete(wake)
  }

  /** Soon, so that many commits of one turn cost one read; sooner where a client asks. */
  wake(restored: boolean): void {
    this.#watched?.watchSet.delete(this)
    this.#watched = undefined
    if (this.#due === undefined) nextTurn(() => this.#refresh())
    if (this.#due !== 'restored') this.#due = restored ? 'restored' : 'changed'
  }

  close(): void {
    this.isOpen = false
    this.#due = undefined
    this.#watched?.watchSet.delete(this)
  }

  #watch(read: CachedRead): void {
    this.#watched = read
    read.watchSet.add(this)
  }

  #refresh(): void {
    if (this.#due === undefined) return
    const restored = this.#due === 'restored'
    const { news, fresh } = this.#reads
    const before = this.#value
    try {
      const next = news()
      const isNews = restored || (next.index > before.index && !next.tellsNoMoreThan(before))
      if (isNews && this.#follows) this.#value = next
      else if (isNews) this.#seen = next.index
      this.#watch(this.#value === next && news !== fresh ? fresh() : next)
      this.#due = undefined
      this.#lostAt = undefined
    } catch {
      // still due: the next client has it tried again
      this.#lostAt ??= this.#clock.now()
    }
    if (this.#value !== before || this.#seen > 0) for (const wake of [...this.#waiting]) wake(restored)
  }
}
