import type { Responder } from './responder.ts'
import type { BlockingQuery, TrackedSource } from '../agent/blocking.ts'
import type { Read } from '../state/kv.ts'
import type { View } from '../state/view.ts'
import type { WatchSet } from '../state/watch-set.ts'
import type { CachedRead } from './answer-cache.ts'
import type { BackgroundRead } from './background-reads.ts'
import type { ReadOptions } from './blocking-parameters.ts'
import type { Reply } from './reply.ts'
import type { Request } from './request.ts'
import type { QueryOptions } from './route.ts'

/** How a read was asked for. */
export interface Asked {
  readonly options: QueryOptions
  readonly read: ReadOptions
  /** Under which its answer is cached, if it may be. */
  readonly key: string | undefined
  /** What the agent's cache holds of it, if it is asked for that. */
  readonly held?: BackgroundRead | undefined
}

/** What is done with blocking reads. */
export interface BlockedReads {
  read(key: string | undefined, fn: (view: View) => Read<Reply>): CachedRead
  watchSetOf(key: string | undefined, cached: CachedRead): WatchSet
  /** `waited`: there was no news at first. */
  answer(res: Responder, req: Request, cached: CachedRead, asked: Asked, waited: boolean): void
  fail(res: Responder, req: Request, err: unknown, asked: Asked): void
}

/**
 * A blocking read. An object with methods rather than one with functions of its own, because thousands may wait:
 * that is 600 bytes less for each.
 */
export class BlockedRead implements BlockingQuery<CachedRead>, TrackedSource<CachedRead> {
  readonly #reads: BlockedReads
  readonly #res: Responder
  readonly #req: Request
  readonly #asked: Asked
  readonly #fn: (view: View) => Read<Reply>
  #waited = false
  /** What it saw while it waited, if there was anything. */
  #last: CachedRead | undefined
  /** Something was left out of what it saw. */
  #filtered = false

  constructor(reads: BlockedReads, res: Responder, req: Request, asked: Asked, fn: (view: View) => Read<Reply>) {
    this.#reads = reads
    this.#res = res
    this.#req = req
    this.#asked = asked
    this.#fn = fn
  }

  get source(): this | BackgroundRead {
    return this.#asked.held ?? this
  }

  get wait(): number {
    return this.#asked.read.wait
  }

  get label(): string {
    return labelOf(this.#req)
  }

  read(): CachedRead {
    return this.#reads.read(this.#asked.key, this.#fn)
  }

  watchSetOf(cached: CachedRead): WatchSet {
    return this.#reads.watchSetOf(this.#asked.key, cached)
  }

  isNews(cached: CachedRead): boolean {
    const isNews =
      // the agent's cache waits as for any other
      (cached.value.untold === true && this.#asked.held === undefined) ||
      ((this.#asked.held?.seen ?? cached.index) > this.#asked.read.minIndex && !cached.tellsNoMoreThan(this.#last))
    if (!isNews) {
      this.#waited = true
      this.#filtered ||= cached.value.filtered === true
      if (cached.value.showsLast !== true) this.#last = cached
    }
    return isNews
  }

  /** A client that waits for something that is not there is told in the end how far the index got meanwhile. */
  lookAgain({ value }: CachedRead): boolean {
    if (this.#asked.held !== undefined) return false
    return value.indexAtEnd === undefined && value.readAgain === true
  }

  answer(cached: CachedRead): void {
    const { indexAtEnd } = cached.value
    const index = indexAtEnd && !this.isNews(cached) ? Math.max(cached.index, indexAtEnd()) : cached.index
    const shown = this.#shown(cached.value)
    const answered = index === cached.index && shown === cached.value ? cached : cached.at(index, shown)
    this.#reads.answer(this.#res, this.#req, answered, this.#asked, this.#waited)
  }

  #shown(value: Reply): Reply {
    if (value.showsLast && this.#last) return { ...this.#last.value, filtered: value.filtered === true, once: true }
    const before = this.#filtered ? value.filteredBefore?.() : undefined
    return before ? { ...before, once: true } : value
  }

  fail(err: unknown): void {
    this.#reads.fail(this.#res, this.#req, err, this.#asked)
  }
}

/** What a blocked request is listed by. Those of the web page are marked: they are not listed. */
export function labelOf({ raw }: Request): string {
  const url = raw.url ?? ''
  return raw.headers['x-miniconsul'] === undefined ? url : `/_miniconsul/page${url}`
}
