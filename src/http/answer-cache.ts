import { LRUCache } from 'lru-cache'
import type { Agent } from '../agent/agent.ts'
import type { Blocking, WaiterGroup, Waiter } from '../agent/blocking.ts'
import { copyOf } from '../lib/bytes.ts'
import type { Settings } from '../model/settings.ts'
import type { Read } from '../state/kv.ts'
import type { Store } from '../state/store.ts'
import type { View } from '../state/view.ts'
import type { WatchSet, Watcher } from '../state/watch-set.ts'
import { gzipped, isWorthGzip, type Prepared, type Reply } from './reply.ts'

/** Bytes that kept answers may take together, and one of them alone. */
const MAX_BYTES = 64 * 1024 * 1024
const MAX_ENTRY_BYTES = 24 * 1024 * 1024
/** What one takes besides its body: headers, watch points, its place here, and the packed form, if somebody asked for it. */
const OVERHEAD = 2048
const ROW_OVERHEAD = 16

/**
 * What a read of the state gave, and the answer made of it once somebody is sent it. As long as `isCurrent` says so, reading
 * again would give the same. Who waits for it to change stands in its crowd: the store has to find one, not thousands.
 */
export class CachedRead implements Watcher, WaiterGroup, Read<Reply> {
  readonly index: number
  readonly value: Reply
  readonly watchSet: WatchSet
  readonly #store: Store
  #settings: Settings | undefined
  #plain: Prepared | undefined
  #packed: Prepared | undefined
  #unsubscribe: (() => void) | undefined
  readonly #blocking: Blocking
  #waiters: Set<Waiter> | undefined
  /** Whether it is to watch although nobody waits for it. */
  #cached = false
  /** Called when it watches no more. */
  onRest: (() => void) | undefined
  /** The index up to which it is known to be current; undefined once it is not. */
  #currentAt: number | undefined

  constructor({ store, blocking }: Agent, { index, value }: Read<Reply>, watchSet: WatchSet) {
    this.#store = store
    this.#blocking = blocking
    this.index = index
    this.value = value
    this.watchSet = watchSet
    this.#currentAt = store.index
  }

  get isCurrent(): boolean {
    const { index } = this.#store
    if (this.#currentAt === index) return true
    // what nobody watches for it can only be told at the index it was read at
    if (this.#currentAt === undefined || !this.#unsubscribe || !this.#store.isUnchanged(this.watchSet)) return false
    this.#currentAt = index
    return true
  }

  get plain(): Prepared | undefined {
    return this.#plain
  }

  /** The answer for who takes gzip or does not; made by `prepare` when it is first wanted under these settings. */
  answer(gzip: boolean, settings: Settings, prepare: () => Prepared): Prepared {
    if (this.#settings !== settings) {
      this.#settings = settings
      this.#plain = prepare()
      this.#packed = undefined
    }
    const plain = this.#plain as Prepared
    if (!gzip || !isWorthGzip(plain)) return plain
    return (this.#packed ??= gzipped(plain))
  }

  /** The answer where it was made before. */
  ready(gzip: boolean): Prepared | undefined {
    return gzip && this.#plain && isWorthGzip(this.#plain) ? this.#packed : this.#plain
  }

  /** Watches what was read from now on, for who may ask the same. */
  retain(): void {
    this.#cached = true
    this.#watch()
  }

  /** Nobody will ask the same. */
  drop(): void {
    this.#cached = false
    this.#rest()
  }

  add(waiter: Waiter): void {
    this.#waiters ??= new Set()
    this.#waiters.add(waiter)
    this.#watch()
  }

  delete(waiter: Waiter): void {
    this.#waiters?.delete(waiter)
    this.#rest()
  }

  /** Something that was read has changed. Those who wait learn it soon, and until then a restore as well. */
  wake(restored: boolean): void {
    this.#currentAt = undefined
    if (this.#waiters && this.#waiters.size > 0) this.#blocking.wake(this.#waiters, restored)
    else this.#rest()
  }

  #watch(): void {
    this.#unsubscribe ??= this.#store.watch(this, this.watchSet)
  }

  /** Ends to watch where that is no use to anybody. */
  #rest(): void {
    if (this.#waiters && this.#waiters.size > 0) return
    if (this.#cached && this.#currentAt !== undefined) return
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
    this.onRest?.()
  }
}

/**
 * The one place where answers are kept: by what was asked, until the watch that wakes blocked readers says that something
 * they read has changed. What is sent again is the same bytes. An answer that is over stays for its rows, of which the next
 * one is made.
 */
export class AnswerCache {
  readonly #agent: Agent
  #settings: Settings
  readonly #cached = new LRUCache<string, CachedRead>({
    maxSize: MAX_BYTES,
    maxEntrySize: MAX_ENTRY_BYTES,
    dispose: cached => cached.drop(),
  })

  /** What readers wait beyond that nobody was answered with yet, so that all who come to wait for it share it. */
  readonly #awaited = new Map<string, CachedRead>()

  constructor(agent: Agent) {
    this.#agent = agent
    this.#settings = agent.settings
  }

  /** What was kept under a key, if it is as good as a new read. */
  find(key: string): CachedRead | undefined {
    if (this.#settings !== this.#agent.settings) this.#settingsChanged()
    const cached = this.#cached.get(key)
    if (cached?.isCurrent === true) return cached
    if (this.#awaited.size === 0) return undefined
    const awaited = this.#awaited.get(key)
    return awaited?.isCurrent === true ? awaited : undefined
  }

  /** Somebody is about to wait for a change of what was read. */
  await(key: string, read: CachedRead): void {
    if (read.onRest || this.#cached.peek(key) === read) return
    this.#awaited.set(key, read)
    read.onRest = () => {
      if (this.#awaited.get(key) === read) this.#awaited.delete(key)
    }
  }

  /** Reads; the result can be kept as long as it is current. */
  read(fn: (view: View) => Read<Reply>): CachedRead {
    const { value, watchSet } = this.#agent.store.readTracked(fn)
    return new CachedRead(this.#agent, value, watchSet)
  }

  /** The last answer under a key, be it over: for its rows. */
  before(key: string): Prepared | undefined {
    return this.#cached.peek(key)?.plain
  }

  /** Keeps a read that was answered, unless the state has gone on meanwhile. */
  retain(key: string, read: CachedRead): void {
    if (read.value.once === true || !read.isCurrent || this.#cached.peek(key) === read) return
    const { plain } = read
    if (!plain) return
    // a string is kept with its head in one text, too
    const bodies = typeof plain.body === 'string' ? 2 : 1
    const rows = plain.written?.rows.length ?? 0
    const size = OVERHEAD + key.length + bodies * plain.body.length + ROW_OVERHEAD * rows
    if (size > MAX_ENTRY_BYTES) return
    read.retain()
    this.#cached.set(copyOf(key), read, { size })
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
