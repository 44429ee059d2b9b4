import { LRUCache } from 'lru-cache'
import type { Agent } from '../agent/agent.ts'
import { copyOf } from '../lib/bytes.ts'
import { equal } from '../lib/equal.ts'
import type { Sliceable } from '../lib/slices.ts'
import type { Settings } from '../model/settings.ts'
import type { Read } from '../state/kv.ts'
import type { View } from '../state/view.ts'
import type { WatchSet } from '../state/watch-set.ts'
import type { RouteMetrics } from './request-metrics.ts'
import { MadeOnce, type Waiter } from './made-once.ts'
import { gzipped, isWorthGzip, type Prepared, type Reply } from './reply.ts'

/** Bytes that cached answers may take together, and one of them alone. */
const MAX_BYTES = 64 * 1024 * 1024
const MAX_ENTRY_BYTES = 24 * 1024 * 1024
/** What one takes besides its body: headers, watch points, its entry in the cache. */
const OVERHEAD = 2048
const ROW_OVERHEAD = 16

/** Who is given an answer. */
export interface AnswerClient extends Waiter<Prepared> {
  readonly gzip: boolean
}

/** That of a read which was not answered yet. */
const NONE: MadeOnce<Prepared> = new MadeOnce()

/** What a read of the state gave, and the answer made of it when it is first sent. */
export class CachedRead implements Read<Reply> {
  readonly index: number
  readonly value: Reply
  readonly watchSet: WatchSet
  #settings: Settings | undefined
  #plain: MadeOnce<Prepared> = NONE
  /** Made for the first request that takes it. */
  #packed: MadeOnce<Prepared> | undefined
  /** Counts the requests that get it. */
  metrics: RouteMetrics | undefined
  /** The bytes that it counted for when it was cached. */
  cachedSize = 0

  constructor({ index, value }: Read<Reply>, watchSet: WatchSet) {
    this.index = index
    this.value = value
    this.watchSet = watchSet
  }

  /** The same with another index, or another answer. */
  at(index: number, value = this.value): CachedRead {
    return new CachedRead({ index, value }, this.watchSet)
  }

  /** Whether it tells what an earlier read told, so that its index alone is no news. */
  tellsNoMoreThan(before: CachedRead | undefined): boolean {
    if (before === undefined) return false
    const { tells, nothing = false } = this.value
    return (nothing && before.value.nothing === true) || (tells !== undefined && equal(tells, before.value.tells))
  }

  /** Whether reading again would give the same. */
  get isCurrent(): boolean {
    return this.watchSet.isCurrent
  }

