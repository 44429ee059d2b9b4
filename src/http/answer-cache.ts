import { LRUCache } from 'lru-cache'
import type { Agent } from '../agent/agent.ts'
import type { Blocking, Crowd, Sleeper } from '../agent/blocking.ts'
import { copyOf } from '../lib/bytes.ts'
import type { Settings } from '../settings.ts'
import type { Read } from '../state/kv.ts'
import type { Store } from '../state/store.ts'
import type { View } from '../state/view.ts'
import type { Touched, Waiter } from '../state/watch.ts'
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
export class KeptRead implements Waiter, Crowd, Read<Reply> {
  readonly index: number
  readonly value: Reply
  readonly touched: Touched
  readonly #store: Store
  #settings: Settings | undefined
  #plain: Prepared | undefined
  #packed: Prepared | undefined
  #unsubscribe: (() => void) | undefined
  readonly #blocking: Blocking
  #sleepers: Set<Sleeper> | undefined
  /** Whether it is to watch although nobody waits for it. */
  #kept = false
  /** Called when it watches no more. */
  onRest: (() => void) | undefined
  /** The index up to which it is known to be current; undefined once it is not. */
  #currentAt: number | undefined

  constructor({ store, blocking }: Agent, { index, value }: Read<Reply>, touched: Touched) {
    this.#store = store
    this.#blocking = blocking
    this.index = index
    this.value = value
    this.touched = touched
    this.#currentAt = store.index
  }

  get isCurrent(): boolean {
    const { index } = this.#store
    if (this.#currentAt === index) return true
    // what nobody watches for it can only be told at the index it was read at
    if (this.#currentAt === undefined || !this.#unsubscribe || !this.#store.stillReports(this.touched)) return false
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
  keep(): void {
    this.#kept = true
    this.#watch()
  }

  /** Nobody will ask the same. */
  drop(): void {
    this.#kept = false
    this.#rest()
  }

  add(sleeper: Sleeper): void {
    this.#sleepers ??= new Set()
    this.#sleepers.add(sleeper)
    this.#watch()
  }

  delete(sleeper: Sleeper): void {
    this.#sleepers?.delete(sleeper)
    this.#rest()
  }

  /** Something that was read has changed. Those who wait learn it soon, and until then a restore as well. */
  wake(restored: boolean): void {
    this.#currentAt = undefined
    if (this.#sleepers && this.#sleepers.size > 0) this.#blocking.wake(this.#sleepers, restored)
    else this.#rest()
  }

  #watch(): void {
    this.#unsubscribe ??= this.#store.wait(this, this.touched)
  }

  /** Ends to watch where that is no use to anybody. */
  #rest(): void {
    if (this.#sleepers && this.#sleepers.size > 0) return
    if (this.#kept && this.#currentAt !== undefined) return
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
  readonly #kept = new LRUCache<string, KeptRead>({
    maxSize: MAX_BYTES,
    maxEntrySize: MAX_ENTRY_BYTES,
    dispose: kept => kept.drop(),
  })

  /** What readers wait beyond that nobody was answered with yet, so that all who come to wait for it share it. */
  readonly #awaited = new Map<string, KeptRead>()

  constructor(agent: Agent) {
    this.#agent = agent
    this.#settings = agent.settings
  }

  /** What was kept under a key, if it is as good as a new read. */
  find(key: string): KeptRead | undefined {
    if (this.#settings !== this.#agent.settings) this.#settingsChanged()
    const kept = this.#kept.get(key)
    if (kept?.isCurrent === true) return kept
    if (this.#awaited.size === 0) return undefined
    const awaited = this.#awaited.get(key)
    return awaited?.isCurrent === true ? awaited : undefined
  }

  /** Somebody is about to wait for a change of what was read. */
  await(key: string, read: KeptRead): void {
    if (read.onRest || this.#kept.peek(key) === read) return
    this.#awaited.set(key, read)
    read.onRest = () => {
      if (this.#awaited.get(key) === read) this.#awaited.delete(key)
    }
  }

  /** Reads; the result can be kept as long as it is current. */
  read(fn: (view: View) => Read<Reply>): KeptRead {
    const { value, touched } = this.#agent.store.readTouching(fn)
    return new KeptRead(this.#agent, value, touched)
  }

  /** The last answer under a key, be it over: for its rows. */
  before(key: string): Prepared | undefined {
    return this.#kept.peek(key)?.plain
  }

  /** Keeps a read that was answered, unless the state has gone on meanwhile. */
  keep(key: string, read: KeptRead): void {
    if (read.value.once === true || !read.isCurrent || this.#kept.peek(key) === read) return
    const { plain } = read
    if (!plain) return
    // a string is kept with its head in one text, too
    const bodies = typeof plain.body === 'string' ? 2 : 1
    const rows = plain.written?.rows.length ?? 0
    const size = OVERHEAD + key.length + bodies * plain.body.length + ROW_OVERHEAD * rows
    if (size > MAX_ENTRY_BYTES) return
    read.keep()
    this.#kept.set(copyOf(key), read, { size })
  }

  clear(): void {
    this.#kept.clear()
  }

  /** Answers are made of the settings, too. */
  #settingsChanged(): void {
    this.#settings = this.#agent.settings
    this.#awaited.clear()
    this.clear()
  }
}