  /** Bytes of the answers that were made of it. */
  get bytes(): number {
    const plain = this.plain
    if (!plain) return 0
    const { body, written } = plain
    // a string is held with its head in one text, too
    const bodies = typeof body === 'string' ? 2 : 1
    const list = written ? ROW_OVERHEAD * written.rows.length + (written.bytes === body ? 0 : written.bytes.length) : 0
    return bodies * body.length + list + (this.#packed?.value?.body.length ?? 0)
  }

  get plain(): Prepared | undefined {
    return this.#plain.value
  }

  /** Gives a client its answer, which is made by `prepare` when it is first wanted under these settings. */
  answer(client: AnswerClient, settings: Settings, prepare: () => Prepared | Sliceable<Prepared>): void {
    if (this.#settings !== settings) {
      this.#settings = settings
      this.#plain = new MadeOnce()
      this.#packed = undefined
    }
    if (!client.gzip) return this.#plain.getInSlices(client, prepare)
    const packed = (this.#packed ??= new MadeOnce())
    const give = (plain: Prepared): void => {
      if (!isWorthGzip(plain)) client.done(plain)
      else packed.get(client, maker => gzipped(plain, maker))
    }
    this.#plain.getInSlices({ ...client, done: give }, prepare)
  }

  /** The answer where it was made before, under these settings. */
  ready(gzip: boolean, settings: Settings): Prepared | undefined {
    if (this.#settings !== settings) return undefined
    const { plain } = this
    return gzip && plain && isWorthGzip(plain) ? this.#packed?.value : plain
  }
}

/**
 * Caches answers by what was asked, as long as their watch sets say that reading again would give the same. What is sent again
 * is the same bytes. A stale answer stays for its rows, of which the next one is made.
 */
export class AnswerCache {
  readonly #agent: Agent
  #settings: Settings
  readonly #cached = new LRUCache<string, CachedRead>({
    maxSize: MAX_BYTES,
    maxEntrySize: MAX_ENTRY_BYTES,
    dispose: cached => cached.watchSet.release(),
  })

  /** Reads that queries block on and that were no answer yet, so that all queries for the same share one watch set. */
  readonly #awaited = new Map<string, CachedRead>()

  constructor(agent: Agent) {
    this.#agent = agent
    this.#settings = agent.settings
  }

  /** What is cached under a key, if it is as good as a new read. */
  find(key: string): CachedRead | undefined {
    if (this.#settings !== this.#agent.settings) this.#settingsChanged()
    const cached = this.#cached.get(key)
    if (cached?.isCurrent === true) return cached
    if (this.#awaited.size === 0) return undefined
    const awaited = this.#awaited.get(key)
    return awaited?.isCurrent === true ? awaited : undefined
  }

  /** A query is about to block on a read. */
  await(key: string, read: CachedRead): void {
    if (this.#awaited.get(key) === read || this.#cached.peek(key) === read) return
    this.#awaited.set(key, read)
    read.watchSet.onIdle(() => this.#idle(key, read))
  }

  /** No query blocks on a read any more, or it is stale. */
  #idle(key: string, read: CachedRead): void {
    if (this.#awaited.get(key) === read) this.#awaited.delete(key)
    if (read.watchSet.hasChanged && !isWorthKeeping(read) && this.#cached.peek(key) === read) this.#cached.delete(key)
  }

  /** Reads; the result can be cached as long as it is current. `blocks`: a query may wait for what it reads. */
  read(fn: (view: View) => Read<Reply>, blocks = false): CachedRead {
    const { value, watchSet } = this.#agent.store.readTracked(fn, blocks)
    return new CachedRead(value, watchSet)
  }

  /** The last answer under a key, even if stale: for its rows. */
  before(key: string): Prepared | undefined {
    return this.#cached.peek(key)?.plain
  }

  /** Caches a read that was answered, or is being answered for all requests that come meanwhile, unless the state has changed meanwhile. */
  retain(key: string, read: CachedRead): void {
    if (read.value.once === true || !read.isCurrent) return
    const size = OVERHEAD + key.length + read.bytes
    const known = this.#cached.peek(key) === read
    if (known && read.cachedSize === size) return
    if (size > MAX_ENTRY_BYTES) {
      if (known) this.#cached.delete(key)
      return
    }
    read.cachedSize = size
    // the cache disposes of what it replaces, also when that is the same read
    if (known) this.#cached.delete(key)
    // before the old answer is let go: much of what the two depend on is the same, and stays watched
    read.watchSet.retain()
    this.#cached.set(copyOf(key), read, { size })
    read.watchSet.onIdle(() => this.#idle(key, read))
  }

  /** Bytes that are cached. */
  get bytes(): number {
    return this.#cached.calculatedSize
  }

  clear(): void {
    this.#cached.clear()
  }

  /** Answers are made of the settings, too. */
  #settingsChanged(): void {
    this.#settings = this.#agent.settings
    this.#awaited.clear()
    this.clear()
  }
}

/** Rows from which a stale list is of use for the next one, and bytes up to which it is worth its memory. */
const MIN_ROWS = 8
const MAX_STALE_BYTES = 4 * 1024 * 1024

/** Whether a stale answer can save work when the next one is made. */
const isWorthKeeping = ({ plain, bytes }: CachedRead): boolean =>
  (plain?.written?.rows.length ?? 0) >= MIN_ROWS && bytes <= MAX_STALE_BYTES
